"""How the pages of training read."""
