"""Every guard refuses what it is for, alone: one statement that it refuses and that without it goes in.

Each trigger is put on by itself, so that no other guard refuses in its place, and the table below is kept by hand:
a guard without a line in it fails, and so does one that lost a column.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from peewee import BooleanField, DateField, DateTimeField, IntegerField, IntegrityError

from ppsweb import keys
from ppsweb.auth.models import Deputy, Draft, SignInAttempt
from ppsweb.authorities.actions import withdraw
from ppsweb.authorities.models import Copy
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Case, Channel, Outcome, Topic
from ppsweb.consents import copying
from ppsweb.consents.actions import take_back
from ppsweb.consents.disagreeing import decide, disagree
from ppsweb.consents.models import Outcome as Decided
from ppsweb.consents.models import Settled
from ppsweb.consents.talking import talk
from ppsweb.database import CodeField, IdField, Table, engine, guards, new_id, tables
from ppsweb.deadlines import clock
from ppsweb.disclosures.actions import close_breach
from ppsweb.disclosures.models import Told
from ppsweb.leaflets.actions import send_leaflet
from ppsweb.mail.models import Delivery
from ppsweb.mail.passwords import Told as PasswordTold
from ppsweb.mail.states import State
from ppsweb.people.models import NamedPerson
from ppsweb.permissions.roles import Role
from ppsweb.safeguarding import actions as concerns
from ppsweb.safeguarding.codes import StepKind
from ppsweb.subject_access import actions as requests
from ppsweb.subject_access.codes import Identity
from ppsweb.subject_access.models import Decision, Fragment, HandOver, Item, Pack
from ppsweb.worker import jobs
from tests.given.concerns import a_concern, a_decision, a_telling
from tests.given.disclosing import a_breach, an_act
from tests.given.families import a_case, a_client, a_note
from tests.given.leaflets import a_leaflet, a_pdf
from tests.given.referrals import a_referral
from tests.given.sharing import a_body, a_sharing
from tests.whole_site.test_moved_rows import a_ready_request, inside, release

ROOT = Path(__file__).parents[2]
Key = tuple[str, str, str]

#: what is never changed once it is written, by table and guard: each column is tried
KEPT = {
    ("acts", "kept"): "case_id data_key_id authority_id purpose organisation_id member_id planned_for created_at",
    ("breaches", "kept"): "case_id data_key_id cause opened_by_id created_at",
    ("sharing_ends", "kept"): "case_id data_key_id authority_id created_at",
    (
        "authorities",
        "decided",
    ): "kind purpose given_at capacity method giver words wording_version wording_hash "
    "language conditions read_back valid_until organisation_id categories signing copy recorded_by_id data_key_id",
    ("case_closings", "kept"): "case_id closed_on outcome closed_by_id created_at",
    ("sharing_copies", "kept"): "person_id sharing_id how message_id given_by_id created_at",
    ("sharing_copies", "once"): "told_at told_by_id told_how",
    ("disagreements", "kept"): "person_id data_key_id objector said said_at recorded_by_id created_at",
    ("disagreements", "once"): "decided_at decided_by_id outcome because",
    ("cases", "kept"): "person_id data_key_id audit_ref reference opened_at created_at",
    ("contacts", "kept"): "person_id data_key_id kind value created_at",
    (
        "data_request_items",
        "kept",
    ): "request_id case_id kind source source_id happened_at created_at",
    ("data_request_packs", "kept"): "request_id content_hash asked_by_id created_at",
    (
        "data_request_releases",
        "kept",
    ): "request_id pack_id contact_id message_id file_hash released_by_id created_at",
    (
        "leaflet_editions",
        "kept",
    ): "leaflet_id number title summary audience body sources content_hash author_id "
    "last_editor_id approved_by_id published_at review_on",
    ("organisations", "kept"): "name kind created_at",
    ("named_people", "kept"): "person_id data_key_id created_at",
    ("notes", "kept"): "case_id data_key_id author_id happened_at channel facts parents_view "
    "childs_view information_given observation told_in_confidence corrects_id "
    "minutes created_at",
    ("outbox_documents", "kept"): "message_id data_key_id number size sha256 destroy_file created_at",
    ("outbox_messages", "written"): "authority_id person_id contact_id case_id data_key_id asked_by_id kind "
    "reference body domain not_before created_at",
    ("people", "kept"): "data_key_id audit_ref created_at",
    ("contacts", "kept_once_set"): "ended_at",
    ("data_request_releases", "kept_once_set"): "told_at told_by_id told_how",
    ("deputies", "kept_once_set"): "ended_at",
    ("jobs", "kept_once_set"): "finished_at",
    ("organisations", "kept_once_set"): "retired_at",
}


def cases_of(it: dict[str, Any]) -> dict[Key, dict[str, Any]]:
    """The row that each other guard refuses, as what is different in it from a row that is there."""
    found: dict[Key, dict[str, Any]] = {
        ("acts", "covered", "INSERT"): {"happened_at": "2001-01-01 00:00:00"},
        ("acts", "covered", "UPDATE"): {"happened_at": "2001-01-01 00:00:00"},
        ("acts", "whole", "INSERT"): {"recorded_at": None},
        ("acts", "whole", "UPDATE"): {"recorded_at": None},
        ("acts", "day", "INSERT"): {"happened_on": "2001-01-01"},
        ("acts", "day", "UPDATE"): {"happened_on": "2001-01-01"},
        ("acts", "early_help", "INSERT"): {"purpose": "early_help"},
        ("acts", "early_help", "UPDATE"): {"purpose": "early_help"},
        ("acts", "present", "INSERT"): {"also_present": b"\x01" + bytes(60)},
        ("acts", "present", "UPDATE"): {"also_present": b"\x01" + bytes(60)},
        ("acts", "told", "UPDATE"): {"channel": "letter"},
        ("breaches", "closing", "INSERT"): {"learned": None},
        ("breaches", "closing", "UPDATE"): {"learned": None},
        ("breaches", "closed", "UPDATE"): {"told": "no"},
        ("sharing_ends", "dealt", "INSERT"): {"dealt_at": "2101-01-01 00:00:00"},
        ("sharing_ends", "dealt", "UPDATE"): {"dealt_at": "2101-01-01 00:00:00"},
        ("authorities", "complete", "INSERT"): {"giver": None},
        ("authorities", "scope", "INSERT"): {"purpose": "discuss"},
        ("sharing_copies", "own_signing", "INSERT"): {"sharing_id": it["ended"]},
        ("young_person_talks", "own_child", "INSERT"): {"named_id": it["child"]},
        ("authorities", "paused", "INSERT"): {"paused_at": "2101-01-01 00:00:00"},
        ("authorities", "paused", "UPDATE"): {"paused_at": "2101-01-01 00:00:00"},
        ("authorities", "resumed", "INSERT"): {"resumed_at": "2101-01-01 00:00:00"},
        ("authorities", "resumed", "UPDATE"): {"resumed_at": "2101-01-01 00:00:00"},
        ("disagreements", "whole", "INSERT"): {"outcome": None},
        ("disagreements", "whole", "UPDATE"): {"because": None},
        ("authorities", "order", "INSERT"): {"withdrawn_at": "2001-01-01 00:00:00"},
        ("authorities", "order", "UPDATE"): {"withdrawn_at": "2001-01-01 00:00:00"},
        ("authorities", "ending", "INSERT"): {"withdrawn_at": "2101-01-01 00:00:00"},
        ("authorities", "ending", "UPDATE"): {"invalidated_at": "2101-01-01 00:00:00"},
        ("case_closings", "ended", "UPDATE"): {"version": 77},
        ("case_closings", "whole", "INSERT"): {"reopened_at": None},
        ("case_closings", "whole", "UPDATE"): {"reopened_by_id": None},
        ("case_levels", "levels", "INSERT"): {"level": 5},
        ("cases", "authority_anew", "UPDATE"): {"authority_id": it["ended"]},
        ("people", "authority_anew", "UPDATE"): {"authority_id": it["ended"]},
        ("cases", "closing", "INSERT"): {"status": "closed"},
        ("cases", "closing", "UPDATE"): {"level": 5},
        ("cases", "own_child", "INSERT"): {"child_id": it["child"]},
        ("cases", "own_child", "UPDATE"): {"child_id": it["child"]},
        ("concerns", "not_the_accused", "INSERT"): {"about_member_id": it["recorder"]},
        ("concern_links", "own_case", "INSERT"): {
            "case_id": it["case"],
            "concern_id": it["not_yet_linked"],
        },
        ("concern_links", "not_about_staff", "INSERT"): {"concern_id": it["allegation"]},
        ("concern_closings", "decided_before_closing", "INSERT"): {"concern_id": it["allegation"]},
        ("concern_decisions", "whole_decision", "INSERT"): {"what": None},
        ("concern_decisions", "another_asked", "INSERT"): {"asked_id": it["recorder"]},
        ("decision_approvals", "another_person", "INSERT"): {"approved_by_id": it["recorder"]},
        ("concern_tellings", "second_person_first", "INSERT"): {"decision_id": it["not_yet_approved"]},
        ("referrals", "one_body", "INSERT"): {"organisation_id": None},
        ("telling_marks", "review_said", "INSERT"): {"review_due": None},
        ("telling_marks", "other_agrees", "INSERT"): {"kind": "agreed"},
        ("concern_steps", "due_after", "INSERT"): {"due": "2001-01-01"},
        ("data_request_decisions", "reason", "INSERT"): {"verdict": "withhold", "exemption": None},
        ("data_request_decisions", "of_request", "INSERT"): {"item_id": it["item"]},
        ("data_request_events", "whole", "INSERT"): {"kind": "extension_sent", "reason": None},
        ("data_request_fragments", "own_file", "INSERT"): {"file_id": it["pack_file"]},
        ("data_request_packs", "own_file", "INSERT"): {"file_id": it["pack_file"]},
        ("data_request_packs", "own_file", "UPDATE"): {"file_id": it["pack_file"]},
        ("data_request_packs", "file_kept", "UPDATE"): {"file_id": it["pack_file"]},
        ("data_request_handovers", "signed", "INSERT"): {"pack_id": it["unsigned_pack"]},
        ("data_request_releases", "signed", "INSERT"): {"pack_id": it["unsigned_pack"]},
        ("data_request_releases", "own_address", "INSERT"): {"contact_id": it["contact"]},
        ("data_request_signatures", "second_person", "INSERT"): {"signed_by_id": it["officer"]},
        ("data_requests", "own_case", "INSERT"): {"case_id": it["case"]},
        ("data_requests", "own_case", "UPDATE"): {"case_id": it["case"]},
        ("leaflet_editions", "approved", "INSERT"): {"approved_by_id": None},
        ("leaflet_editions", "approved", "UPDATE"): {"approved_by_id": it["writer"]},
        ("leaflet_editions", "own_pdf", "INSERT"): {"pdf_id": it["pack_file"]},
        ("leaflet_editions", "own_pdf", "UPDATE"): {"pdf_id": it["pack_file"]},
        ("leaflet_editions", "pdf_kept", "UPDATE"): {"pdf_id": it["pack_file"]},
        ("outbox_documents", "file_kept", "UPDATE"): {"file_id": it["pack_file"]},
        ("contacts", "tries", "UPDATE"): {"wrong_codes": 0},
        ("jobs", "grows", "UPDATE"): {"attempts": -1},
        ("members", "let_go", "UPDATE"): {"left_at": None},
        ("members", "grows", "UPDATE"): {"admitted_at": "2001-01-01 00:00:00"},
        ("outbox_messages", "grows", "UPDATE"): {"attempts": -1},
        ("outbox_messages", "recipient", "INSERT"): {"contact_id": it["contact"]},
        ("outbox_messages", "ended", "UPDATE"): {"state": "waiting"},
    }
    for table in ("concerns", "concern_decisions", "concern_tellings"):
        found[table, "authority", "INSERT"] = {"authority_id": it["ended"]}
    for table in ("cases", "data_requests", "leaflets_sent", "outbox_messages", "people"):
        found[table, "authority", "INSERT"] = {"authority_id": it["ended"]}
    for table in ("contacts", "disagreements", "named_people", "young_person_talks"):
        found[table, "permitted", "INSERT"] = {"person_id": it["ended_person"]}
    return found


def happened_before(it: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """What a guard asks to be in the row already, by table and guard, where the world below has it not."""
    day = "2026-01-01 10:00:00"
    return {
        ("contacts", "kept_once_set"): {"ended_at": day},
        ("contacts", "tries"): {"wrong_codes": 2},
        ("data_request_releases", "kept_once_set"): {
            "told_at": day,
            "told_by_id": it["officer"],
            "told_how": "in_person",
        },
        ("deputies", "kept_once_set"): {"ended_at": day},
        ("jobs", "kept_once_set"): {"finished_at": day},
        ("members", "let_go"): {"left_at": "2101-01-01 00:00:00"},
        ("organisations", "kept_once_set"): {"retired_at": day},
    }


@pytest.fixture
def world(app: Flask, staff: Any) -> dict[str, Any]:
    """A row in every table, ids of another family's rows, and the owner's connection without any guard."""
    officer, manager = staff.member(Role.OFFICER), staff.member(Role.MANAGER)
    second = staff.member(Role.OFFICER, "Olive Orchid")
    with inside(app):
        spying, contact, spy_pack = a_ready_request(officer, second, "Simon Spy", "spy@home.example")
        request, address, pack = a_ready_request(officer, second, "Petra Plum", "petra@home.example")
        case = Case.get_by_id(request.case_id)
        a_note(officer, case, parents_view="A view.")
        cases.cover(second, case, reason="Illness", today=clock.today())
        cases.declare_conflict(second, Case.get_by_id(spying.case_id), reason="A cousin")
        cases.record_enquiry(
            officer, happened_on=clock.today(), channel=Channel.PHONE, level=1, topic=Topic.OTHER
        )
        opened_and_closed(officer)
        requests.keep_fragment(pack, 1, "0" * 64, b"drawn")
        message = release(manager, request, address).message
        HandOver(
            request=request,
            pack=pack,
            handed_on=clock.today(),
            identity=Identity.DOCUMENT,
            handed_by=manager,
        ).insert_new()
        Delivery(
            message=message,
            attempt=1,
            began_at=clock.now(),
            ended_at=clock.now(),
            result="sent",
            reason="answer",
        ).insert_new()
        message.state = State.SENT
        message.save_changed()
        edition = a_leaflet(manager, officer)
        edition.pdf = a_pdf(edition)
        edition.save_changed()
        send_leaflet(officer, clock.now(), case, edition, address)
        jobs.ask("sample.job", case.id)
        ended_person, ended = withdraw_one(officer)
        outside = at_the_gate(officer, manager, case)
        (sharing,) = a_sharing(officer, request.person, a_body(officer, "Elm College"))
        given_in_writing(officer, request.person, sharing.id)
        a_referral(officer, a_body(officer, "Elm Tree Surgery"))
        disagreed_and_decided(officer, manager, request.person)
        talked_with_the_child(officer, request.person)
        Draft(member=officer, page="cases.write_note", content="typed").insert_new()
        Deputy(
            member=officer,
            appointed_by=manager,
            first_day=clock.today(),
            last_day=clock.today(),
            mac="0" * 64,
        ).insert_new()
        SignInAttempt(name_hash="0" * 64, address_hash="0" * 64).insert_new()
        about_child = concerns_of(officer, second, case)
        unsigned = Pack(request=request, content_hash="1" * 64, asked_by=officer).insert_new()
        it = {
            "officer": Decision.get(Decision.request == request).decided_by_id,
            "writer": manager.id,
            "case": spying.case_id,
            "contact": contact.id,
            "child": NamedPerson.get(NamedPerson.person == spying.person_id).id,
            "item": Item.get(Item.request == spying).id,
            "pack_file": spy_pack.file_id,
            "unsigned_pack": unsigned.id,
            "ended": ended,
            "ended_person": ended_person,
            **about_child["ids"],
            "rows": {
                **about_child["rows"],
                "cases": case.id,
                "people": request.person_id,
                "data_requests": request.id,
                "data_request_decisions": Decision.get(Decision.request == request).id,
                "data_request_packs": pack.id,
                "data_request_fragments": Fragment.get().id,
                "outbox_messages": message.id,
                "leaflet_editions": edition.id,
                "contacts": address.id,
                "authorities": request.person.authority_id,
                **outside,
            },
        }
    staff(Role.COUNCIL)  # somebody signed in, so that there is a session
    return it


def at_the_gate(officer: Any, manager: Any, case: Case) -> dict[str, str]:
    """An act on a permission, a breach that was closed, and a permission that has ended; answers the first two."""
    school, surgery = a_body(officer), a_body(officer, "Mill Lane Surgery")
    a_sharing(officer, case.person, school)
    done = an_act(officer, case, school)
    (ended,) = a_sharing(officer, case.person, surgery)
    an_act(officer, case, surgery)
    take_back(officer, clock.now(), case.person, ended, because="Not any more.")
    breach = a_breach(officer, case, surgery).breach
    close_breach(
        manager, clock.now(), breach, why="In a hurry.", told=Told.YES, learned="Look first.", reported=False
    )
    return {"acts": done.id, "breaches": breach.id}


def concerns_of(officer: Any, second: Any, case: Case) -> dict[str, dict[str, str]]:
    """A concern with all that can be added to it, one that waits for its second person, and an allegation."""
    concern = a_concern(officer, case=case)
    decision = a_decision(officer, concern, second)
    a_telling(officer, decision)
    concerns.approve(second, clock.now(), decision, agrees=True, words="Right.")
    step: dict[str, Any] = {"happened_on": clock.today(), "words": "Sent."}
    concerns.follow_up(officer, clock.now(), concern, kind=StepKind.WRITTEN, **step)
    concerns.close_concern(officer, clock.now(), concern, words="They are safe.")
    unlinked = a_concern(officer)
    slow = a_decision(officer, unlinked, second, urgent=False)
    allegation = a_concern(officer, about_member=second)
    return {
        "ids": {
            "recorder": officer.id,
            "allegation": allegation.id,
            "not_yet_linked": unlinked.id,
            "not_yet_approved": slow.id,
        },
        "rows": {"concerns": concern.id, "concern_decisions": decision.id},
    }


def opened_and_closed(officer: Any) -> None:
    """A case whose level was changed, and that was closed and opened again."""
    case = a_case(officer, a_client(officer, "Rosa Rowan"))
    cases.change_level(officer, case, level=2, reason="They need more.")
    cases.close_case(officer, case, outcome=Outcome.AGREED, closed_on=clock.today())
    cases.reopen_case(officer, clock.now(), case)


def disagreed_and_decided(officer: Any, manager: Any, person: Any) -> None:
    """Parents who disagreed, about whom the manager decided."""
    now = clock.now()
    said = disagree(officer, now, person, objector="Paul Plum", said="No.", said_at=now)
    decide(manager, now, said, outcome=Decided.SETTLED, because="They agree now.")


def given_in_writing(officer: Any, person: Any, signing: str) -> None:
    """A copy that was given to a client, as if its password had been told."""
    found = copying.signing_of(person, signing)
    assert found is not None
    row = copying.note_copy(officer, clock.now(), person, found, how=Copy.BY_HAND)
    row.told_at, row.told_by, row.told_how = clock.now(), officer, PasswordTold.TELEPHONE
    row.save_changed()


def talked_with_the_child(officer: Any, person: Any) -> None:
    """A talk with a child of a file."""
    child = NamedPerson.get(NamedPerson.person == person)
    talk(officer, clock.now(), person, child, talked_on=clock.today(), settled=Settled.LATER)


def withdraw_one(officer: Any) -> tuple[str, str]:
    """A client whose authority has ended, and the authority."""
    person = a_client(officer, "Walter Willow")
    withdraw(officer, clock.now(), person.authority, because="They moved away.")
    return str(person.id), str(person.authority_id)


class Bare:
    """The database as its owner sees it, in a transaction that is taken back, with one guard at a time."""

    def __init__(self, owner: Any, rows: dict[str, str]) -> None:
        self.owner, self.rows = owner, rows
        self.mark = owner.param
        self.is_sqlite = not engine.is_postgresql(owner)

    def row(self, table: type[Table]) -> dict[str, Any]:
        """The chosen row of a table, or any, by column."""
        name = table._meta.table_name
        columns = [field.column_name for field in table._meta.sorted_fields]
        listed = ", ".join(f'"{each}"' for each in columns)
        chosen = f"WHERE id = '{self.rows[name]}'" if name in self.rows else "ORDER BY created_at LIMIT 1"
        found = self.owner.execute_sql(f'SELECT {listed} FROM "{name}" {chosen}').fetchone()  # noqa: S608
        assert found is not None, f"no row in {name}"
        return dict(zip(columns, found, strict=True))

    def do(self, table: type[Table], event: str, changes: dict[str, Any]) -> None:
        """One statement that is like any row of the table but for these columns."""
        name, row = table._meta.table_name, self.row(table)
        if event == "DELETE":
            self.owner.execute_sql(f'DELETE FROM "{name}" WHERE id = {self.mark}', (row["id"],))  # noqa: S608
        elif event == "UPDATE":
            sets = ", ".join(f'"{each}" = {self.mark}' for each in changes)
            values = (*changes.values(), row["id"])
            self.owner.execute_sql(f'UPDATE "{name}" SET {sets} WHERE id = {self.mark}', values)  # noqa: S608
        else:
            new = {**row, **unique_again(table, row), **changes}
            listed, marks = ", ".join(f'"{each}"' for each in new), ", ".join([self.mark] * len(new))
            self.owner.execute_sql(f'INSERT INTO "{name}" ({listed}) VALUES ({marks})', tuple(new.values()))  # noqa: S608

    def set(self, table: type[Table], changes: dict[str, Any]) -> None:
        """Have the row of a table say this."""
        if changes:
            self.do(table, "UPDATE", changes)

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        with self.owner.atomic() as transaction:
            yield
            transaction.rollback()

    def guarded_by(self, table: type[Table], guard: guards.Guard, event: str) -> None:
        for statement in guards._statements(self.owner, table._meta.table_name, guard, event):
            self.owner.execute_sql(statement)

    def answer(self, table: type[Table], event: str, changes: dict[str, Any]) -> str:
        """What the database says to the statement; "" if it takes it."""
        try:
            with self.owner.atomic() as transaction:
                self.do(table, event, changes)
                transaction.rollback()
        except IntegrityError as refused:
            return str(refused)
        return ""

    def is_refused(self, table: type[Table], guard: guards.Guard, event: str, changes: dict[str, Any]) -> str:
        """ "" if the guard, alone, refuses the statement, and without it nothing but a foreign key does."""
        what = f"{table._meta.table_name}.{guard.name} {event} {sorted(changes)}"
        control = self.answer(table, event, changes)
        if control and "foreign key" not in control.casefold():
            return f"{what}: without the guard {control}"
        with self.taken_back():
            self.guarded_by(table, guard, event)
            said = self.answer(table, event, changes)
        return "" if guard.message in said else f"{what}: {said or 'taken'}"


@pytest.fixture
def bare(world: dict[str, Any], store: Any) -> Iterator[Bare]:
    owner: Any = engine.build(store.owner_url or store.url, keys.derive("database file"), synchronous="off")
    with owner.connection_context(), owner.atomic() as transaction:
        guards.drop(owner)
        yield Bare(owner, world["rows"])
        transaction.rollback()
    owner.close_all()


def unique_again(table: type[Table], row: dict[str, Any]) -> dict[str, Any]:
    """New values for whatever may stand only once, so that a copy of a row is one more row."""
    new: dict[str, Any] = {"id": new_id()}
    together = {name for names, unique in table._meta.indexes if unique for name in names}
    for field in table._meta.sorted_fields:
        if isinstance(field, IntegerField) and (field.unique or field.name in together):
            new[field.column_name] = row[field.column_name] + 50
        elif field.unique and isinstance(field, CodeField):
            new[field.column_name] = ("zzz" + str(row[field.column_name]))[: field.max_length]
        elif field.unique and field.name == "audit_ref":
            new[field.column_name] = new_id()
    if together and not set(new) - {"id"}:
        new |= {"content_mac": "2" * 64} if "content_mac" in row else {}
    return new


def bad_values(field: Any, is_sqlite: bool) -> list[Any]:
    """What a column of this kind must not hold."""
    target = getattr(field, "rel_field", field)
    if isinstance(target, IdField):
        return ["x", "PETRA PLUM OF 4 ELM ROADXX"]
    if isinstance(field, CodeField):
        return ["P. Plum"]
    if getattr(field, "is_sealed", False):
        return [b"Petra Plum, in clear, and long enough to be taken for sealed", b"\x01short"]
    if not is_sqlite:
        return []
    words = "Petra Plum of 4 Elm Road"
    if isinstance(field, DateTimeField):
        return [words, f"2026-01-01 10:00:00.{words}", f"2026-01-01 10:00:00 {words}", 5]
    if isinstance(field, DateField):
        return [words, f"2026-01-01 {words}", 5]
    return [words, 1.5] if isinstance(field, (IntegerField, BooleanField)) else []


def other_value(field: Any, value: Any) -> Any:
    """Another value of the column's own kind."""
    target = getattr(field, "rel_field", field)
    if isinstance(target, IdField):
        return new_id()
    if isinstance(field, CodeField):
        return next((code for code in field.codes if code != value), f"z{value}"[: field.max_length])
    if getattr(field, "is_sealed", False):
        return b"\x01" + bytes(60)
    if isinstance(field, DateTimeField):
        return "2001-01-01 00:00:00"
    if isinstance(field, DateField):
        return "2001-01-01"
    return not value if isinstance(field, BooleanField) else (value or 0) + 1


