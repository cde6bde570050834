"""The page on which a talk with a young person is recorded (D2.20)."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template

from ppsweb.auth import acting_member
from ppsweb.consents import talking
from ppsweb.consents.forms import Talked
from ppsweb.consents.models import Talk
from ppsweb.consents.views.room import room, to_list
from ppsweb.deadlines import clock
from ppsweb.people.models import Person
from ppsweb.refusal import Refused
from ppsweb.web.once import already_done


@room.form("/<id:person>/young/<id:named>", needs="consents.record")
def talk(person: Person, named: str) -> Any:
    """Record what was settled with a young person about who decides."""
    found = next((each for each in talking.children_of(person) if each.id == named), None)
    if found is None:
        abort(404)
    form = Talked()
    if form.is_submitted() and already_done(Talk, form):
        return to_list(person)
    if form.validate_on_submit():
        try:
            talking.talk(
                acting_member(), clock.now(), person, found, identifier=form.identifier, **form.told()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is recorded.")
            return to_list(person)
    page = render_template(
        "consents/talk.html", form=form, person=person, child=found, decides_from=talking.decides_from(found)
    )
    return page, 422 if form.has_problems else 200
