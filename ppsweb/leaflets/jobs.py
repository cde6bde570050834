"""What the worker does for leaflets: the PDF of an edition, once."""

from __future__ import annotations

import logging

from flask import render_template

from ppsweb import files, markup, pdf, settings
from ppsweb.audit import action, record
from ppsweb.files import Kind, MediaType
from ppsweb.leaflets.actions.publishing import MAKE_PDF
from ppsweb.leaflets.models import Edition
from ppsweb.leaflets.wording import NOT_LEGAL_ADVICE
from ppsweb.web.filters import day
from ppsweb.worker import jobs
from ppsweb.worker.models import Job

log = logging.getLogger(__name__)


@jobs.handler(MAKE_PDF)
def make_pdf(job: Job) -> None:
    """Draw the PDF of a published edition and keep it; an edition that has one is left alone."""
    edition = Edition.get_by_id(job.subject)
    if edition.pdf_id is not None:
        return
    try:
        data = draw(edition)
    except pdf.CannotRender as problem:
        log.error("the PDF of edition %s cannot be drawn: %s", edition.id, problem.reason)
        raise jobs.CannotDo(f"pdf_{problem.reason}") from problem
    faults = pdf.check_structure(data)
    if faults:
        log.error("the PDF of edition %s is not accessible: %d faults", edition.id, len(faults))
        raise jobs.CannotDo("pdf_not_accessible")
    _keep(edition, data)


def draw(edition: Edition) -> bytes:
    """The PDF of an edition: PDF/UA-1, with version, review date and page numbers on each page (D9.02)."""
    service = settings.current().service_name
    html = render_template(
        "leaflets/edition.pdf.html",
        edition=edition,
        body=markup.safe(edition.body),
        not_legal_advice=NOT_LEGAL_ADVICE,
    )
    stamp = pdf.Stamp(
        footer_left=f"{service} · version {edition.version_name}, {_month(edition)}"
        f"\nReview by {day(edition.review_on)}. Ask for the newest version"
    )
    return pdf.render(html, style="leaflet", title=edition.title, stamp=stamp).data


def _month(edition: Edition) -> str:
    """The month of publication as it stands at the foot of each page: November 2026."""
    return day(edition.published_at or edition.created_at).partition(" ")[2]


@action
def _keep(edition: Edition, data: bytes) -> None:
    edition.pdf = files.store(
        data, kind=Kind.LEAFLET, media=MediaType.PDF, name=f"{edition.leaflet.slug}.pdf", owner=edition
    )
    edition.save_changed()
    record("leaflets.keep_pdf", by=None, subject=edition)
