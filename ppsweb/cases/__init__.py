"""Enquiries, case files, contacts, notes, levels, closing."""
