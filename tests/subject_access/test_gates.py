"""The gates of a pack, each with a fault that no other one finds: without it the pack would be made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from ppsweb import pdf
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Note
from ppsweb.deadlines import clock
from ppsweb.files import File
from ppsweb.files import Kind as FileKind
from ppsweb.subject_access import actions, building
from ppsweb.subject_access.building import Part
from ppsweb.subject_access.codes import Exemption, Kind, PackState, Problem
from ppsweb.subject_access.composing import Entry
from ppsweb.subject_access.models import DataRequest, Item, Pack
from ppsweb.subject_access.standing import Decided
from ppsweb.worker import jobs
from tests.given.families import a_case, a_note
from tests.subject_access.requests import a_request, decide_everything, items_of, withhold

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.pdf, pytest.mark.slow]


@pytest.fixture
def request_of_three(officer: Any) -> DataRequest:
    """Three notes, all of them decided."""
    case = a_case(officer)
    for words in ("First.", "Second.", "Third."):
        a_note(officer, case, words)
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    return request


def notes_of(request: DataRequest) -> list[Item]:
    return [item for item in items_of(request) if item.kind is Kind.NOTE]


def made(by: Any, request: DataRequest) -> Pack:
    """The pack as the worker made it."""
    pack = actions.ask_for_pack(by, clock.now(), request)
    jobs.do_due()
    return Pack.get_by_id(pack.id)


def refused(pack: Pack, problem: Problem, item: Item | None = None) -> None:
    """It was not made, and nothing of it is kept but the parts."""
    assert (pack.state, pack.problem, pack.problem_item) == (PackState.FAILED, problem, item)
    assert pack.file is None
    assert File.select().where(File.kind == FileKind.PACK).count() == 0


def after_drawing(patch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen when the pack is drawn and before it is kept."""
    assemble = pdf.assemble

    def assembled(*parts: Any, **options: Any) -> bytes:
        data = assemble(*parts, **options)
        happens()
        return data

    patch.setattr(pdf, "assemble", assembled)


def test_without_a_fault_it_is_made(
    officer: Any, request_of_three: DataRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the tests below."""
    after_drawing(monkeypatch, lambda: None)
    pack = made(officer, request_of_three)
    assert (pack.state, pack.problem) == (PackState.READY, None)
    assert File.select().where(File.kind == FileKind.PACK).count() == 1


@pytest.mark.policy("C2", guard="subject_access.marks_compared")
def test_items_out_of_their_order_are_found_by_their_marks(
    officer: Any, request_of_three: DataRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts_of = building.parts_of

    def exchanged(entries: Sequence[Entry], title: str, words: str) -> list[Part]:
        first, *rest = parts_of(entries, title, words)
        one, two, *others = first.articles
        return [Part(first.first, (two, one, *others), title), *rest]

    monkeypatch.setattr(building, "parts_of", exchanged)
    refused(made(officer, request_of_three), Problem.NOT_COMPLETE)


@pytest.mark.policy("C3", guard="subject_access.withheld_in")
def test_an_item_that_was_left_out_is_found_in_the_finished_file(
    officer: Any, request_of_three: DataRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    withhold(officer, notes_of(request_of_three)[1], Exemption.THIRD_PARTY)
    included = Decided.included
    everything = property(lambda now: list(now.items))
    entries_of = building.entries_of

    def with_all(now: Decided) -> list[Entry]:
        with monkeypatch.context() as patch:
            patch.setattr(Decided, "included", everything)
            return entries_of(now)

    monkeypatch.setattr(building, "entries_of", with_all)
    refused(made(officer, request_of_three), Problem.NOT_COMPLETE)
    assert Decided.included is included


@pytest.mark.policy("C3", guard="subject_access.look_again")
def test_what_is_decided_anew_while_it_is_drawn_is_not_given_out(
    officer: Any, request_of_three: DataRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = notes_of(request_of_three)[1]
    after_drawing(monkeypatch, lambda: withhold(officer, note, Exemption.THIRD_PARTY))
    refused(made(officer, request_of_three), Problem.CHANGED)


@pytest.mark.policy("C3", guard="subject_access.look_again")
def test_what_is_sealed_off_while_it_is_drawn_is_not_given_out(
    officer: Any, manager: Any, request_of_three: DataRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, elsewhere = notes_of(request_of_three)[1], a_case(officer)

    def sealed_off() -> None:
        note = Note.get_by_id(item.source_id)
        cases.file_elsewhere(manager, clock.now(), note, elsewhere, because="Wrong file.")

    after_drawing(monkeypatch, sealed_off)
    refused(made(officer, request_of_three), Problem.CHANGED, item)


def test_a_pack_with_a_fault_in_its_tags_is_not_kept(
    officer: Any, request_of_three: DataRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assemble = pdf.assemble

    def spoilt(*parts: Any, **options: Any) -> bytes:
        out = BytesIO()
        with pikepdf.open(BytesIO(assemble(*parts, **options))) as file:
            del file.Root.Lang
            file.save(out)
        return out.getvalue()

    monkeypatch.setattr(pdf, "assemble", spoilt)
    refused(made(officer, request_of_three), Problem.NOT_COMPLETE)
