"""Signing in, the session, members and deputies."""
