"""Tables of counseling: none yet. The door contract of the architecture names this module."""
