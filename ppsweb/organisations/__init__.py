"""Bodies outside the service, each by its own name: a permission names one, never "the school" (D4.01)."""
