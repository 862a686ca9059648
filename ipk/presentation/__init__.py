"""What pages show, built from what selectors found. Never writes, never decides who may see it."""
