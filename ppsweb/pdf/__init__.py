"""The pdf room."""
