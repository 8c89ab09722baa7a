"""What to call today."""
