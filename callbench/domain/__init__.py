"""The rules of a call: pure, without files, a terminal or a clock of their own."""
