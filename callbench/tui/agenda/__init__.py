"""Promises and what else is owed, each to be acted on."""
