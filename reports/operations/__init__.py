"""What figures lead to."""
