"""Publishing an edition, and taking a leaflet away from readers."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.leaflets.models import Edition, Leaflet, State
from ppsweb.leaflets.rules import reasons_against_publishing
from ppsweb.refusal import Refused
from ppsweb.worker import jobs
from ppsweb.worker.models import State as JobState

MAKE_PDF = "leaflets.make_pdf"


@action
def publish(by: Member, when: datetime, today: date, edition: Edition, *, content_hash: str) -> Edition:
    """Approve and publish what was read: `content_hash` is that of the draft as it was shown (D9.01).

    The edition before it is superseded, and the worker makes the PDF. Raises Refused.
    """
    if edition.state != State.DRAFT:
        raise Refused("This edition is published already.")
    if content_hash != edition.content_hash:
        raise Refused("It was edited after you opened it. Read it again before you approve it.")
    reasons = reasons_against_publishing(
        body=edition.body,
        sources=len(edition.source_list),
        review_on=edition.review_on,
        today=today,
        by_writer=by.id in (edition.author_id, edition.last_editor_id),
    )
    if reasons:
        raise Refused(" ".join(reasons))
    current = edition.leaflet.published
    if current is not None:
        current.state = State.SUPERSEDED
        current.save_changed()
    edition.state, edition.approved_by, edition.published_at = State.PUBLISHED, by, when
    edition.save_changed()
    jobs.ask(MAKE_PDF, edition.id)
    record("leaflets.publish", by=by, subject=edition)
    return edition


@action
def make_pdf_again(by: Member, edition: Edition) -> None:
    """Have the worker try once more to draw the PDF of an edition. Raises Refused."""
    if not has_failed_pdf(edition):
        raise Refused("The PDF has been made, or is being made.")
    jobs.ask(MAKE_PDF, edition.id)
    record("leaflets.make_pdf_again", by=by, subject=edition)


def has_failed_pdf(edition: Edition) -> bool:
    """Whether the worker has given up drawing the PDF of a published edition."""
    job = jobs.latest(MAKE_PDF, edition.id) if edition.pdf_id is None else None
    return job is not None and job.state is JobState.FAILED


@action
def withdraw_leaflet(by: Member, leaflet: Leaflet) -> None:
    """Take a leaflet away from readers; its editions are kept (D5.10). Raises Refused."""
    current = leaflet.published
    if current is None:
        raise Refused("No edition of this leaflet is published.")
    current.state = State.WITHDRAWN
    current.save_changed()
    record("leaflets.withdraw_leaflet", by=by, subject=current)
