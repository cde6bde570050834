"""What was done without permission: the officer says how it came to happen, the manager closes it (D3.22, D4.03)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from peewee import JOIN

from ppsweb import keys
from ppsweb.audit import record, record_each
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.disclosures import actions, wording
from ppsweb.disclosures.forms import CalledOff, Closed, Explained
from ppsweb.disclosures.models import Act, Breach, Told
from ppsweb.disclosures.rules import look_by
from ppsweb.disclosures.telling import whom
from ppsweb.disclosures.views.room import room, to_account
from ppsweb.organisations.models import Organisation
from ppsweb.people.models import Person
from ppsweb.refusal import Refused
from ppsweb.web.messages import saying

SHOWN_FOR = timedelta(days=366)


def acts_for(member: Any) -> Any:
    """A query of the acts that this member may see, with case, client, body and breach."""
    return (
        Act.select(Act, Case, Person, Organisation, Breach)
        .join(Case, on=(Act.case == Case.id))
        .join(Person, on=(Case.person == Person.id))
        .switch(Act)
        .join(Organisation, JOIN.LEFT_OUTER, on=(Act.organisation == Organisation.id))
        .switch(Act)
        .join(Breach, JOIN.LEFT_OUTER, on=(Act.breach == Breach.id))
        .where(Act.case.in_(Case.visible_to(member).select(Case.id)))
    )


@room.get("/without-permission", needs="disclosures.close_breach")
def breaches() -> str:
    """What is to be closed, what was typed late, and what was closed lately."""
    member = acting_member()
    acts = acts_for(member)
    since = clock.now() - SHOWN_FOR
    open_ = list(
        acts.where(Act.breach.is_null(False) & Breach.closed_at.is_null()).order_by(Breach.created_at)
    )
    late = list(acts.where(Act.late & Act.late_seen_at.is_null()).order_by(Act.recorded_at))
    closed = list(acts.where(Breach.closed_at > since).order_by(Breach.closed_at.desc()))
    shown = {act.case_id: act.case for act in (*open_, *late, *closed)}.values()
    record("disclosures.list_breaches", by=member)
    record_each("disclosures.view", by=member, files=shown)
    keys.fetch({key for case in shown for key in (case.data_key_id, case.person.data_key_id)})
    return render_template(
        "disclosures/breaches.html",
        open=open_,
        late=late,
        closed=closed,
        names=names_of(act.done_by_id for act in late),
        look_by=look_by,
        whom=whom,
        wording=wording,
    )


@room.form("/without-permission/<id:breach>/explain", needs="disclosures.record")
def explain(breach: Breach) -> Any:
    """Say how it came to happen, and whether the client knows."""
    form = Explained(obj=breach)
    if breach.closed_at is None and form.validate_on_submit():
        try:
            actions.explain_breach(
                acting_member(), clock.now(), breach, version=form.seen_version, **_explained(form)
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is recorded. The manager closes it.")
            return to_account(breach.case)
    back = {
        "href": url_for("disclosures.show", case=breach.case_id),
        "text": "Who we told and what is planned",
    }
    return _page(breach, form, "How it came to be done without permission", "Save", back)


@room.form("/without-permission/<id:breach>", needs="disclosures.close_breach")
def close_breach(breach: Breach) -> Any:
    """Look at it and close it."""
    form = Closed(obj=breach, data={"reported": None})
    if breach.closed_at is None and form.validate_on_submit():
        try:
            actions.close_breach(
                acting_member(),
                clock.now(),
                breach,
                version=form.seen_version,
                learned=form.learned.data,
                reported=form.reported.data == "yes",
                **_explained(form),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("It is closed.")
            return redirect(url_for("disclosures.breaches"), 303)
    back = {"href": url_for("disclosures.breaches"), "text": "Done without permission"}
    return _page(breach, form, "Close what was done without permission", "Close it", back)


@room.route("/acts/<id:act>/seen", methods=["POST"], needs="disclosures.close_breach")
def seen_late(act: Act) -> Any:
    """The manager has seen that it was typed late."""
    form = CalledOff()
    if form.validate_on_submit():
        with saying("It is off the list."):
            actions.see_late(acting_member(), clock.now(), act, form.seen_version)
    return redirect(url_for("disclosures.breaches"), 303)


def _explained(form: Explained) -> dict[str, Any]:
    return {
        "why": form.why.data,
        "told": Told(form.told.data),
        "told_because": form.told_because.data or "",
    }


def _page(breach: Any, form: Explained, heading: str, button: str, back: dict[str, str]) -> Any:
    record("disclosures.view_breach", by=acting_member(), case=breach.case, subject=breach)
    keys.fetch([breach.case.data_key_id, breach.case.person.data_key_id])
    act = (
        Act.select(Act, Organisation)
        .join(Organisation, JOIN.LEFT_OUTER, on=(Act.organisation == Organisation.id))
        .where(Act.breach == breach)
        .get()
    )
    page = render_template(
        "disclosures/breach.html",
        breach=breach,
        act=act,
        form=form,
        heading=heading,
        button=button,
        back=back,
        names=names_of([breach.opened_by_id]),
        whom=whom,
        wording=wording,
    )
    return page, 422 if form.has_problems else 200
