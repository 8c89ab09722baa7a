"""Looking back: past sessions and their calls."""
