"""The training copy's own servers and data."""
