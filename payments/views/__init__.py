"""The screens of the paying officers."""
