"""What happens in counselling."""
