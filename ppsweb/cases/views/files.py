"""The page of a case, and its history."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from peewee import ModelSelect

from ppsweb import keys
from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.cases import wording
from ppsweb.cases.keeping import kept_from_until
from ppsweb.cases.models import Case, CaseClosing, CaseConflict, CaseCover, CaseLevel
from ppsweb.cases.rules import reported_level
from ppsweb.cases.views.reading import page_of_notes
from ppsweb.cases.views.room import room
from ppsweb.database import written
from ppsweb.deadlines import clock
from ppsweb.people.models import Contact
from ppsweb.people.wording import LANGUAGES, STANDINGS
from ppsweb.permissions import may


@room.get("/<id:case>", needs="cases.view")
def show(case: Case) -> str:
    """The case: how to reach the parent safely, then the notes, newest first."""
    member = acting_member()
    record("cases.view", by=member, case=case)
    keys.fetch([case.data_key_id, case.person.data_key_id])
    decides = may(member, "cases.seal_note")
    notes = page_of_notes(member, case, request.args.get("before", ""), request.args.get("at", ""))
    covers = CaseCover.of_case(case) if decides else []
    conflicts = CaseConflict.of_client(case.person) if decides else []
    return render_template(
        "cases/show.html",
        case=case,
        person=case.person,
        names=names_of(
            [
                case.officer_id,
                *notes.written_by,
                *(each.member_id for each in covers),
                *(each.member_id for each in conflicts),
            ]
        ),
        contacts=_contacts(case.person_id),
        notes=notes,
        covers=covers,
        conflicts=conflicts,
        may_read_sealed=decides,
        kept=kept_from_until(case.closed_on) if case.closed_on else None,
        wording=wording,
        languages=LANGUAGES,
        standings=STANDINGS,
        satellites=[draw(case) for draw in room_satellites],
    )


@written
def _contacts(person_id: str) -> ModelSelect[Contact]:
    """The addresses and numbers that a client has now."""
    return (
        Contact.select(
            Contact.id,
            Contact.data_key,
            Contact.person,
            Contact.kind,
            Contact.value,
            Contact.verified_at,
            Contact.verified_by,
            Contact.verified_mac,
        )
        .where((Contact.person == person_id) & Contact.ended_at.is_null())
        .order_by(Contact.created_at)
    )


#: rooms above add what belongs on a case's page (requests for data, messages): each answers HTML of its template
room_satellites: list[Any] = []


@room.get("/<id:case>/history", needs="cases.view")
def history(case: Case) -> str:
    """What the case was before: its levels, its closings, and who opened it beside its officer."""
    record("cases.history", by=acting_member(), case=case)
    keys.fetch([case.data_key_id, case.person.data_key_id])
    levels = list(CaseLevel.select().where(CaseLevel.case == case).order_by(CaseLevel.created_at))
    closings = list(CaseClosing.select().where(CaseClosing.case == case).order_by(CaseClosing.created_at))
    covers = CaseCover.of_case(case)
    members = {each.member_id for each in levels} | {each.member_id for each in covers}
    members |= {each.closed_by_id for each in closings}
    members |= {each.reopened_by_id for each in closings if each.reopened_by_id}
    changes = [(clock.local(each.created_at).date(), each.was, each.level) for each in levels]
    return render_template(
        "cases/history.html",
        case=case,
        levels=levels,
        closings=closings,
        covers=covers,
        names=names_of(members),
        highest=reported_level(case.level, changes, clock.local(case.opened_at).date(), clock.today()),
        wording=wording,
    )
