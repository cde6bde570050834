"""The tables of this room."""

from ppsweb.subject_access.models.items import Decision, Item, Signature
from ppsweb.subject_access.models.packs import Fragment, HandOver, Pack, Release
from ppsweb.subject_access.models.requests import DataRequest, RequestEvent, RequestSearch, new_reference

__all__ = [
    "DataRequest",
    "Decision",
    "Fragment",
    "HandOver",
    "Item",
    "Pack",
    "Release",
    "RequestEvent",
    "RequestSearch",
    "Signature",
    "new_reference",
]
