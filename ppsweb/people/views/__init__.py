"""Pages about clients: permission first, then how to reach them, and whom their file names."""

from ppsweb.people.views import files, permission, reaching  # noqa: F401 (each opens its pages in the room)
from ppsweb.people.views.room import room, room_satellites

__all__ = ["room", "room_satellites"]
