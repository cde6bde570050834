"""The invented data: all of it there, made by the acts of the rooms, at moments of the past."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ppsweb import create_app, keys, settings
from ppsweb.audit.models import AuditRow
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority
from ppsweb.cases.models import Case, CaseCover, Enquiry, Note, Status, Topic
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.demo import instance as instances
from ppsweb.demo.data.families import FAMILIES
from ppsweb.demo.data.note_texts import texts
from ppsweb.demo.data.timeline import Past, tell
from ppsweb.demo.instance import Ports
from ppsweb.disclosures.models import Act, Breach, SharingEnd
from ppsweb.disclosures.models import State as ActState
from ppsweb.keys import master
from ppsweb.leaflets.models import Edition, State
from ppsweb.people.models import Contact, ContactKind, Person
from ppsweb.permissions.roles import Role
from ppsweb.referrals.models import Referral
from ppsweb.safeguarding.models import Concern, ConcernClosing, ConcernDecision, DecisionApproval
from ppsweb.subject_access.models import DataRequest, Decision, Item
from tests.demo.running_copy import ROOT

PORTS = Ports(site=8000, directory=6360, mail=2525)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, instance: Path) -> Iterator[Flask]:
    """A site on a database that `python -m ppsweb.demo.data` has just filled."""
    made = instances.prepare(tmp_path_factory.mktemp("data"), PORTS, {})
    environ = {**made.environment(PORTS), **made.loading()}
    subprocess.run([sys.executable, "-m", "ppsweb.demo.data"], cwd=ROOT, env=os.environ | environ, check=True)
    before = database.obj
    app = create_app(settings.load(ROOT, environ))
    built: Any = database.obj
    with app.app_context(), built.connection_context():
        yield app
    built.close_all()
    # back to the key and the database of the run
    keys.open_ring(master.read(instance / "master.key"))
    database.initialize(before)


@pytest.mark.slow
@pytest.mark.only_engine("sqlcipher")
class TestLoaded:
    """What is there after the first start."""

    @pytest.fixture(autouse=True)
    def _inside(self, loaded: Flask) -> None:
        """Every test here reads that database."""

    def test_the_staff_is_admitted(self) -> None:
        roles = Counter(each.role for each in Member.select() if each.is_admitted)
        assert roles == {Role.MANAGER: 1, Role.OFFICER: 3, Role.LEAFLET_EDITOR: 1}

    def test_there_are_enough_families_each_resting_on_an_authority(self) -> None:
        assert Person.select().count() == len(FAMILIES) >= 12
        assert {each.name for each in Person.select()} == {family.name for family in FAMILIES}
        assert all(each.authority.given_at <= each.created_at for each in Person.select())

    def test_one_case_has_sixty_notes_and_every_case_has_some(self) -> None:
        counts = sorted(each.notes.count() for each in Case.select())  # type: ignore[attr-defined]
        assert counts[-1] == 60
        assert counts[0] >= 3

    def test_a_closed_case_is_due_for_review_and_another_is_not_yet(self) -> None:
        closed = sorted(
            each.closed_on for each in Case.select().where(Case.status == Status.CLOSED) if each.closed_on
        )
        five_years = clock.today() - timedelta(days=5 * 366)
        assert len(closed) == 2
        assert closed[0] < five_years < closed[1]

    def test_notes_are_corrected_told_in_confidence_and_filed_elsewhere(self) -> None:
        assert Note.select().where(Note.corrects.is_null(False)).count() == 1
        assert Note.select().where(Note.told_in_confidence).count() == 2
        assert Note.select().where(Note.sealed_off_at.is_null(False)).count() == 1
        assert CaseCover.select().count() == 1
        taken_back = Authority.select().where(Authority.withdrawn_at.is_null(False))
        assert sorted(row.purpose for row in taken_back) == ["hold_data", "meeting"]
        assert Enquiry.select().count() == 8

    def test_professionals_have_asked_for_help_of_bodies_in_the_list_and_another(self) -> None:
        rows = list(Referral.select())
        assert len(rows) == 4
        assert [each.body for each in rows if each.body] == ["Larkford Toy Library"]
        assert len({each.asked for each in rows}) == 3

    def test_contact_answers_and_languages_vary(self) -> None:
        assert len({tuple(each.safe_ways) for each in Person.select()}) >= 5
        assert len({each.language for each in Person.select()}) >= 3
        emails = list(Contact.select().where(Contact.kind == ContactKind.EMAIL))
        verified = [each for each in emails if each.verified_at]
        assert len(verified) >= 3
        assert len(emails) > len(verified)

    def test_four_leaflets_are_published_by_two_people_with_their_pdfs(self) -> None:
        published = list(Edition.select().where(Edition.state == State.PUBLISHED))
        assert len(published) == 4
        assert len({each.approved_by_id for each in published}) == 2
        assert all(each.pdf_id is not None for each in published)

    def test_the_gate_has_what_was_done_is_planned_waits_and_was_done_without_permission(self) -> None:
        states = Counter(each.state for each in Act.select())
        assert states == {ActState.DONE: 5, ActState.PLANNED: 2, ActState.CANCELLED: 1}
        assert Act.select().where(Act.late & Act.late_seen_at.is_null()).count() == 1
        assert (
            Act.select().where((Act.state == ActState.PLANNED) & (Act.planned_for < clock.today())).count()
            == 1
        )
        assert sorted(each.closed_at is None for each in Breach.select()) == [False, True]
        assert SharingEnd.select().where(SharingEnd.dealt_at.is_null()).count() == 1

    def test_a_concern_was_told_another_was_not_one_waits_and_one_is_to_be_decided(self) -> None:
        decided = {each.concern_id: each.shared for each in ConcernDecision.select()}
        assert sorted(decided.values()) == [False, True, True]
        assert DecisionApproval.select().count() == 2
        assert Concern.select().where(Concern.id.not_in(list(decided))).count() == 1
        assert ConcernClosing.select().count() == 1

    def test_a_request_for_data_is_half_way(self) -> None:
        request = DataRequest.get()
        items = Item.select().where(Item.request == request).count()
        decided = Decision.select(Decision.item).where(Decision.request == request).distinct().count()
        assert items > 60
        assert 20 < decided < items - 20

    def test_the_record_tells_it_in_order_and_nothing_lies_in_the_future(self) -> None:
        rows = list(AuditRow.select().order_by(AuditRow.created_at))
        assert rows[0].created_at < rows[-1].created_at <= clock.now()
        assert rows[0].action == "auth.signed_in"
        assert Note.select().where(Note.happened_at > clock.now()).count() == 0
        assert all(row.is_genuine for row in rows)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_note_of_a_story_says_something_and_names_the_family(family: Any) -> None:
    chosen = texts(family.topic, family.notes)
    assert len(chosen) == family.notes
    for text in chosen:
        parts = text.parts(family)
        assert parts["facts"]
        assert not [written for written in parts.values() if "{" in written or not written]


def test_more_notes_than_are_invented_are_refused() -> None:
    assert len(texts(Topic.TRIBUNAL, 62)) == 62
    with pytest.raises(ValueError, match="not 63 invented notes"):
        texts(Topic.TRIBUNAL, 63)


@pytest.mark.parametrize("today", [date(2026, 11, 22) + timedelta(days=each) for each in range(7)])
def test_every_moment_is_on_a_weekday_and_past(today: date) -> None:
    for days in range(40):
        day = clock.local(Past(today).ago(days, "16:20")).date()
        assert day.weekday() < 5
        assert day < today


def test_stories_are_told_in_the_order_of_their_moments() -> None:
    told: list[tuple[str, date]] = []
    past = Past(clock.today())

    def story(name: str, *days: int) -> Iterator[Any]:
        for each in days:
            yield past.ago(each)
            told.append((name, clock.today()))

    tell([story("old", 400, 100), story("new", 200, 20)])
    assert [name for name, _ in told] == ["old", "new", "old", "new"]
    assert [day for _, day in told] == sorted(day for _, day in told)
    assert abs((clock.today() - past.today).days) <= 1, "the clock is right again"
