"""Who may do what: the vocabulary, the table, the predicates, and the Room that cannot forget them."""

from ppsweb.permissions.room import Room
from ppsweb.permissions.table import PERMISSIONS, may

__all__ = ["PERMISSIONS", "Room", "may"]
