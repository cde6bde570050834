"""What a client permits to share: shown on their page, recorded, taken back, found to be wrong."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request
from markupsafe import Markup

from ppsweb import keys
from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.authorities import wording as authority_wording
from ppsweb.authorities.models import SHARING, Authority
from ppsweb.authorities.wording import SHARE
from ppsweb.consents import actions
from ppsweb.consents.copying import without_copy
from ppsweb.consents.forms import Sharing, TakenBack
from ppsweb.consents.models import Disagreement
from ppsweb.consents.reading import disagreements_of, sharing_of, young_people_of
from ppsweb.consents.views.room import room, to_list
from ppsweb.consents.wording import OUTCOMES, SETTLED
from ppsweb.deadlines import clock
from ppsweb.organisations.models import Organisation, by_name
from ppsweb.people.forms import RecordedWrongly
from ppsweb.people.models import Person
from ppsweb.people.views import room_satellites as on_person
from ppsweb.refusal import Refused
from ppsweb.web.fields.choosing import choices
from ppsweb.web.once import already_done


@room.get("/<id:person>", needs="consents.view")
def show(person: Person) -> str:
    """All that a client permits and permitted, body by body."""
    record("consents.view", by=acting_member(), case=person, subject=person)
    keys.fetch([person.data_key_id])
    return render_template(
        "consents/show.html",
        person=person,
        bodies=sharing_of(person, clock.today()),
        disagreements=disagreements_of(person),
        without_copy=without_copy([person.data_key_id]),
        young_people=young_people_of(person, clock.today()),
        labels=authority_wording,
        outcomes=OUTCOMES,
        settled=SETTLED,
    )


@room.form("/<id:person>/record", needs="consents.record")
def record_sharing(person: Person) -> Any:
    """Record one signing: several bodies and purposes at once; `body` and `purpose` of the address are ticked."""
    wanted = {"bodies": request.args.getlist("body"), "purposes": request.args.getlist("purpose")}
    form = Sharing(data={"giver": person.name, "capacity": person.capacity, **wanted})
    form.bodies.choices = choices({each.id: each.name for each in by_name(Organisation.offered())})
    if form.is_submitted() and already_done(Authority, form):
        return to_list(person)
    if form.validate_on_submit():
        now = clock.now()
        try:
            actions.record_sharing(acting_member(), now, person, identifier=form.identifier, **form.said(now))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_recorded(person))
            return to_list(person)
    page = render_template("consents/record.html", form=form, person=person, wording=SHARE)
    return page, 422 if form.has_problems else 200


def _recorded(person: Person) -> str:
    if Disagreement.open_of(person):
        return "What they permit is recorded. As another parent does not agree, it waits for the manager."
    return "What they permit is recorded."


@room.form("/<id:person>/<id:sharing>/take-back", needs="consents.record")
def take_back(person: Person, sharing: str) -> Any:
    """They take back one permission to share."""
    return _end(
        person, sharing, TakenBack(), actions.take_back, "They take it back", "Record that it has ended"
    )


@room.form("/<id:person>/<id:sharing>/recorded-wrongly", needs="authorities.invalidate")
def recorded_wrongly(person: Person, sharing: str) -> Any:
    """A permission to share that never counted, because it was recorded wrongly."""
    heading = "This permission was recorded wrongly"
    return _end(person, sharing, RecordedWrongly(), actions.invalidate, heading, "Record that it is wrong")


def _end(person: Person, sharing: str, form: Any, verb: Any, heading: str, button: str) -> Any:
    found = _of_client(person, sharing)
    if form.validate_on_submit():
        try:
            verb(acting_member(), clock.now(), person, found, because=form.because.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It has ended. What rested on it and had not left is cancelled.")
            return to_list(person)
    page = render_template(
        "consents/end.html",
        form=form,
        person=person,
        sharing=found,
        heading=heading,
        button=button,
        labels=authority_wording,
    )
    return page, 422 if form.has_problems else 200


def _of_client(person: Person, sharing: str) -> Authority:
    """A permission to share of this client; of anybody else's there is the one 404."""
    found: Authority | None = Authority.get_or_none(
        (Authority.id == sharing)
        & (Authority.data_key == person.data_key_id)
        & Authority.purpose.in_(SHARING)
    )
    return found if found is not None else abort(404)


def _on_person(person: Person) -> Markup:
    """For whom there is a permission today, on the client's page."""
    found = sharing_of(person, clock.today())
    bodies = [body for body in found if any(each.stands or each.waits for each in body.shared)]
    page = render_template("consents/_on_person.html", person=person, bodies=bodies, labels=authority_wording)
    return Markup(page)  # noqa: S704 (a template of our own, escaped where it was drawn)


on_person.append(_on_person)
