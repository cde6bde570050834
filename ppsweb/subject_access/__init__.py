"""A person's request for their own data: clock, gathering, decisions, second person, pack, release (C2, D3)."""
