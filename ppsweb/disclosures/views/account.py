"""Who we told and what is planned: the page for staff, the paper for the client, the form for a permission."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, render_template, request, url_for
from peewee import JOIN
from werkzeug.wrappers import Response as Answer

from ppsweb import keys, pdf
from ppsweb.audit import record
from ppsweb.auth import acting_member
from ppsweb.auth.models import names_of
from ppsweb.authorities import wording as authority_wording
from ppsweb.authorities.models import SHARING, Authority, Purpose
from ppsweb.cases.models import Case
from ppsweb.cases.wording import CHANNELS
from ppsweb.deadlines import clock
from ppsweb.disclosures import wording
from ppsweb.disclosures.deciding import decide
from ppsweb.disclosures.ledger import lines_for, lines_to_tell
from ppsweb.disclosures.models import Act, SharingEnd, State
from ppsweb.disclosures.papers import account_pdf, permission_pdf
from ppsweb.disclosures.telling import whom
from ppsweb.disclosures.views.room import room, to_account
from ppsweb.organisations.models import Organisation
from ppsweb.web.messages import IMPORTANT


@room.get("/<id:case>", needs="disclosures.view")
def show(case: Case) -> str:
    """What is planned, what was told to whom, and what an ended permission leaves to do."""
    record("disclosures.view", by=acting_member(), case=case)
    keys.fetch([case.data_key_id, case.person.data_key_id])
    acts = list(_acts(case).where(Act.state != State.DONE))
    planned = [act for act in acts if act.state == State.PLANNED]
    return render_template(
        "disclosures/show.html",
        case=case,
        planned=planned,
        waits={act.id: _why_it_waits(case, act) for act in planned},
        called_off=[act for act in acts if act.state == State.CANCELLED],
        ends=list(_ends(case)),
        lines=list(reversed(lines_for(case.person))),
        names=names_of(act.member_id for act in acts),
        whom=whom,
        wording=wording,
        permitted=authority_wording.PURPOSES,
        channels=CHANNELS,
    )


def _why_it_waits(case: Case, act: Act) -> str:
    """Why what is planned could not be done as things stand now, in a sentence; empty when it could (D4.24)."""
    verdict = decide(
        case,
        organisation=act.organisation_id,
        purpose=Purpose(act.purpose),
        now=clock.now(),
        planned_for=max(act.planned_for or clock.today(), clock.today()),
        categories=act.shares,
        only=act.authority_id,
    )
    return "" if verdict.authority is not None else wording.missing(verdict)


def _acts(case: Case) -> Any:
    return (
        Act.select(Act, Organisation, Authority)
        .join(Organisation, JOIN.LEFT_OUTER, on=(Act.organisation == Organisation.id))
        .switch(Act)
        .join(Authority, JOIN.LEFT_OUTER, on=(Act.authority == Authority.id))
        .where(Act.case == case)
        .order_by(Act.planned_for, Act.created_at)
    )


def _ends(case: Case) -> Any:
    return (
        SharingEnd.select(SharingEnd, Authority, Organisation)
        .join(Authority, on=(SharingEnd.authority == Authority.id))
        .join(Organisation, JOIN.LEFT_OUTER, on=(Authority.organisation == Organisation.id))
        .where((SharingEnd.case == case) & SharingEnd.dealt_at.is_null())
        .order_by(SharingEnd.created_at)
    )


@room.get("/<id:case>/who-we-told.pdf", needs="disclosures.view")
def account(case: Case) -> Any:
    """The account for the client, to print: without what they must not be told (D4.20)."""
    record("disclosures.account", by=acting_member(), case=case)
    keys.fetch([case.data_key_id, case.person.data_key_id])
    return _paper(
        "who-we-told.pdf", lambda: account_pdf(case.person, lines_to_tell(case.person), clock.today()), case
    )


@room.get("/<id:case>/permission-form.pdf", needs="disclosures.view")
def permission_form(case: Case) -> Any:
    """The form with which a client permits one thing with one body, to print and sign: `body` and `purpose`."""
    record("disclosures.permission_form", by=acting_member(), case=case)
    body = Organisation.get_or_none(Organisation.id == request.args.get("body", ""))
    purpose = next((each for each in SHARING if each == request.args.get("purpose")), None)
    return _paper("permission.pdf", lambda: permission_pdf(body, purpose), case)


def _paper(name: str, draw: Any, case: Case) -> Any:
    """A PDF as the answer; where it cannot be drawn, a message that says why."""
    try:
        data = draw()
    except pdf.CannotRender as problem:
        flash(pdf.sentence(problem), IMPORTANT)
        return to_account(case)
    answer: Answer = Response(data, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def missing_page(case: Case, body: str, purpose: str) -> dict[str, str]:
    """Where a missing permission is recorded, and its form printed."""
    return {
        "record": url_for("consents.record_sharing", person=case.person_id, body=body, purpose=purpose),
        "form": url_for("disclosures.permission_form", case=case.id, body=body, purpose=purpose),
    }