def declared() -> list[tuple[type[Table], guards.Guard, str]]:
    return [
        (table, guard, event) for table in tables() for guard in table.guards() for event in guard.events()
    ]


def test_every_guard_refuses_what_it_is_for(bare: Bare, world: dict[str, Any]) -> None:
    listed, kept, before, faults, tried = cases_of(world), dict(KEPT), happened_before(world), [], 0
    for table, guard, event in declared():
        name = table._meta.table_name
        if guard.name in ("columns", "identity"):
            continue
        if guard.name == f"never_{event.casefold()}":
            tries = [{"version": 77}]
        elif (name, guard.name) in kept:
            row = bare.row(table)
            fields = {field.column_name: field for field in table._meta.sorted_fields}
            tries = [
                {each: other_value(fields[each], row[each])} for each in kept.pop((name, guard.name)).split()
            ]
        elif (name, guard.name, event) in listed:
            tries = [listed.pop((name, guard.name, event))]
        else:
            faults.append(f"{name}.{guard.name} {event} has no case here")
            continue
        with bare.taken_back():
            bare.set(table, before.pop((name, guard.name), {}))
            for changes in tries:
                tried += 1
                faults.append(bare.is_refused(table, guard, event, changes))
        if guard.name not in ("never_update", "never_delete", "ended"):
            with bare.taken_back():  # what is as it should be passes it
                bare.guarded_by(table, guard, event)
                said = bare.answer(table, event, {} if event == "INSERT" else {"version": 77})
            faults.append(
                f"{name}.{guard.name} {event} refuses everything: {said}" if guard.message in said else ""
            )
    assert [each for each in faults if each] == []
    assert not listed, "cases of guards that are not there"
    assert not kept, "lists of guards that are not there"
    assert not before, "what is before guards that are not there"
    assert tried > 100


