"""Invented leaflets, written and published by the same actions as on the site."""

from __future__ import annotations

from typing import Any

from ppsweb import files
from ppsweb.auth.models import Member
from ppsweb.deadlines import clock
from ppsweb.leaflets import actions
from ppsweb.leaflets.models import Edition, Source
from ppsweb.leaflets.rules import review_by

SOURCE = Source("Children and Families Act 2014, section 36", "legislation.gov.uk", "2026-11-23")


def a_draft(by: Member, title: str = "Asking for a hedge", **changes: Any) -> Edition:
    """A leaflet with one draft edition."""
    values: dict[str, Any] = {
        "title": title,
        "summary": "How to ask for a hedge, and what happens then.",
        "audience": "Parents and carers",
        "body": "<h2>How to ask</h2><p>Write to the council. You can use your own words.</p>",
        "sources": [SOURCE],
        "review_on": review_by(clock.today()),
        **changes,
    }
    return actions.write_leaflet(by, **values)


def a_leaflet(writer: Member, approver: Member, title: str = "Asking for a hedge", **changes: Any) -> Edition:
    """A published edition."""
    edition = a_draft(writer, title, **changes)
    return actions.publish(approver, clock.now(), clock.today(), edition, content_hash=edition.content_hash)


def a_pdf(edition: Edition, data: bytes = b"%PDF-1.7") -> files.File:
    """A file that stands for the PDF of this edition."""
    return files.store(
        data, kind=files.Kind.LEAFLET, media=files.MediaType.PDF, name="leaflet.pdf", owner=edition
    )
