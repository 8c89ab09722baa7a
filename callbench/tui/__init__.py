"""What a rep sees. Knows everything below it and decides nothing."""
