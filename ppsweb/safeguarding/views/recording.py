"""The button on every page: four answers, and a concern is saved (D4.18)."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template
from flask import request as asked

from ppsweb.auth import acting_member
from ppsweb.auth.models import Member
from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.people import search
from ppsweb.refusal import Refused
from ppsweb.safeguarding import actions
from ppsweb.safeguarding.forms import IntoFile, NewConcern, moment_of
from ppsweb.safeguarding.models import Concern, ConcernLink
from ppsweb.safeguarding.views.room import page, room, to_concern
from ppsweb.web.fields.choosing import NOTHING, choices
from ppsweb.web.once import already_done

SAVED = "It is saved. Ring now, if you have not. The rest can wait until the next working day."


@room.form("/record", needs="safeguarding.record")
def record_concern() -> Any:
    """What somebody noticed about a child, without a case or a permission (D4.22)."""
    form = NewConcern()
    colleagues = _colleagues()
    form.about_member.choices = [NOTHING, *choices({each.id: each.name for each in colleagues.values()})]
    if form.is_submitted() and already_done(Concern, form):
        return to_concern(Concern.get_by_id(form.identifier))
    if form.validate_on_submit():
        now = clock.now()
        try:
            concern = actions.record_concern(
                acting_member(),
                now,
                facts=form.facts.data,
                about_whom=form.about_whom.data,
                opinion=form.opinion.data,
                happened_at=moment_of(form, now),
                about_member=colleagues.get(form.about_member.data or ""),
                case=_case_at_hand(),
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(SAVED)
            return to_concern(concern)
    drawn = render_template("safeguarding/record.html", form=form, case=_case_at_hand())
    return drawn, 422 if form.has_problems else 200


def _colleagues() -> dict[str, Member]:
    """Everybody of the service but the member at hand: about oneself the manager records."""
    everybody = Member.all_in_groups()
    return {each.id: each for each in everybody if each.in_service and each.id != acting_member().id}


def _case_at_hand() -> Case | None:
    """The case from whose page the button was pressed, if the member may open it; what else is said is no matter."""
    case_id = asked.args.get("case", "")
    return Case.found_for(acting_member(), case_id) if case_id else None


@room.form("/<id:concern>/file", needs="safeguarding.decide")
def link(concern: Concern) -> Any:
    """Put a concern into the file of the family that it is about."""
    form = IntoFile()
    if form.is_submitted() and already_done(ConcernLink, form):
        return to_concern(concern)
    if form.validate_on_submit():
        try:
            case = _case_called(form.reference.data)
            actions.link(acting_member(), clock.now(), concern, case, how_known=form.how_known.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The concern is in the file of the family.")
            return to_concern(concern)
    return page("safeguarding/file.html", concern, form)


def _case_called(reference: str) -> Case:
    """The case of this reference that the member may open. Raises Refused."""
    wanted, member = search.plain(reference), acting_member()
    people, _ = search.find(f"{wanted[:4]}-{wanted[4:]}", reader=member)
    cases = Case.visible_to(member).where(Case.person.in_(people or [""]))
    found = next((case for case in cases if search.plain(case.reference) == wanted), None)
    if found is None:
        raise Refused({"reference": "There is no case with this reference"})
    return found
