"""Professionals who ask the service to help a family without the parent's permission: who asked and when (D4.07)."""
