"""The PDF of a leaflet: the foot on each page, PDF/UA-1 for the leaflets of the set, and nothing kept with a fault."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ppsweb import pdf, settings
from ppsweb.deadlines import clock
from ppsweb.deadlines.counting import add_months_clamped
from ppsweb.demo.data.leaflet_set import FOLDER
from ppsweb.files import File
from ppsweb.leaflets.actions import has_failed_pdf
from ppsweb.leaflets.jobs import draw
from ppsweb.leaflets.models import Edition, Source
from ppsweb.web.filters import day
from ppsweb.worker import jobs
from ppsweb.worker.models import State as JobState
from tests.given.leaflets import a_leaflet
from tests.given.verapdf import Verdict, accessible

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.pdf, pytest.mark.slow]

SET = sorted(FOLDER.glob("*.json"))


def pages_of(data: bytes, folder: Path) -> list[str]:
    """The text of each page as poppler reads it, which the application does not use."""
    path = folder / "leaflet.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def without_a_foot(pages: list[str], edition: Edition) -> list[int]:
    """The numbers of the pages that do not say all that each page has to say (D9.02)."""
    published = day(edition.published_at or clock.today()).partition(" ")[2]
    foot = [
        f"{settings.current().service_name} · version {edition.version_name}, {published}",
        f"Review by {day(edition.review_on)}. Ask for the newest version",
    ]
    return [
        number
        for number, page in enumerate(pages, start=1)
        if not all(each in page for each in (*foot, f"Page {number} of {len(pages)}"))
    ]


def of_the_set(path: Path, writer: Any, reader: Any) -> Edition:
    """A leaflet that comes with the service, published."""
    text = json.loads(path.read_text(encoding="utf-8"))
    return a_leaflet(
        writer,
        reader,
        text["title"],
        summary=text["summary"],
        audience=text["audience"],
        body=text["body_html"],
        sources=[Source(each["title"], each["reference"], each["retrieved"]) for each in text["sources"]],
        review_on=add_months_clamped(clock.today(), text["review_months"]),
        slug=text["slug"],
    )


def test_the_foot_stands_on_every_page(officer: Any, manager: Any, tmp_path: Path) -> None:
    body = "".join(f"<h2>Step {number}</h2>" + "<p>Write to the council. </p>" * 20 for number in range(6))
    edition = a_leaflet(manager, officer, body=body)
    pages = pages_of(draw(edition), tmp_path)
    assert len(pages) >= 3
    assert without_a_foot(pages, edition) == []


@pytest.mark.parametrize("taken_out", ["· version 1.0", "Review by", "Page 2"])
def test_a_page_without_a_part_of_its_foot_is_found(
    taken_out: str, officer: Any, manager: Any, tmp_path: Path
) -> None:
    """The control of the test above."""
    edition = a_leaflet(manager, officer, body="<p>Write to the council. </p>" * 60)
    first, second, *rest = pages_of(draw(edition), tmp_path)
    assert without_a_foot([first, second.replace(taken_out, ""), *rest], edition) == [2]


def test_the_leaflets_of_the_set_are_accessible_with_a_foot_on_every_page(
    officer: Any, manager: Any, tmp_path: Path, verapdf: Callable[..., list[Verdict]]
) -> None:
    editions = [of_the_set(path, manager, officer) for path in SET]
    drawn = [draw(edition) for edition in editions]
    assert len(drawn) == 4
    for edition, data, verdict in zip(editions, drawn, verapdf(*drawn), strict=True):
        accessible(verdict)
        pages = pages_of(data, tmp_path)
        assert edition.title.split()[0] in pages[0]
        assert without_a_foot(pages, edition) == []


def test_a_pdf_with_a_fault_in_its_tags_is_not_kept(
    officer: Any, manager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finished file is looked at: without its language it is refused, and the very same with it is kept."""
    edition = a_leaflet(manager, officer)
    real = pdf.render

    def spoilt(*args: Any, **values: Any) -> pdf.Rendered:
        drawn, out = real(*args, **values), BytesIO()
        with pikepdf.open(BytesIO(drawn.data)) as file:
            del file.Root.Lang
            file.save(out)
        return dataclasses.replace(drawn, data=out.getvalue())

    with monkeypatch.context() as patch:
        patch.setattr(pdf, "render", spoilt)
        jobs.do_due()
    job = jobs.latest("leaflets.make_pdf", edition.id)
    assert job is not None
    assert (job.state, job.problem) == (JobState.FAILED, "pdf_not_accessible")
    edition = Edition.get_by_id(edition.id)
    assert edition.pdf_id is None
    assert has_failed_pdf(edition)
    assert File.select().count() == 0
    jobs.ask("leaflets.make_pdf", edition.id)
    jobs.do_due()
    assert Edition.get_by_id(edition.id).pdf_id is not None
