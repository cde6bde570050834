"""A concern with what is still to do about it, and the list of them."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup

from ppsweb import keys
from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.cases import wording as case_wording
from ppsweb.deadlines import clock
from ppsweb.people.models import Person
from ppsweb.people.views import room_satellites as on_person
from ppsweb.safeguarding import rules, wording
from ppsweb.safeguarding.models import Concern, ConcernClosing, ConcernLink
from ppsweb.safeguarding.reading import whole, wholes
from ppsweb.safeguarding.views.room import looked, named, room

#: open ones are all shown, so that none is overlooked; of the closed the newest
CLOSED = 50


@room.get("/concerns", needs="safeguarding.list")
def index() -> str:
    """The concerns that the member may open: those with something to do first, the most urgent on top."""
    member = acting_member()
    closed = ConcernClosing.select(ConcernClosing.concern)
    visible = Concern.visible_to(member)
    newest = visible.where(Concern.id.in_(closed)).order_by(Concern.created_at.desc(), Concern.id)
    found = wholes([*visible.where(Concern.id.not_in(closed)), *newest.limit(CLOSED)])
    found.sort(key=lambda each: (each.closing is not None, [due.by for due in each.outstanding][:1]))
    record("safeguarding.list", by=member)
    return render_template(
        "safeguarding/index.html",
        concerns=found,
        names=names_of(each.concern.recorded_by_id for each in found),
        wording=wording,
        named=named,
        today=clock.today(),
    )


@room.get("/<id:concern>", needs="safeguarding.view")
def show(concern: Concern) -> str:
    """A concern, the decisions about it, what was told, what followed, and what is still to do."""
    looked(concern)
    found = whole(concern)
    link = concern.link
    if link is not None:
        keys.fetch([link.person.data_key_id, link.case.data_key_id])
    return render_template(
        "safeguarding/show.html",
        found=found,
        concern=concern,
        called=named(concern),
        link=link,
        names=names_of(found.members),
        wording=wording,
        channels=case_wording.CHANNELS,
        rules=rules,
        today=clock.today(),
    )


def _on_person(person: Person) -> Markup:
    """The concerns in a client's file, on the client's page, for whoever may open them."""
    linked = ConcernLink.select(ConcernLink.concern).where(ConcernLink.person == person)
    visible: Any = Concern.visible_to(acting_member()).where(Concern.id.in_(linked))
    found = list(visible.order_by(Concern.created_at.desc(), Concern.id))
    page = render_template("safeguarding/_on_person.html", concerns=found, named=named)
    return Markup(page)  # noqa: S704 (a template of our own, escaped where it was drawn)


on_person.append(_on_person)
