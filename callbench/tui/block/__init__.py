"""The calling screen and its panes."""
