"""The pack: everything that is given out and nothing else, once and in order, however often the worker dies."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ppsweb import pdf
from ppsweb.deadlines import clock
from ppsweb.files import File
from ppsweb.files import Kind as FileKind
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions, building
from ppsweb.subject_access.codes import Exemption, Kind, Looked, Mark, PackState, Place, Problem
from ppsweb.subject_access.models import DataRequest, Fragment, Item, Pack
from ppsweb.subject_access.standing import decided, standing
from ppsweb.worker import jobs
from ppsweb.worker.models import Job, State
from tests.given.families import a_case, a_client, a_note
from tests.given.verapdf import accessible
from tests.subject_access.requests import (
    a_request,
    decide_everything,
    include,
    items_of,
    look_everywhere,
    withhold,
)

NOTE = re.compile(r"Note number (\d+)")

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.pdf, pytest.mark.slow]


def made(by: Any, request: DataRequest) -> Pack:
    """The pack as the worker made it."""
    pack = actions.ask_for_pack(by, clock.now(), request)
    jobs.do_due()
    return Pack.get_by_id(pack.id)


def file_of(pack: Pack) -> File:
    assert pack.file is not None, pack.problem
    return pack.file


def bytes_of(pack: Pack) -> bytes:
    assert file_of(pack)
    return pack.data()


def text_of(data: bytes, folder: Path) -> str:
    path = folder / "pack.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def bookmarks_of(data: bytes) -> list[tuple[str, int]]:
    """Title and page (from 1) of every bookmark."""
    with pikepdf.open(io.BytesIO(data)) as opened, opened.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages, start=1)}
        every = [each for top in outline.root for each in (top, *top.children)]
        return [(each.title, numbers[each.destination[0].objgen]) for each in every]  # type: ignore[index]


def a_full_request(by: Any, notes: int) -> DataRequest:
    case = a_case(by)
    for number in range(1, notes + 1):
        a_note(
            by,
            case,
            f"Note number {number:03}. They rang about the draft plan.",
            parents_view="She is worried." if number % 3 == 0 else None,
            happened_at=clock.now() - timedelta(days=notes - number),
        )
    request = a_request(by, person=case.person)
    decide_everything(by, request)
    return request


def test_a_pack_of_sixty_notes_is_complete_and_accessible(
    officer: Any, tmp_path: Path, verapdf: Callable[..., Any]
) -> None:
    request = a_full_request(officer, 60)
    pack = made(officer, request)
    assert pack.state is PackState.READY
    data = bytes_of(pack)
    text = text_of(data, tmp_path)
    assert re.findall(r"Note number (\d+)", text) == [f"{number:03}" for number in range(1, 61)]
    assert text.count(f"of {pack.pages}\n") >= pack.pages - 1
    markers = [item.marker for item in items_of(request)]
    assert re.findall(r"Mark of this item: (\w+)", text) == markers
    assert "Dear Petra Plum," in text
    assert "Information Commissioner" in text
    assert "Words used in these papers" in text
    assert text.count(f"Reference {request.shown_reference}") == pack.pages
    with pikepdf.open(io.BytesIO(data)) as opened:
        with opened.open_outline() as outline:
            titles = [each.title for each in outline.root] + [
                child.title for each in outline.root for child in each.children
            ]
        assert str(opened.docinfo["/Title"]) == f"Document {request.shown_reference}"
        about = str(opened.docinfo.items()) + str(opened.open_metadata())
    assert any("1. Your details" in title for title in titles)
    assert "Plum" not in about
    assert "education" not in about.lower()
    assert re.fullmatch(r"document-[0-9a-z]{4}\.pdf", file_of(pack).name)
    accessible(verapdf(data)[0])


def test_a_pack_of_two_hundred_notes_has_each_of_them_once_where_contents_and_bookmarks_say(
    officer: Any, tmp_path: Path
) -> None:
    request = a_full_request(officer, 200)
    pack = made(officer, request)
    assert (pack.state, pack.problem) == (PackState.READY, None)
    data = bytes_of(pack)
    pages = text_of(data, tmp_path).split("\f")[:-1]
    assert len(pages) == pack.pages
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    noted = [(match, number) for number, page in enumerate(pages, 1) for match in NOTE.findall(page)]
    assert [name for name, _ in noted] == [f"{number:03}" for number in range(1, 201)]
    items = items_of(request)
    stands_on = [next(at for at, page in enumerate(pages, 1) if item.marker in page) for item in items]
    notes = [at for item, at in zip(items, stands_on, strict=True) if item.kind is Kind.NOTE]
    assert notes == [number for _, number in noted]
    contents = "".join(pages[: stands_on[0] - 1]).rpartition("Contents")[2]
    entries = re.findall(r"(?m)^\s*(\d+)\. .*\n.* page (\d+)$", contents)
    assert entries == [(str(number), str(page)) for number, page in enumerate(stands_on, 1)]
    marked = [(title, page) for title, page in bookmarks_of(data) if re.match(r"\d+\. ", title)]
    assert [page for _, page in marked][: len(items)] == stands_on
    for title, at in marked:
        assert title.split()[0] in pages[at - 1]


def test_what_is_withheld_leaves_no_gap_and_no_word(officer: Any, tmp_path: Path) -> None:
    case = a_case(officer)
    a_note(officer, case, "First.", happened_at=clock.now() - timedelta(days=3))
    a_note(officer, case, "The child is afraid of her uncle.", told_in_confidence=True)
    a_note(officer, case, "Paul said so.", happened_at=clock.now() - timedelta(days=1))
    a_note(officer, case, "Last.")
    request = a_request(officer, person=case.person)
    notes = [item for item in items_of(request) if item.kind is Kind.NOTE]
    decide_everything(officer, request)
    withhold(officer, notes[1], Exemption.THIRD_PARTY)
    silent = next(item for item in notes if item.mark is Mark.IN_CONFIDENCE)
    assert silent.id in {item.id for item in decided(request).withheld}
    text = text_of(bytes_of(made(officer, request)), tmp_path)
    assert "First." in text
    assert "Last." in text
    assert "uncle" not in text
    assert "Paul said so" not in text
    assert "Some information about other people has been left out" in text
    assert "confidence" not in text.lower()
    headings = re.findall(r"(?m)^\s*(\d+)\. [A-Z]", text.partition("About this information")[2])
    assert [int(number) for number in headings] == list(range(1, len(items_of(request)) - 1))


def test_a_letter_does_not_tell_what_must_not_be_told(officer: Any, tmp_path: Path) -> None:
    case = a_case(officer)
    a_note(officer, case, "The child is afraid.", told_in_confidence=True)
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    text = text_of(bytes_of(made(officer, request)), tmp_path)
    assert "Note: no data here to give you" in text
    assert "Leaflet sent: no data here to give you" in text
    assert "What is not in these papers" not in text


def test_a_letter_promises_nothing_that_leaving_something_out_silently_would_break(
    officer: Any, tmp_path: Path
) -> None:
    request = a_request(officer)
    permission = next(item for item in items_of(request) if item.kind is Kind.PERMISSION)
    decide_everything(officer, request)
    actions.record_searches(officer, request, {Place.TEXTS: Looked.IN_THE_FILE})
    withhold(officer, permission, Exemption.WISH)
    text = " ".join(text_of(bytes_of(made(officer, request)), tmp_path).split())
    assert "The law may stop us from listing some sharing" in text, "in every letter (D4.20)"
    assert "These papers are our answer" in text
    assert "what we found is now in our database" in text
    for promise in ("ach permission is in", "is among the items", "It is in these papers", "unless we say"):
        assert promise not in text


def test_a_client_without_a_case_gets_a_pack_that_says_so(officer: Any, tmp_path: Path) -> None:
    request = a_request(officer, person=a_client(officer))
    decide_everything(officer, request)
    pack = made(officer, request)
    assert pack.state is PackState.READY
    assert file_of(pack).data_key_id == request.person.data_key_id
    text = text_of(bytes_of(pack), tmp_path)
    assert "Case: no data here to give you" in text


def test_a_pack_with_nothing_to_give_says_so(officer: Any, tmp_path: Path) -> None:
    request = a_request(officer)
    for item in items_of(request):
        withhold(officer, item, Exemption.NOT_THEIRS)
    look_everywhere(officer, request)
    pack = made(officer, request)
    assert pack.state is PackState.READY
    assert "There is nothing that we can give you" in text_of(bytes_of(pack), tmp_path)


def test_the_pack_rests_under_the_key_of_the_case(officer: Any) -> None:
    request = a_full_request(officer, 1)
    pack = made(officer, request)
    assert request.case is not None
    assert file_of(pack).data_key_id == request.case.data_key_id != request.data_key_id
    parts = [row.file.data_key_id for row in Fragment.select()]
    assert set(parts) == {request.case.data_key_id}


def test_a_worker_that_dies_repeats_no_finished_part(officer: Any, monkeypatch: Any) -> None:
    request = a_full_request(officer, 60)
    pack = actions.ask_for_pack(officer, clock.now(), request)
    drawn: list[int] = []
    keep = actions.keep_fragment

    class Killed(BaseException):
        """As sudden as a signal: no handler of errors sees it."""

    def kept(pack: Pack, number: int, *rest: Any) -> Fragment:
        if number > 25:
            raise Killed
        return keep(pack, number, *rest)

    fragment = pdf.fragment

    def counted(html: str, *, number: int, **options: Any) -> pdf.Rendered:
        drawn.append(number)
        return fragment(html, number=number, **options)

    monkeypatch.setattr(pdf, "fragment", counted)
    monkeypatch.setattr(actions, "keep_fragment", kept)
    with pytest.raises(Killed):
        jobs.do_due()
    assert Fragment.select().count() == 1
    assert Job.get(Job.subject == pack.id).state is State.RUNNING
    monkeypatch.setattr(actions, "keep_fragment", keep)
    drawn.clear()
    jobs.do_due()
    assert drawn == [], "the lease of the dead worker has not run out"
    jobs.do_due(clock.now() + timedelta(minutes=16))
    assert 1 not in drawn
    assert sorted(drawn) == [26, 51, len(items_of(request)) + 1]
    assert Pack.get_by_id(pack.id).state is PackState.READY


def test_a_part_that_cannot_be_drawn_names_its_item(officer: Any) -> None:
    case = a_case(officer)
    a_note(officer, case, "Plain.")
    a_note(
        officer,
        case,
        "A letter that no font here has: \U00030000",
        happened_at=clock.now() - timedelta(days=1),
    )
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    pack = made(officer, request)
    assert pack.state is PackState.FAILED
    assert pack.problem is Problem.MISSING_LETTERS
    bad = [item for item in items_of(request) if item.kind is Kind.NOTE][0]
    assert pack.problem_item == bad
    assert Job.get(Job.subject == pack.id).state is State.FAILED


def test_a_pack_is_not_made_of_what_was_changed_meanwhile(officer: Any) -> None:
    request = a_full_request(officer, 1)
    pack = actions.ask_for_pack(officer, clock.now(), request)
    include(officer, items_of(request)[0])
    jobs.do_due()
    pack = Pack.get_by_id(pack.id)
    assert (pack.state, pack.problem) == (PackState.FAILED, Problem.CHANGED)


def test_the_gate_finds_an_item_that_is_missing(officer: Any, monkeypatch: Any) -> None:
    request = a_full_request(officer, 3)
    monkeypatch.setattr(building, "parts_of", _without_one(building.parts_of))
    pack = made(officer, request)
    assert (pack.state, pack.problem) == (PackState.FAILED, Problem.NOT_COMPLETE)


def _without_one(parts_of: Any) -> Any:
    """The parts without one article, as a slip in this room would make them."""

    def fewer(entries: Any, title: str, words: str) -> Any:
        first, *rest = parts_of(entries, title, words)
        return [building.Part(first.first, first.articles[:2] + first.articles[3:], title), *rest]

    return fewer


def test_nothing_is_made_before_everything_is_decided(officer: Any) -> None:
    with pytest.raises(Refused):
        actions.ask_for_pack(officer, clock.now(), a_request(officer))


def test_a_new_pack_replaces_the_old_and_draws_only_what_follows_the_change(officer: Any) -> None:
    request = a_full_request(officer, 30)
    first = made(officer, request)
    parts = {row.id for row in Fragment.select()}
    last = [item for item in items_of(request) if item.kind is Kind.NOTE][-1]
    withhold(officer, last, Exemption.LEGAL_ADVICE)
    assert not standing(decided(request), first).has_pack
    second = made(officer, request)
    assert second.state is PackState.READY
    assert second.items == first.items - 1
    assert Pack.get_by_id(first.id).file is None
    assert File.select().where(File.kind == FileKind.PACK).count() == 1
    assert len(parts & {row.id for row in Fragment.select()}) == 1
    with pytest.raises(Refused):
        actions.ask_for_pack(officer, clock.now(), request)


def test_a_pack_needs_nobody_to_be_signed_in(staff: Any) -> None:
    officer = staff.member(Role.OFFICER)
    request = a_full_request(officer, 1)
    assert made(officer, request).items == len(items_of(request))
    assert Item.select().count() > 1


def test_what_somebody_typed_is_text_and_never_markup(officer: Any, tmp_path: Path) -> None:
    case = a_case(officer)
    a_note(
        officer, case, '</article><h1>Mine</h1> <img src="https://elsewhere.example/a.png"> 5 < 6 & {{ 7 }}'
    )
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    pack = made(officer, request)
    assert pack.state is PackState.READY
    text = " ".join(text_of(bytes_of(pack), tmp_path).split())
    assert '</article><h1>Mine</h1> <img src="https://elsewhere.example/a.png"> 5 < 6 & {{ 7 }}' in text
