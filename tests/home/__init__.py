"""The first page and the public ones."""
