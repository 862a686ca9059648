"""Pages of notices: the inbox, letters, and the check of a letter."""
