"""Invented families, made by the very acts that staff do on the site, each at its own moment of the past."""

from ppsweb.demo.data.loading import load

__all__ = ["load"]
