"""What the first page offers, by role: the same permissions as the pages that it leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for

from ppsweb import keys
from ppsweb.auth import current_member, leaving
from ppsweb.auth.models import Member, names_of
from ppsweb.cases.caseworkers import caseworkers, without_officer
from ppsweb.cases.keeping import due_for_review
from ppsweb.cases.models import Case, Status
from ppsweb.mail.models import OutboxMessage
from ppsweb.people.models import Person
from ppsweb.permissions import may
from ppsweb.subject_access.waiting import unanswered, waiting_for_second_person
from ppsweb.web.filters import plural

FEW = 10


@dataclass(frozen=True)
class Section:
    """One thing that can be done: its words, what it is for, its page. A room that is not open is left out.

    Whoever may open the page but lacks the permission `fully` reads what `about_less` says of it.
    """

    label: str
    about: str
    endpoint: str
    count: Callable[[], str] | None = None
    fully: str | None = None
    about_less: str = ""


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
    everybody = Member.all_in_groups()
    number = sum(1 for each in everybody if (each.is_waiting and each.left_at is None) or each.is_promoted)
    return "" if number == 0 else f"{number} waiting to be admitted"


def staff() -> str:
    """What is to be decided about the staff: who waits, and whose open work is nobody's any more. A deputy only
    hands over."""
    number = len(leaving.have_left())
    left = f"{plural(number, 'member has', 'members have')} left: hand their open work over"
    waits = waiting() if may(current_member(), "auth.admit") else ""
    return ". ".join(filter(None, [waits, left if number else ""]))


def to_sign() -> str:
    """How many of the requests that the member may see wait for a second person (D3.16): as many as their list says."""
    member = current_member()
    if member is None:
        return ""
    number = len(waiting_for_second_person(list(unanswered(member))))
    return f"{plural(number, 'request waits', 'requests wait')} for a second person" if number else ""


def stopped() -> str:
    """How many messages need a decision: those that the page behind it lists under these words."""
    member = current_member()
    number = OutboxMessage.needing_attention(member).count() if member is not None else 0
    return f"{plural(number, 'message needs', 'messages need')} a decision" if number else ""


#: what is wanted while somebody is on the telephone, above everything else
ACTIONS = (
    Section("Take a call", "", "people.by_telephone"),
    Section("Find a family", "", "cases.find"),
)

SECTIONS = (
    Section(
        "Cases",
        "Your open cases and those you cover; closed ones, and which of them are due for review.",
        "cases.index",
    ),
    Section(
        "Requests for data",
        "Subject-access requests, their clocks, and those that wait for a second person.",
        "subject_access.index",
        to_sign,
    ),
    Section("Messages", "What waits to be sent, was sent, or came back.", "mail.index", stopped),
    Section("Leaflets", "Read and print the service's leaflets.", "leaflets.index"),
    Section(
        "Staff",
        "Admit colleagues, let them go, appoint a deputy.",
        "auth.members",
        staff,
        fully="auth.admit",
        about_less="See who works here, and hand over the open work of whoever has left.",
    ),
    Section("Record of access", "Who signed in, and who saw or changed what.", "audit.index"),
)

STATEMENT = Statement(
    prepared_on=date(2026, 11, 24), reviewed_on=date(2026, 11, 24), tested_on=date(2026, 11, 24)
)


def actions() -> list[Offer]:
    """What the signed-in member may do at once."""
    return _offered(ACTIONS)


def sections() -> list[Offer]:
    """What else the signed-in member may do."""
    return _offered(SECTIONS)


def _offered(sections: Sequence[Section]) -> list[Offer]:
    """Those of these that the signed-in member may open: what a page needs is read from the page itself."""
    member = current_member()
    return [
        Offer(each.label, _about(member, each), url_for(each.endpoint), each.count() if each.count else "")
        for each in sections
        if _is_open_to(member, each)
    ]


def _about(member: Member | None, section: Section) -> str:
    """What a section is for, to this member."""
    return section.about if section.fully is None or may(member, section.fully) else section.about_less


def _is_open_to(member: Member | None, section: Section) -> bool:
    view: Any = current_app.view_functions.get(section.endpoint)
    return view is not None and may(member, view.needs)


def waiting_cases(member: Member | None) -> list[Case]:
    """The member's own open cases that have gone longest without contact, FEW at most."""
    if member is None or not may(member, "cases.list"):
        return []
    own = (Case.officer == member.id) & (Case.status == Status.OPEN)
    return _with_clients(Case.visible_to(member).where(own).order_by(Case.last_contact_at, Case.id), FEW)


@dataclass(frozen=True)
class NeedsOfficer:
    """A case that its officer may not open, and who that is."""

    case: Case
    officer: str
    has_left: bool


def cases_without_officer(member: Member | None) -> list[NeedsOfficer]:
    """Open cases that need another officer, those without contact for longest first: for the manager, FEW at most."""
    if member is None or not may(member, "auth.hand_over"):
        return []
    visible = Case.visible_to(member).select(Case.id)
    found = _with_clients(
        without_officer().where(Case.id.in_(visible)).order_by(Case.last_contact_at, Case.id), FEW
    )
    if not found:
        return []
    working = {each.id for each in caseworkers()}
    names = names_of(case.officer_id for case in found)
    return [NeedsOfficer(case, names[case.officer_id], case.officer_id not in working) for case in found]


def cases_due_for_review(member: Member | None, today: date) -> list[Case]:
    """Closed cases whose five years are over, oldest first (D5.03): for the manager, who decides, FEW at most."""
    if member is None or not may(member, "cases.seal_note"):
        return []
    oldest = Case.visible_to(member).where(Case.status == Status.CLOSED).order_by(Case.closed_on, Case.id)
    return [
        case
        for case in _with_clients(oldest, FEW)
        if case.closed_on is not None and due_for_review(case.closed_on, today)
    ]


def _with_clients(query: Any, most: int) -> list[Case]:
    """The first of the cases with their clients, and the keys of both."""
    found = list(query.select(Case, Person).join(Person, on=(Case.person == Person.id)).limit(most))
    keys.fetch([case.data_key_id for case in found] + [case.person.data_key_id for case in found])
    return found
