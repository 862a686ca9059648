"""What a developer's machine needs around the portal: services, demo, tests, checks. Never part of production."""
