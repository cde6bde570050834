"""Signing in: against the demo directory, and against a real Active Directory, Samba's."""
