"""Fault drills of the whole portal: what breaks, who is in it, and the table of what was survived."""
