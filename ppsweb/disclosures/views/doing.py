"""Recording what was done with a body outside or is planned, carrying out and calling off what was planned."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template
from wtforms.fields.choices import SelectChoice

from ppsweb.auth import acting_member
from ppsweb.authorities.models import Purpose
from ppsweb.authorities.wording import PURPOSES
from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.disclosures import actions, wording
from ppsweb.disclosures.forms import CalledOff, CarriedOut, Outside, moment
from ppsweb.disclosures.gate import NotCovered
from ppsweb.disclosures.models import Act, Told
from ppsweb.disclosures.rules import Gap
from ppsweb.disclosures.telling import whom
from ppsweb.disclosures.views.account import missing_page
from ppsweb.disclosures.views.room import room, to_account
from ppsweb.organisations.models import Organisation, by_name
from ppsweb.refusal import Refused
from ppsweb.web.fields.choosing import choices
from ppsweb.web.messages import saying
from ppsweb.web.once import already_done

NOT_IN_THE_LIST = SelectChoice("", "None of these")
#: what a new permission does not mend: that they let us keep a record comes first
NOT_MENDED = (Gap.NOT_HELD,)


@room.form("/<id:case>/record", needs="disclosures.record")
def record_act(case: Case) -> Any:
    """Record something done or planned; where no permission covers it, say which is missing and what can be done."""
    form = Outside()
    form.body.choices = [
        NOT_IN_THE_LIST,
        *choices({each.id: each.name for each in by_name(Organisation.offered())}),
    ]
    if form.is_submitted() and already_done(Act, form):
        return to_account(case)
    gap = None
    if form.validate_on_submit():
        try:
            _save(case, form)
        except NotCovered as missing:
            form.refuse(missing)
            gap = _gap(case, form, missing)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is recorded.")
            return to_account(case)
    page = render_template(
        "disclosures/record.html",
        form=form,
        case=case,
        gap=gap,
        without=form.is_done and (gap is not None or form.without.data),
    )
    return page, 422 if form.has_problems else 200


def _save(case: Case, form: Outside) -> None:
    now, by = clock.now(), acting_member()
    shared: dict[str, Any] = {
        "purpose": Purpose(form.purpose.data),
        "body": form.body.data or None,
        "said": form.said(),
        "identifier": form.identifier,
    }
    if not form.is_done:
        actions.plan(by, now, case, planned_for=form.day.data, **shared)
    elif not form.without.data:
        actions.record_done(by, now, case, happened_at=form.happened(now), **shared)
    else:
        actions.record_without_authority(
            by,
            now,
            case,
            happened_at=form.happened(now),
            why=form.why.data or "",
            told=Told(form.told.data or Told.NOT_YET),
            told_because=form.told_because.data or "",
            **shared,
        )


def _gap(case: Case, form: Outside, missing: NotCovered) -> dict[str, str]:
    """What the page says of a permission that is missing."""
    body = dict((choice.value, choice.label) for choice in form.body.choices).get(form.body.data or "")
    named = form.body.data and missing.verdict.gap not in NOT_MENDED
    return {
        "body": str(body) if form.body.data else str(form.recipient.data),
        "purpose": PURPOSES[Purpose(form.purpose.data)],
        "sentence": wording.missing(missing.verdict),
        "record": "",
        "form": "",
        **(missing_page(case, form.body.data, form.purpose.data) if named else {}),
    }


@room.form("/acts/<id:act>/done", needs="disclosures.record")
def carry_out(act: Act) -> Any:
    """What was planned has been done."""
    form = CarriedOut(obj=act, data={"categories": [str(each) for each in act.shares]})
    gap = False
    if form.validate_on_submit():
        now = clock.now()
        try:
            actions.carry_out(
                acting_member(),
                now,
                act,
                happened_at=moment(form.day, form.happened_time, now),
                said=form.said(),
                version=form.seen_version,
            )
        except Refused as refused:
            gap = isinstance(refused, NotCovered)
            form.refuse(refused)
        else:
            flash("It is recorded as done.")
            return to_account(act.case)
    page = render_template(
        "disclosures/carry_out.html", form=form, act=act, gap=gap, whom=whom, permitted=PURPOSES
    )
    return page, 422 if form.has_problems else 200


@room.route("/acts/<id:act>/call-off", methods=["POST"], needs="disclosures.record")
def call_off(act: Act) -> Any:
    """Call off what was planned."""
    form = CalledOff()
    if form.validate_on_submit():
        with saying("It is called off."):
            actions.cancel(acting_member(), clock.now(), act, form.seen_version)
    return to_account(act.case)