def test_every_column_and_id_is_held_to_its_form(bare: Bare) -> None:
    faults, tried = [], 0
    for table, guard, event in declared():
        if guard.name == "identity":
            faults.append(bare.is_refused(table, guard, event, {"id": new_id()}))
            faults.append(bare.is_refused(table, guard, event, {"version": 0}))
        if guard.name != "columns":
            continue
        assert bare.answer(table, "UPDATE", {"version": 7}) == "", "the row itself is in order"
        with bare.taken_back():
            bare.guarded_by(table, guard, event)
            assert guard.message not in bare.answer(table, event, {} if event == "INSERT" else {"version": 7})
            for field in table._meta.sorted_fields:
                for bad in bad_values(field, bare.is_sqlite):
                    tried += 1
                    said = bare.answer(table, event, {field.column_name: bad})
                    if guard.message not in said:
                        faults.append(f"{table._meta.table_name}.{field.column_name} {event} {bad!r}: {said}")
    assert [each for each in faults if each] == []
    assert tried > 400


DECLARED = """
import hashlib
{first}
import ppsweb.people.models, ppsweb.cases.models
from ppsweb.database import guards
from ppsweb.mail.models import OutboxMessage
said = [each.refuse for each in guards.guards_of_columns(OutboxMessage)]
print([field.name for field in OutboxMessage._meta.sorted_fields], hashlib.sha256(repr(said).encode()).hexdigest())
"""


def test_guards_are_the_same_in_whatever_order_a_program_imports_the_rooms() -> None:
    """The program that migrates imports them in another order than the site, which then asks for its own guards."""
    orders, said = set(), set()
    for first in ("import ppsweb.mail.models", "import ppsweb.demo.data.loading", "import ppsweb.auth.models"):
        run = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-c", DECLARED.format(first=first)],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        order, _, code = run.stdout.strip().rpartition(" ")
        orders.add(order)
        said.add(code)
    assert len(orders) > 1, "the fields stand in another order, or this proves nothing"
    assert len(said) == 1
