"""While it is not known who asked, a pack leaves by no road, however complete and signed it is."""

from __future__ import annotations

from typing import Any

import pytest

from ppsweb.deadlines import clock
from ppsweb.deadlines.request_events import About
from ppsweb.mail.models import OutboxMessage
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions
from ppsweb.subject_access.codes import Happened
from ppsweb.subject_access.models import DataRequest, HandOver
from tests.given.families import a_case
from tests.subject_access.requests import a_request, a_verified_address, decide_everything
from tests.subject_access.test_handing_over import hand_over
from tests.subject_access.test_releasing import release, with_pack
from tests.subject_access.test_sealed_off import decide_anew, sign


def happened(by: Any, request: DataRequest, kind: Happened, **more: Any) -> None:
    actions.record_event(by, clock.now(), request, kind, clock.today(), **more)


def ready(by: Any, second: Any, request: DataRequest) -> None:
    """What was recorded is in the pack too, so it is decided, made and signed once more."""
    decide_anew(by, request)
    with_pack(by, request)
    sign(second, request)


@pytest.mark.usefixtures("db")
def test_nothing_leaves_before_the_proof_has_come(officer: Any, manager: Any, staff: Any) -> None:
    second = staff.member(Role.OFFICER, "Olive Orchid")
    case = a_case(officer)
    address = a_verified_address(officer, case.person)
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    happened(officer, request, Happened.IDENTITY_ASKED)
    ready(officer, second, request)
    for leave in (lambda: release(manager, request, address), lambda: hand_over(manager, request)):
        with pytest.raises(Refused, match="asked for proof of who they are"):
            leave()
    assert OutboxMessage.select().count() == HandOver.select().count() == 0
    happened(officer, request, Happened.IDENTITY_CONFIRMED)
    ready(officer, second, request)
    release(manager, request, address)
    hand_over(manager, request)


@pytest.mark.usefixtures("db")
def test_a_question_that_nobody_answered_keeps_nothing_back(officer: Any, manager: Any, staff: Any) -> None:
    request = a_request(officer)
    decide_everything(officer, request)
    happened(officer, request, Happened.CLARIFICATION_ASKED, about=About.INFORMATION)
    ready(officer, staff.member(Role.OFFICER, "Olive Orchid"), request)
    hand_over(manager, request)


def test_the_pages_say_that_the_proof_is_awaited(as_officer: Any, as_manager: Any) -> None:
    with as_officer.app.app_context():
        request = a_request(as_officer.member)
        decide_everything(as_officer.member, request)
        says = "We asked for proof of who they are. Nothing is given out before it has come."
        pages = [f"/subject-access/{request.id}{page}" for page in ("", "/release", "/hand-over")]
        for page in pages:
            assert says not in as_manager.get(page).text
        happened(as_officer.member, request, Happened.IDENTITY_ASKED)
    for page in pages:
        assert says in as_manager.get(page).text
