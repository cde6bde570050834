"""ppsweb: the intranet site of a Parent Partnership Service."""
