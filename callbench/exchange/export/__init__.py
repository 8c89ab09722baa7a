"""Prospects and calls on their way out: as data, for spreadsheets, to be read, and into CRMs."""
