"""The pages about a child at risk in a real browser: axe, 320 pixels, without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from ppsweb.cases.models import Channel
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.codes import Basis, StepKind
from tests.given.browser import DESKTOP, PHONE, axe, fits, keep
from tests.given.concerns import a_concern, a_decision, a_telling
from tests.given.families import a_case
from tests.given.staff import SignedIn

PAGES = (
    "record", "form", "concerns", "{concern}", "{concern}/tell", "{concern}/do-not-tell", "{concern}/{decision}/told",
    "{concern}/{decision}/second-person", "{concern}/follow-up", "{concern}/close", "{other}/file",
)  # fmt: skip


@pytest.fixture
def there(as_officer: SignedIn, as_manager: SignedIn) -> dict[str, str]:
    """A concern with all that can stand on its page."""
    with as_officer.app.app_context(), database.connection_context():
        officer, manager = as_officer.member, as_manager.member
        concern = a_concern(officer, case=a_case(officer))
        decision = a_decision(officer, concern, manager, basis=Basis.POLICE_CRIME)
        a_telling(officer, decision, channel=Channel.PHONE)
        actions.approve(manager, clock.now(), decision, agrees=True, words="It had to be told.")
        step: dict[str, Any] = {
            "happened_on": clock.today(),
            "words": "Sent to the front door.",
            "reference": "R-77",
        }
        actions.follow_up(officer, clock.now(), concern, kind=StepKind.REFERRAL, due=clock.today(), **step)
        waiting = a_decision(officer, concern, manager)
        return {"concern": concern.id, "decision": waiting.id, "other": a_concern(officer).id}


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_every_page_is_accessible_and_fits(
    visit: Callable[..., Page], live: str, as_manager: SignedIn, there: dict[str, str], viewport: Any
) -> None:
    page = visit(viewport)
    as_manager.take_to(page, live)
    for each in PAGES:
        page.goto(f"/safeguarding/{each.format(**there)}")
        axe(page)
        fits(page)
        name = each.rpartition("/")[2].strip("{}")
        keep(page, f"safeguarding-{name}-{viewport['width']}")
