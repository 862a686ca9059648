"""Tables of training: none yet. The door contract of the architecture names this module."""
