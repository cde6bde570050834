"""Pages about clients: permission first, then how to reach them, and whom their file names."""

from ppsweb.people.views import files, permission, reaching  # noqa: F401 (each opens its pages in the room)
from ppsweb.people.views.room import people_found, room, room_satellites

__all__ = ["people_found", "room", "room_satellites"]
