"""What a client permits the service to share: with which body outside, for what, and how long (C3, C7, I5)."""
