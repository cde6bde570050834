"""Signing in and out, the session, who the current member of staff is, who is admitted and who deputises."""
