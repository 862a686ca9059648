"""Tables of ipk: none yet. The door contract of the architecture names this module."""
