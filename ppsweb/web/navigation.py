"""The navigation: what a route needs is read from the route, so that a link and its page cannot disagree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from ppsweb.permissions import may
from ppsweb.permissions.room import current_member


@dataclass(frozen=True)
class Link:
    """One entry: its words, its endpoint, and the rooms whose other pages belong to it.

    An endpoint of a room that is not open is left out.
    """

    label: str
    endpoint: str
    rooms: tuple[str, ...] = ()


LINKS = (
    Link("My work", "home.today"),
    Link("Find a family", "cases.find"),
    Link("Cases", "cases.index", ("cases", "people", "authorities", "disclosures", "referrals")),
    Link("Concerns", "safeguarding.index", ("safeguarding",)),
    Link("Requests for data", "subject_access.index", ("subject_access",)),
    Link("Bodies outside", "organisations.index", ("organisations",)),
    Link("Leaflets", "leaflets.index", ("leaflets",)),
    Link("Messages", "mail.index", ("mail",)),
    Link("Without permission", "disclosures.breaches"),
    Link("Staff", "auth.members", ("auth",)),
    Link("Record of access", "audit.index", ("audit",)),
    Link("Caught mail", "demo.mail", ("demo",)),
)

#: what is found at the same place of every page, signed in or out (WCAG 3.2.6); addresses, so that error
#: pages have them too
ALWAYS_THERE = (
    ("A child at risk: who to ring", "/safeguarding"),
    ("Accessibility statement", "/accessibility"),
    ("Privacy", "/privacy"),
    ("Help", "/help"),
)


def links() -> list[dict[str, object]]:
    """The entries that the signed-in member may open, for the service navigation component.

    The entry of the page itself is current; on another page of its rooms it is active.
    """
    member = current_member()
    if member is None:
        return []
    seen = [link for link in LINKS if _is_open_to(member, link)]
    here = next((link for link in seen if link.endpoint == request.endpoint), None)
    if here is None:
        here = next((link for link in seen if request.blueprint in link.rooms), None)
    return [
        {
            "text": link.label,
            "href": url_for(link.endpoint),
            "current": link.endpoint == request.endpoint,
            "active": link is here,
        }
        for link in seen
    ]


def alarm() -> str | None:
    """The address of the button about a child at risk, on every page of the service's staff (D4.18); it brings the
    case whose page it is, open or closed.
    """
    endpoint = "safeguarding.record_concern"
    if endpoint not in current_app.view_functions or not may(current_member(), "safeguarding.record"):
        return None
    return url_for(endpoint, case=(request.view_args or {}).get("case"))


def _is_open_to(member: Any, link: Link) -> bool:
    view: Any = current_app.view_functions.get(link.endpoint)
    return view is not None and may(member, view.needs)


def always_there() -> Iterator[tuple[str, str]]:
    """Words and address of what the foot of every page leads to."""
    addresses = {rule.rule for rule in current_app.url_map.iter_rules()}
    return ((words, address) for words, address in ALWAYS_THERE if address in addresses)
