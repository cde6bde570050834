"""What stands in clear beside an item is not believed: the row that it points to says what is shown and decided."""

from __future__ import annotations

from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.cases import actions as cases
from ppsweb.deadlines import clock
from ppsweb.mail import outbox
from ppsweb.mail.states import State
from ppsweb.mail.wording import Kind as MessageKind
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions
from ppsweb.subject_access.building import entries_of
from ppsweb.subject_access.codes import Exemption, Mark
from ppsweb.subject_access.models import DataRequest, Item
from ppsweb.subject_access.standing import changed_since, decided, out_of_date
from ppsweb.subject_access.stopping import CannotBuild
from ppsweb.subject_access.walking import look_up
from tests.given.families import a_case, a_client, a_note
from tests.given.tampering import sql, without_guards
from tests.subject_access.requests import (
    a_request,
    a_verified_address,
    decide_everything,
    include,
    items_of,
    withhold,
)
from tests.whole_site.test_moved_rows import inside, text_of


def item_of(request: DataRequest, source_id: str) -> Item:
    return next(item for item in items_of(request) if item.source_id == source_id)


@pytest.fixture
def sealed_off(db: Any, officer: Any, manager: Any) -> Item:
    """An item whose note belongs to another family's file."""
    case = a_case(officer)
    strange = a_note(officer, case, "About another family.")
    elsewhere = a_case(officer, a_client(officer, "Walter Willow"))
    cases.file_elsewhere(manager, clock.now(), strange, elsewhere, because="Wrong file.")
    return item_of(a_request(officer, person=case.person), strange.id)


@pytest.mark.parametrize("mark", [None, "about_another"])
def test_a_note_whose_mark_was_changed_in_the_database_is_not_given_out(
    officer: Any, manager: Any, sealed_off: Item, mark: str | None
) -> None:
    request = sealed_off.request
    assert out_of_date(request) == 0
    sql("UPDATE data_request_items SET mark = ? WHERE id = ?", mark, sealed_off.id)
    item = Item.get_by_id(sealed_off.id)
    for member in (officer, manager):
        with pytest.raises(Refused, match="It has changed"):
            include(member, item)
    with pytest.raises(Refused, match="It has changed"):
        actions.include_shown(officer, clock.now(), request, {item.id: item.content_mac})
    assert out_of_date(request) == 1
    actions.gather(officer, clock.now(), request)
    item = Item.get_by_id(item.id)
    assert item.mark is Mark.SEALED_OFF
    assert out_of_date(request) == 0
    with pytest.raises(Refused, match="belongs to another file"):
        include(manager, item)
    withhold(officer, item, Exemption.NOT_THEIRS)


def test_what_is_given_out_and_marked_otherwise_since_is_not_what_was_decided(db: Any, officer: Any) -> None:
    case = a_case(officer)
    note = a_note(officer, case, "Told in confidence.", told_in_confidence=True)
    request = a_request(officer, person=case.person)
    item = item_of(request, note.id)
    include(officer, item)
    assert changed_since(decided(request)) == []
    assert [each.item for each in entries_of(decided(request))] == [item]
    sql("UPDATE data_request_items SET mark = NULL WHERE id = ?", item.id)
    assert changed_since(decided(request)) == [item]
    with pytest.raises(CannotBuild):
        entries_of(decided(request))


def test_a_correction_says_that_it_is_one_only_beside_what_it_corrects(
    db: Any, officer: Any, manager: Any
) -> None:
    case = a_case(officer)
    first = a_note(officer, case, "Fears for the child.")
    second = a_note(officer, case, "It was on Monday.", corrects=first)
    request = a_request(officer, person=case.person)
    include(officer, item_of(request, second.id))
    withhold(manager, item_of(request, first.id), Exemption.CHILD_ABUSE)
    (entry,) = entries_of(decided(request))
    assert "It was on Monday." in entry.html
    assert "Corrects" not in entry.html
    assert "earlier note" not in entry.html
    include(manager, item_of(request, first.id))
    assert [("Corrects" in each.html, each.item.source_id) for each in entries_of(decided(request))] == [
        (False, first.id),
        (True, second.id),
    ]


@pytest.mark.policy("C3", guard="subject_access.own_rows")
def test_an_item_moved_to_another_familys_note_shows_nothing_of_theirs(
    app: Any, store: Any, staff: Any
) -> None:
    anna, bea = staff(Role.OFFICER, "Anna Aster"), staff.member(Role.OFFICER, "Bea Bluebell")
    with inside(app):
        mine, theirs = a_case(anna.member), a_case(bea, a_client(bea, "Thea Thistle"))
        own = a_note(anna.member, mine, "About the plan.")
        secret = a_note(bea, theirs, "Zaubernuss")
        request = a_request(anna.member, person=mine.person)
        item, other = item_of(request, own.id), item_of(a_request(bea, person=theirs.person), secret.id)
    page = f"/subject-access/{request.id}/items"
    assert "About the plan." in text_of(anna, page)
    move = "UPDATE data_request_items SET source_id = ?, content_mac = ?, case_id = ? WHERE id = ?"
    for case in (mine, theirs):
        moved = (secret.id, other.content_mac, case.id, item.id)
        with inside(app), pytest.raises(IntegrityError):
            sql(move, *moved)
        with without_guards(store), inside(app):
            sql(move, *moved)
        assert "Zaubernuss" not in text_of(anna, page)
        with inside(app):
            asked, there = DataRequest.get_by_id(request.id), Item.get_by_id(item.id)
            assert look_up(asked, [there]) == {}
            with pytest.raises(Refused):
                include(anna.member, there)
            with pytest.raises(Refused):
                actions.include_shown(anna.member, clock.now(), asked, {item.id: other.content_mac})
            assert out_of_date(asked) == 2, "one is missing, and one is not theirs"
            # an item of one request is not looked up for another's
            assert look_up(asked, [other]) == {}
            assert list(look_up(DataRequest.get_by_id(other.request_id), [other])) == [other.id]


def test_a_message_that_is_sent_meanwhile_voids_nothing(db: Any, officer: Any) -> None:
    """Delivery goes on by itself: it is shown, and is nothing that anybody decided about."""
    case = a_case(officer, a_client(officer, safe={"safe_to_email": True}))
    message = outbox.put(
        officer, clock.now(), contact=a_verified_address(officer, case.person), authority=case.authority,
        kind=MessageKind.ADDRESS_CHECK, code="123456",
    )  # fmt: skip
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    before = decided(request).content_hash
    (item,) = [each for each in items_of(request) if each.source_id == message.id]

    def state() -> str:
        return dict(look_up(request, [item])[item.id].shown.all_facts)["State"]

    waiting = state()
    message.state, message.ended_at = State.SENT, clock.now()
    message.save_changed()
    assert state() != waiting, "what became of it is shown"
    assert changed_since(decided(request)) == []
    assert decided(request).content_hash == before
