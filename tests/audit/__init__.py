"""The record of access."""
