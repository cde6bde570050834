"""A pack on paper: the same is asked of it as of one that is sent, and it answers the request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb.cases.models import Note
from ppsweb.deadlines import clock
from ppsweb.deadlines.request_events import About
from ppsweb.people import actions as people
from ppsweb.people.models import ContactKind
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions
from ppsweb.subject_access.answering import answered_ids, is_answered, is_locked
from ppsweb.subject_access.codes import Happened, Identity, PackState
from ppsweb.subject_access.models import DataRequest, HandOver, Pack, RequestEvent
from ppsweb.subject_access.standing import decided
from tests.given.families import a_case, a_client, a_note
from tests.subject_access.requests import a_request, decide_everything, include, items_of
from tests.subject_access.test_releasing import with_pack
from tests.subject_access.test_sealed_off import decide_anew, seal, sign

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def second(staff: Any) -> Any:
    return staff.member(Role.OFFICER, "Olive Orchid")


@pytest.fixture
def ready(officer: Any, second: Any) -> DataRequest:
    """A request of a client without any e-mail address, whose pack is signed."""
    return ready_for(officer, second, a_case(officer))


def ready_for(officer: Any, second: Any, case: Any) -> DataRequest:
    a_note(officer, case)
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    with_pack(officer, request)
    sign(second, request)
    return request


def hand_over(by: Any, request: DataRequest, **values: Any) -> HandOver:
    pack = Pack.select().where(Pack.request == request).order_by(Pack.created_at.desc()).first()
    given = {"seen": pack.id if pack else "", "about_nobody_else": True, "handed_on": clock.today()}
    return actions.hand_over(by, clock.now(), request, **{**given, "identity": Identity.KNOWN, **values})


def test_on_paper_it_is_answered_and_nothing_more_is_decided(officer: Any, manager: Any, ready: Any) -> None:
    assert not is_answered(ready)
    assert ready.id not in {row.request_id for row in answered_ids()}
    hand_over(manager, ready)
    assert is_answered(ready)
    assert ready.id in {row.request_id for row in answered_ids()}
    assert is_locked(ready)
    with pytest.raises(Refused):
        include(officer, items_of(ready)[0])
    hand_over(manager, ready, identity=Identity.DOCUMENT)


@pytest.mark.parametrize(
    ("safe", "address", "says"),
    [(False, "1 Hedge Row, Larkford", "safe to write"), (True, None, "no postal address"),
     (True, "1 Hedge Row, Larkford", None)],
)  # fmt: skip
def test_it_is_posted_only_to_an_address_in_the_file_and_where_a_letter_is_safe(
    officer: Any, second: Any, manager: Any, safe: bool, address: str | None, says: str | None
) -> None:
    person = a_client(officer, safe={"safe_to_write": safe})
    if address is not None:
        people.add_contact(officer, person, ContactKind.POST, address)
    ready = ready_for(officer, second, a_case(officer, person))
    if says is None:
        assert hand_over(manager, ready, identity=Identity.POSTED).identity == Identity.POSTED
        return
    with pytest.raises(Refused, match=says) as refused:
        hand_over(manager, ready, identity=Identity.POSTED)
    assert list(refused.value.reasons) == ["identity"]
    assert not is_answered(ready)


def test_nothing_happens_to_the_clock_of_an_answered_request(officer: Any, manager: Any, ready: Any) -> None:
    hand_over(manager, ready)
    for kind, more in (
        (Happened.IDENTITY_ASKED, {}),
        (Happened.IDENTITY_CONFIRMED, {}),
        (Happened.CLARIFICATION_ASKED, {"about": About.INFORMATION}),
        (Happened.CLARIFICATION_ANSWERED, {}),
        (Happened.EXTENSION_SENT, {"reason": "both"}),
    ):
        with pytest.raises(Refused, match="has been answered"):
            actions.record_event(officer, clock.now(), ready, kind, clock.today(), **more)
    assert RequestEvent.select().count() == 1, "that it came"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"about_nobody_else": False}, "nothing in it is about anybody else"),
        ({"seen": "0" * 26}, "made anew"),
        ({"handed_on": clock.today() + timedelta(days=1)}, "in the future"),
        ({"handed_on": clock.today() - timedelta(days=1)}, "had not come"),
    ],
)
def test_what_is_asked_of_it(manager: Any, ready: Any, changes: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused, match=word):
        hand_over(manager, ready, **changes)
    assert not is_answered(ready)
    hand_over(manager, ready)


def test_it_is_not_dated_before_it_was_signed_or_had_come(officer: Any, second: Any, manager: Any) -> None:
    request = a_request(officer, person=a_case(officer).person)
    decide_everything(officer, request)
    with_pack(officer, request)
    pack = Pack.get(Pack.request == request)  # made so long ago that its own day forbids nothing
    pack.finished_at = clock.now() - timedelta(days=10)
    pack.signed().save_changed()
    signed_on = clock.today() + timedelta(days=2)
    clock.move(timedelta(days=2))
    sign(second, request)
    for day, word in (
        (signed_on - timedelta(days=1), "had signed"),
        (signed_on - timedelta(days=3), "had not come"),
    ):
        with pytest.raises(Refused, match=word):
            hand_over(manager, request, handed_on=day)
    assert hand_over(manager, request, handed_on=signed_on).handed_on == signed_on


def test_only_the_manager_and_only_what_is_signed(officer: Any, manager: Any, ready: Any) -> None:
    with pytest.raises(Refused, match="Only the manager"):
        hand_over(officer, ready)
    include(officer, items_of(ready)[0])
    with pytest.raises(Refused, match="second person"):
        hand_over(manager, ready)


@pytest.mark.policy("C3", guard="subject_access.signed")
def test_the_database_refuses_what_nobody_signed(officer: Any, manager: Any, ready: Any) -> None:
    row = {"request": ready, "handed_on": clock.today(), "identity": Identity.KNOWN, "handed_by": manager}
    unsigned = Pack(
        request=ready, content_hash="f" * 64, asked_by=officer, state=PackState.READY
    ).insert_new()
    with pytest.raises(IntegrityError):
        HandOver(**row, pack=unsigned).insert_new()
    HandOver(**row, pack=Pack.get(Pack.content_hash == decided(ready).content_hash)).insert_new()
    with pytest.raises(IntegrityError):
        HandOver.update(identity=Identity.POSTED).execute()
    with pytest.raises(IntegrityError):
        HandOver.delete().execute()


def test_a_note_sealed_off_later_opens_it_again(officer: Any, second: Any, manager: Any, ready: Any) -> None:
    hand_over(manager, ready)
    note = next(item for item in items_of(ready) if item.source == "notes").source_id
    seal(manager, Note.get_by_id(note), a_case(officer))
    assert not is_locked(ready)
    decide_anew(officer, ready)
    sign(second, ready)
    with_pack(officer, ready)
    hand_over(manager, ready)
    assert is_locked(ready)
