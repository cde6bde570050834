"""Pages about a child at risk."""

from ppsweb.safeguarding.views import deciding, following, recording, showing  # noqa: F401 (they open the pages)
from ppsweb.safeguarding.views.room import room

__all__ = ["room"]
