"""An allegation about a member of staff is hidden from that person, wherever they look (D4.21).

Every page and paper of the site is opened by whoever it is about, with the same addresses by somebody else as the
control: the manager, the officer of the family's case, and an officer who stands in for the manager.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from flask import Flask

from ppsweb.auth.actions.deputising import appoint_deputy
from ppsweb.cases.models import Case
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.people.models import Person
from ppsweb.permissions.roles import Role
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.codes import StepKind
from ppsweb.safeguarding.models import Concern, ConcernDecision, Step, Telling
from ppsweb.subject_access.walking import walk
from tests.given.concerns import a_concern, a_decision, a_telling
from tests.given.staff import SignedIn, Staff
from tests.page_checks import CSRF_FIELD
from tests.subject_access.requests import a_request, items_of
from tests.whole_site.everything import Values, address
from tests.whole_site.test_routes import token_of, with_method

#: in everything that is typed about it, and in nothing else
WORD = "Quillwort"
ABOUT = {"manager": Role.MANAGER, "officer": Role.OFFICER, "deputy": Role.OFFICER}


@dataclass
class Scene:
    """Somebody accused, somebody who may see it, the addresses of the site, and what would give it away."""

    accused: SignedIn
    allowed: SignedIn
    allegation: str
    there: Values
    traces: set[str]


@pytest.fixture(params=list(ABOUT))
def scene(request: pytest.FixtureRequest, whole_site: Flask, its_staff: Staff, there: Values) -> Scene:
    manager, recorder = its_staff(Role.MANAGER), its_staff(Role.OFFICER, "Olive Orchid")
    deputy, officer = its_staff(Role.OFFICER, "Rosa Rowan"), its_staff(Role.OFFICER)
    with whole_site.app_context(), database.connection_context():
        today = clock.today()
        appoint_deputy(
            manager.member, deputy.member, first_day=today, last_day=today + timedelta(2), today=today
        )
    accused = {"manager": manager, "officer": officer, "deputy": deputy}[request.param]
    allowed = recorder if accused is manager else manager
    second = deputy if accused is manager else manager
    with whole_site.app_context(), database.connection_context():
        allegation, ids = an_allegation(recorder.member, second.member, accused.member, there["case"])
    values = there | {"concern": allegation} | ids
    return Scene(accused, allowed, allegation, values, {WORD, allegation, *ids.values()})


def an_allegation(recorder: Any, second: Any, accused: Any, case_id: str) -> tuple[str, dict[str, str]]:
    """One with everything that can be added to it, recorded from the page of the case; answers its ids."""
    concern = a_concern(
        recorder,
        case=Case.get_by_id(case_id),
        about_member=accused,
        facts=f"{WORD} heard them shout at a child.",
        about_whom=f"A girl called {WORD}.",
        opinion=f"{WORD} is afraid of them.",
    )
    decision = a_decision(recorder, concern, second, reasons=f"{WORD} is at risk.", what=f"What {WORD} said.")
    told = a_telling(recorder, decision, what=f"What {WORD} said.", recipient=f"{WORD}, designated officer")
    actions.approve(second, clock.now(), decision, agrees=True, words=f"{WORD} must be safe.")
    actions.follow_up(
        recorder, clock.now(), concern, kind=StepKind.REFERRAL, happened_on=clock.today(),
        words=f"{WORD}: referred.", reference=WORD, due=clock.today() + timedelta(3),
    )  # fmt: skip
    assert Concern.get_by_id(concern.id).link is None
    return concern.id, {"decision": decision.id, "telling": told.id}


def pages(site: Flask, there: Values) -> list[str]:
    """The addresses of all pages and papers, but for those that end the session."""
    rules = [rule for rule in with_method(site, "GET") if not rule.endpoint.startswith("auth.sign_")]
    return sorted(address(rule, there) for rule in rules)


def said(who: SignedIn, path: str) -> tuple[int, str]:
    """What an answer says: a page its source, a paper its text."""
    with who.request("GET", path) as answer:
        data = answer.get_data()
        if answer.mimetype != "application/pdf":
            return answer.status_code, data.decode("utf-8", "replace")
        with pypdfium2.PdfDocument(data) as document:
            return answer.status_code, " ".join(each.get_textpage().get_text_bounded() for each in document)


def traces_of(scene: Scene, who: SignedIn, paths: list[str]) -> dict[str, set[str]]:
    """By address, what of the allegation stands there; an address that is asked for gives nothing away itself."""
    found = {}
    for path in paths:
        status, text = said(who, path)
        if scene.allegation in path:
            assert status == (404 if who is scene.accused else 200), path
        if status == 200 and (there := {each for each in scene.traces if each in text}):
            found[path] = there
    return found


@pytest.mark.policy("C10", guard="safeguarding.visible_to")
def test_no_page_and_no_paper_shows_it_to_whom_it_is_about(whole_site: Flask, scene: Scene) -> None:
    paths = pages(whole_site, scene.there)
    assert len(paths) > 90
    assert traces_of(scene, scene.accused, [*paths, *older_pages(scene.accused)]) == {}
    seen = traces_of(scene, scene.allowed, [*paths, *older_pages(scene.allowed)])
    assert {"/", "/safeguarding/concerns", f"/safeguarding/{scene.allegation}"} < set(seen), "the control"
    if scene.allowed.member.manages:
        record = set().union(*(seen[path] for path in seen if path.startswith("/audit")))
        assert scene.allegation in record, "the control of the record of access"


def older_pages(who: SignedIn) -> list[str]:
    """The pages of the record of access after the first, for whoever may read it."""
    found: list[str] = []
    page = who.fetch("/audit").data.decode() if who.member.manages else ""
    while 'rel="next"' in page:
        href = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        found.append(href.replace("&amp;", "&"))
        page = who.fetch(found[-1]).data.decode()
    return found


@pytest.mark.policy("C10", guard="safeguarding.visible_to")
def test_nothing_can_be_done_to_it_by_whom_it_is_about(whole_site: Flask, scene: Scene) -> None:
    """Every form about it answers as if it did not exist, and nothing is added to it."""
    token = token_of(scene.accused.get("/"))
    forms = [rule for rule in with_method(whole_site, "POST") if "concern" in rule.arguments]
    assert len(forms) > 6
    absent = scene.there | {"concern": "0" * 26}
    for rule in forms:
        got = []
        for values in (scene.there, absent):
            with scene.accused.request("POST", address(rule, values), data={CSRF_FIELD: token}) as answer:
                got.append((answer.status_code, answer.get_data()))
        assert got[0] == got[1], rule.rule
        assert got[0][0] == 404, rule.rule
    token = token_of(scene.allowed.get("/"))
    for rule in forms:
        with scene.allowed.request("POST", address(rule, scene.there), data={CSRF_FIELD: token}) as answer:
            assert answer.status_code == 422, f"the control: {rule.rule} asks for answers"
    with whole_site.app_context(), database.connection_context():
        assert Step.select().where(Step.concern == scene.allegation).count() == 1
        assert ConcernDecision.select().where(ConcernDecision.concern == scene.allegation).count() == 1
        assert Telling.select().where(Telling.decision == scene.there["decision"]).count() == 1


def test_no_search_finds_it(scene: Scene) -> None:
    """By its words nobody finds it, whoever looks: it is in no family's file. The family is found by its name."""
    for who in (scene.accused, scene.allowed):
        for words in (WORD, scene.allegation[:10]):
            page = who.get("/cases/find").form("Find").submit(words=words)
            assert not [each for each in scene.traces - {WORD} if each in page.html]
            assert "Check the spelling" in page.text
    page = scene.allowed.get("/cases/find").form("Find").submit(words="Petra Plum")
    assert "Check the spelling" not in page.text, "the control"


def test_it_is_in_no_request_for_data_of_the_family(whole_site: Flask, scene: Scene) -> None:
    """From whose case page it was recorded. Another concern, which is about nobody of the staff, is an item."""
    with whole_site.app_context(), database.connection_context():
        person, case = Person.get_by_id(scene.there["person"]), Case.get_by_id(scene.there["case"])
        assert not [each for each in walk(person) if WORD in repr(each.shown.texts)]
        other = a_concern(case.officer, case=case, facts=f"{WORD} again.")
        found = [each for each in walk(person) if WORD in repr(each.shown.texts)]
        assert [(each.source, each.source_id) for each in found] == [("concerns", other.id)], "the control"
        request = a_request(case.officer, person=person)
        assert {item.source_id for item in items_of(request)} & {scene.allegation, other.id} == {other.id}
