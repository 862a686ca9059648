"""What is done with complaints and with what employers are asked."""
