"""Pages about what a client permits to share, about parents who disagree, and about young people."""

from ppsweb.consents import tasks, wording  # noqa: F401 (say what waits, and describe the acts)
from ppsweb.consents.views import copying, disagreeing, sharing, talking  # noqa: F401 (each opens its pages in the room)
from ppsweb.consents.views.room import room

__all__ = ["room"]
