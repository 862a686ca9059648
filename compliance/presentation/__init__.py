"""How the pages of compliance read."""
