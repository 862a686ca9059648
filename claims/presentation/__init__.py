"""Claims as people see them: plain dictionaries for the components, built from rows, with no query of their own."""
