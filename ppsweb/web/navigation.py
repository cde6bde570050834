"""The navigation: by the same table as the routes, so that a link and its page cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from ppsweb.permissions import may
from ppsweb.permissions.room import current_member


@dataclass(frozen=True)
class Link:
    """One entry: its words, its endpoint, the permission of that endpoint."""

    label: str
    endpoint: str
    needs: str


LINKS = (
    Link("My work", "home.today", "home.view"),
    Link("Find a family", "people.find", "search.people"),
    Link("Cases", "cases.index", "cases.list"),
    Link("Requests for data", "subject_access.index", "subject_access.list"),
    Link("Leaflets", "leaflets.index", "leaflets.read"),
    Link("Messages", "mail.index", "mail.view"),
    Link("Staff", "auth.members", "auth.members"),
    Link("Record of access", "audit.index", "audit.view"),
    Link("Caught mail", "demo.mail", "demo.mail"),
)


def links() -> list[dict[str, object]]:
    """The entries that the signed-in member may open, for the service navigation component."""
    member = current_member()
    if member is None:
        return []
    section = request.endpoint.split(".")[0] if request.endpoint else ""
    return [
        {"text": link.label, "href": url_for(link.endpoint), "active": link.endpoint.split(".")[0] == section}
        for link in LINKS
        if link.endpoint in current_app.view_functions and may(member, link.needs)
    ]
