"""Pages about what a client permits to share, and about parents who disagree."""

from ppsweb.consents import tasks, wording  # noqa: F401 (say what waits, and describe the acts)
from ppsweb.consents.views import disagreeing, sharing  # noqa: F401 (each opens its pages in the room)
from ppsweb.consents.views.room import room

__all__ = ["room"]
