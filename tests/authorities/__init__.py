"""Tests of the authorities room."""
