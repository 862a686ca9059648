"""What the officers' pages show, computed outside the templates."""
