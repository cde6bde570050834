"""A child at risk: what was noticed, what was decided to tell or not to tell, and what followed (C10)."""
