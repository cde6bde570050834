"""The roles that a group in the directory can give."""

from __future__ import annotations

import enum


class Role(enum.StrEnum):
    """What the directory says somebody is; the first that applies counts."""

    MANAGER = "manager"
    OFFICER = "officer"
    LEAFLET_EDITOR = "leaflet_editor"
    COUNCIL = "council"
