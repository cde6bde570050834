"""What somebody who leaves has open, listed for the manager: cases to hand over, messages that need a person."""

from __future__ import annotations

from flask import url_for

from ppsweb import keys
from ppsweb.auth import leaving
from ppsweb.auth.models import Member
from ppsweb.cases.models import Case, Status
from ppsweb.mail.models import OutboxMessage


@leaving.lists
def open_cases(member: Member) -> list[leaving.Work]:
    """The open cases of this officer by reference, which names nobody (D6.20); the oldest first."""
    found = list(
        Case.select()
        .where((Case.officer == member.id) & (Case.status != Status.CLOSED))
        .order_by(Case.opened_at, Case.id)
    )
    keys.fetch([case.data_key_id for case in found])
    return [
        leaving.Work(
            f"Case {case.reference}",
            url_for("cases.show", case=case.id),
            url_for("cases.hand_over", case=case.id),
        )
        for case in found
    ]


@leaving.lists
def stopped_messages(member: Member) -> list[leaving.Work]:
    """Messages that this officer asked for and that somebody has to look at, by reference; the oldest first."""
    return [
        leaving.Work(
            f"Message {message.reference.upper()} needs a decision",
            url_for("mail.show", message=message.id),
        )
        for message in OutboxMessage.asked_for_and_stopped(member)
    ]
