"""What the first page offers, by role: the same permissions as the pages that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import current_app, url_for

from ppsweb.auth import current_member
from ppsweb.auth.models import Member
from ppsweb.permissions import may


@dataclass(frozen=True)
class Section:
    """One thing that can be done: its words, what it is for, its page and that page's permission."""

    label: str
    about: str
    endpoint: str
    needs: str
    count: Callable[[], str] | None = None


@dataclass(frozen=True)
class Offer:
    """A section as it stands on the page."""

    label: str
    about: str
    address: str
    count: str


@dataclass(frozen=True)
class Statement:
    """The days of the accessibility statement (D7.02)."""

    prepared_on: date
    reviewed_on: date
    tested_on: date


def waiting() -> str:
    """How many people wait for the manager to admit them."""
    number = sum(1 for each in Member.all_in_groups() if each.is_waiting and each.left_at is None)
    return "" if number == 0 else f"{number} waiting to be admitted"


SECTIONS = (
    Section("Find a family", "By name, telephone number or reference.", "people.find", "search.people"),
    Section(
        "Take a call",
        "Record a parent's permission by telephone and open their case.",
        "authorities.telephone",
        "authorities.record",
    ),
    Section(
        "Cases", "Your open cases, those you cover, and those due for review.", "cases.index", "cases.list"
    ),
    Section(
        "Requests for data",
        "Subject-access requests, their clocks, and those that wait for a second person.",
        "subject_access.index",
        "subject_access.list",
    ),
    Section("Messages", "What waits to be sent, was sent, or came back.", "mail.index", "mail.view"),
    Section("Leaflets", "Read and print the service's leaflets.", "leaflets.index", "leaflets.read"),
    Section(
        "Staff", "Admit colleagues, let them go, appoint a deputy.", "auth.members", "auth.members", waiting
    ),
    Section("Record of access", "Who signed in, and who saw or changed what.", "audit.index", "audit.view"),
)

STATEMENT = Statement(
    prepared_on=date(2026, 11, 24), reviewed_on=date(2026, 11, 24), tested_on=date(2026, 11, 24)
)


def sections() -> list[Offer]:
    """What the signed-in member may do."""
    member = current_member()
    return [
        Offer(each.label, each.about, url_for(each.endpoint), each.count() if each.count else "")
        for each in SECTIONS
        if each.endpoint in current_app.view_functions and may(member, each.needs)
    ]
