"""Walks through the whole site as people at their browsers take them."""
