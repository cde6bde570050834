"""What somebody writes into the database past the site decides nothing, finds nothing and gives nothing out (C3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from peewee import fn

from ppsweb.auth.models import Member
from ppsweb.database import database, engine, migrate, new_id
from ppsweb.deadlines import clock
from ppsweb.keys import Tampered, derive
from ppsweb.people.models import Contact, Person
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions, rules, wording
from ppsweb.subject_access.codes import Exemption, Looked, Place, Verdict
from ppsweb.subject_access.models import DataRequest, Decision, Fragment, Item, Pack, RequestSearch
from ppsweb.subject_access.standing import decided, standing
from ppsweb.subject_access.waiting import waiting_for_second_person
from tests.given.families import a_case, a_note
from tests.given.tampering import sql, without_guards
from tests.subject_access.requests import (
    a_request,
    a_verified_address,
    decide_everything,
    include,
    items_of,
    look_everywhere,
    withhold,
)
from tests.subject_access.test_releasing import release, with_pack


def a_withheld_note(by: Member) -> tuple[DataRequest, Item]:
    """A request of which all is decided, and its note, which is left out."""
    case = a_case(by)
    a_note(by, case)
    request = a_request(by, case.person)
    decide_everything(by, request)
    note = next(item for item in items_of(request) if item.source == "notes")
    withhold(by, note, Exemption.WISH)
    return request, note


def written_past_the_site(by: Member, item: Item, mac: str) -> None:
    """That the item is given out, as any role that may write could put it there."""
    sql(
        "INSERT INTO data_request_decisions (id, version, created_at, request_id, item_id, data_key_id, number, "
        "verdict, content_mac, decided_by_id, mac) VALUES (?, 1, ?, ?, ?, ?, 99, 'include', ?, ?, ?)",
        new_id(),
        clock.now(),
        item.request_id,
        item.id,
        item.request.data_key_id,
        item.content_mac,
        by.id,
        mac,
    )


@pytest.mark.policy("C3", guard="subject_access.genuine_decisions")
def test_a_decision_written_into_the_database_decides_nothing(db: Any, staff: Any) -> None:
    officer, second = staff.member(Role.OFFICER), staff.member(Role.OFFICER, "Olive Orchid")
    request, note = a_withheld_note(officer)
    seen = decided(request).content_hash
    assert note in decided(request).withheld
    assert waiting_for_second_person([request])
    written_past_the_site(officer, note, Decision.get(Decision.item == note).mac)
    now = decided(request)
    assert note not in now.included
    assert now.undecided == [note]
    assert now.standing_reason(note) is Exemption.WISH, "what it was left out for is not forgotten"
    assert not waiting_for_second_person([request])
    for answer in (seen, now.content_hash):
        with pytest.raises(Refused, match="past this site"):
            actions.sign(second, clock.now(), request, seen=answer)
    with pytest.raises(Refused):
        actions.ask_for_pack(officer, clock.now(), request)
    assert rules.why_not_release(standing(now), awaits_identity=False) == rules.FORGED
    include(officer, note)  # decided anew it counts, and comes after the forged one
    assert Decision.select(fn.MAX(Decision.number)).where(Decision.item == note).scalar() == 100
    actions.sign(second, clock.now(), request, seen=decided(request).content_hash)


CHANGES: dict[str, Any] = {
    "created_at": datetime(2026, 1, 2, 3, 4, 5),
    "number": 7,
    "verdict": Verdict.INCLUDE,
    "exemption": Exemption.LEGAL_ADVICE,
    "opinion_on": date(2026, 1, 2),
    "explanation": None,
    "content_mac": "f" * 64,
    "decided_by": None,
    "item": None,
    "request": None,
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_decision_that_was_changed_in_the_database_decides_nothing(
    app: Any, store: Any, staff: Any, column: str
) -> None:
    officer, other = staff.member(Role.OFFICER), staff.member(Role.OFFICER, "Olive Orchid")
    with app.app_context(), database.connection_context():
        request, note = a_withheld_note(officer)
        elsewhere = a_request(officer)
        row = withhold(officer, note, Exemption.HEALTH_HARM, opinion_on=clock.today(), explanation="Asked.")
        assert decided(request).of(note) == row
        others = {"decided_by": other.id, "item": items_of(request)[0].id, "request": elsewhere.id}
        value = others.get(column, CHANGES[column])
    with without_guards(store), app.app_context(), database.connection_context():
        Decision.update({column: value}).where(Decision.id == row.id).execute()
        assert not Decision.get_by_id(row.id).is_genuine
        stands = decided(request).of(note)
        assert stands is None or stands.id != row.id


def test_pages_say_that_a_decision_is_not_ours(app: Any, as_officer: Any) -> None:
    with app.app_context(), database.connection_context():
        request, note = a_withheld_note(as_officer.member)
    pages = [f"/subject-access/{request.id}", f"/subject-access/{request.id}/items"]
    said = "past this site", "not as this site wrote it"
    for path, words in zip(pages, said, strict=True):
        assert words not in as_officer.get(path).text
    with app.app_context(), database.connection_context():
        written_past_the_site(as_officer.member, note, "0" * 64)
    for path, words in zip(pages, said, strict=True):
        assert words in as_officer.get(path).text
    page = as_officer.get(f"/subject-access/items/{note.id}")
    assert "Not as this site wrote it" in page.text
    assert wording.EXEMPTIONS[Exemption.WISH] in page.text, "what was decided before is still there to be read"


def test_a_search_written_into_the_database_finds_nothing(db: Any, officer: Any) -> None:
    request = a_request(officer)
    genuine = actions.record_searches(officer, request, {Place.TEXTS: Looked.NOTHING})[0]
    assert decided(request).searches == {Place.TEXTS: genuine}
    for place in (Place.CABINET, Place.TEXTS):
        sql(
            "INSERT INTO data_request_searches (id, version, created_at, request_id, place, looked, looked_by_id, mac) "
            "VALUES (?, 1, ?, ?, ?, 'nothing', ?, ?)",
            new_id(),
            clock.now(),
            request.id,
            str(place),
            officer.id,
            genuine.mac,
        )
    assert decided(request).searches == {}, "what stood there before may have been another answer"
    look_everywhere(officer, request)
    assert standing(decided(request)).places_left == 0


def test_an_older_pack_that_is_passed_off_as_of_what_is_decided_now_is_none(
    app: Any, store: Any, staff: Any
) -> None:
    officer, second = staff.member(Role.OFFICER), staff.member(Role.OFFICER, "Olive Orchid")
    manager = staff.member(Role.MANAGER)
    with app.app_context(), database.connection_context():
        request, note = a_withheld_note(officer)
        address = a_verified_address(officer, request.person)
        actions.gather(officer, clock.now(), request)
        decide_everything(officer, request)
        include(officer, note)
        older = with_pack(officer, request)
        assert standing(decided(request), older).has_pack
        withhold(officer, note, Exemption.WISH)
        now = decided(request).content_hash
        actions.sign(second, clock.now(), request, seen=now)
        assert not standing(decided(request), older).has_pack
    with without_guards(store), app.app_context(), database.connection_context():
        Pack.update(content_hash=now).where(Pack.id == older.id).execute()
        passed_off = Pack.get_by_id(older.id)
        assert not standing(decided(request), passed_off).has_pack
        with pytest.raises(Tampered):
            passed_off.data()
        with pytest.raises(Refused, match="not been made of what is decided now"):
            release(manager, request, address)
    with app.app_context(), database.connection_context():
        with_pack(officer, request)
        release(manager, request, address)


def test_a_part_drawn_of_something_else_is_not_used_for_what_is_drawn_now(
    app: Any, store: Any, staff: Any
) -> None:
    officer = staff.member(Role.OFFICER)
    with app.app_context(), database.connection_context():
        request, _ = a_withheld_note(officer)
        part = actions.keep_fragment(with_pack(officer, request), 1, "0" * 64, b"drawn")
        assert part.data() == b"drawn"
    with without_guards(store), app.app_context(), database.connection_context():
        Fragment.update(content_mac="1" * 64).where(Fragment.id == part.id).execute()
        with pytest.raises(Tampered):
            Fragment.get_by_id(part.id).data()


def test_what_was_decided_before_there_were_codes_stands(app: Any, store: Any, staff: Any) -> None:
    officer = staff.member(Role.OFFICER)
    with app.app_context(), database.connection_context():
        request, note = a_withheld_note(officer)
        withhold(officer, note, Exemption.HEALTH_HARM, opinion_on=clock.today(), explanation="Asked.")
        a_verified_address(officer, request.person)
        actions.gather(officer, clock.now(), request)
        with_pack(officer, request)
        actions.keep_fragment(Pack.get(), 1, "0" * 64, b"drawn")
        seen = decided(request).content_hash
    owner: Any = engine.build(store.owner_url or store.url, derive("database file"), synchronous="off")
    with owner.connection_context():
        done = migrate.down(owner, "0100_decisions_that_are_ours")
        assert "mac" not in {each.name for each in owner.get_columns("data_request_decisions")}
        assert migrate.up(owner) == done[::-1]
        if store.owner_url:
            migrate.grant(owner, engine.role_of(store.url))
    owner.close_all()
    with app.app_context(), database.connection_context():
        assert all(row.is_genuine for row in Decision.select())
        assert all(row.is_genuine for row in RequestSearch.select())
        assert RequestSearch.select().count()
        assert decided(request).content_hash == seen
        assert standing(decided(request), Pack.get()).pack_hash == seen
        assert Fragment.get().data() == b"drawn"
        assert Person.get().safe_ways == ["safe_to_ring", "safe_to_email"]
        assert Contact.get(Contact.kind == "email").proven_at is not None
