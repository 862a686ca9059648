"""What officers type about figures."""
