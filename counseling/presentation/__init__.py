"""What the pages of counselling say."""
