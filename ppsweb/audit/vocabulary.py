"""What kinds of thing an audit row may be about."""

from __future__ import annotations

import enum


class Subject(enum.StrEnum):
    """The kind of a row's subject; a case is named by its audit_ref alone."""

    NONE = "none"
    CASE = "case"
    PERSON = "person"
    MEMBER = "member"
    AUTHORITY = "authority"
    DISAGREEMENT = "disagreement"
    YOUNG_PERSON = "young_person"
    NOTE = "note"
    FILE = "file"
    LEAFLET = "leaflet"
    REQUEST = "request"
    MESSAGE = "message"
    CONCERN = "concern"
    JOB = "job"
    OTHER = "other"
