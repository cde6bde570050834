"""Writing a leaflet and its next edition."""

from __future__ import annotations

from datetime import date

from ppsweb import markup
from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.leaflets.models import Edition, Leaflet, Source, State, to_sources
from ppsweb.leaflets.rules import slug_of
from ppsweb.refusal import Refused


@action
def write_leaflet(
    by: Member,
    *,
    title: str,
    summary: str,
    audience: str,
    body: str,
    sources: list[Source],
    review_on: date,
    slug: str | None = None,
    identifier: str | None = None,
) -> Edition:
    """Make a leaflet with a first draft. Raises Refused: no usable title, address taken, markup over a limit."""
    address = slug or slug_of(title)
    if not address:
        raise Refused({"title": "Enter a title with letters or numbers"})
    if Leaflet.select().where(Leaflet.slug == address).exists():
        raise Refused({"title": "There is a leaflet of this title. Write a new edition of it"})
    chosen = {"id": identifier} if identifier else {}
    leaflet = Leaflet(**chosen, slug=address).insert_new()
    edition = Edition(
        leaflet=leaflet,
        number=1,
        author=by,
        last_editor=by,
        content_hash="0" * 64,
        review_on=review_on,
        title=title,
        summary=summary,
        audience=audience,
        body=_clean(body),
        sources=to_sources(sources),
    )
    edition.content_hash = edition.hash_of_content()
    edition.insert_new()
    record("leaflets.write_leaflet", by=by, subject=leaflet)
    return edition


@action
def change_draft(
    by: Member,
    edition: Edition,
    version: int,
    *,
    title: str,
    summary: str,
    audience: str,
    body: str,
    sources: list[Source],
    review_on: date,
) -> Edition:
    """Save a draft; whoever saves it cannot approve it. Raises Refused, Stale."""
    if edition.state != State.DRAFT:
        raise Refused("This edition is published. Write a new one.")
    edition.title, edition.summary, edition.audience = title, summary, audience
    edition.body, edition.sources, edition.review_on = _clean(body), to_sources(sources), review_on
    edition.last_editor = by
    edition.content_hash = edition.hash_of_content()
    edition.save_changed(version)
    record("leaflets.change_draft", by=by, subject=edition)
    return edition


@action
def start_edition(by: Member, leaflet: Leaflet) -> Edition:
    """Begin the next edition from the newest, which readers go on seeing. Raises Refused."""
    if leaflet.draft is not None:
        raise Refused("A new edition is being written already.")
    newest = Edition.select().where(Edition.leaflet == leaflet).order_by(Edition.number.desc()).get()
    edition = Edition(
        leaflet=leaflet,
        number=newest.number + 1,
        author=by,
        last_editor=by,
        content_hash="0" * 64,
        review_on=newest.review_on,
        title=newest.title,
        summary=newest.summary,
        audience=newest.audience,
        body=newest.body,
        sources=newest.sources,
    )
    edition.content_hash = edition.hash_of_content()
    edition.insert_new()
    record("leaflets.start_edition", by=by, subject=edition)
    return edition


def _clean(body: str) -> str:
    try:
        return markup.clean(body).html
    except markup.TooMuch as problem:
        raise Refused({"body": problem.reason}) from None
