"""Tests of the leaflets room."""
