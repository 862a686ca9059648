"""Template words of counselling."""
