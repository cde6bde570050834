"""Reading the items and deciding about them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask import request as asked

from ppsweb.auth.models import names_of
from ppsweb.deadlines import clock
from ppsweb.permissions import may
from ppsweb.refusal import Refused
from ppsweb.subject_access import actions, corrections, rules, wording
from ppsweb.subject_access.codes import Exemption, Mark, Verdict
from ppsweb.subject_access.forms import DecisionForm
from ppsweb.subject_access.models import DataRequest, Decision, Item
from ppsweb.subject_access.standing import Decided, decided
from ppsweb.subject_access.views.room import acting_member, record_read, room, to_request
from ppsweb.subject_access.walking import Found, look_up
from ppsweb.web.messages import flash_refused
from ppsweb.web.once import already_done

PAGE = 25
SHOWN = "shown-"


@room.get("/<id:request>/items", needs="subject_access.view")
def items(request: DataRequest) -> str:
    """A page of the items as they will be given out, each with its decision."""
    member = acting_member()
    now = decided(request)
    number = min(max(asked.args.get("page", 1, type=int), 1), 10_000)
    shown = now.items[(number - 1) * PAGE : number * PAGE]
    found = look_up(request, shown)
    record_read("subject_access.view_items", request, shown)
    return render_template(
        "subject_access/items.html",
        request_=request,
        now=now,
        rows=[(item, found.get(item.id), now.of(item)) for item in shown],
        together=_together(now, shown, found),
        beside=corrections.said_beside(now),
        page=number,
        more=len(now.items) > number * PAGE,
        names=names_of(),
        may_read_sealed=may(member, "cases.seal_note"),
        wording=wording,
    )


def _together(now: Decided, shown: Any, found: dict[str, Found]) -> dict[str, str]:
    """What one press includes: the shown items that are undecided and unmarked, with the code of what was read.
    A note is not among them while one that it corrects, or that corrects it, is held back.

    What has changed since the last look is not among them: it was not gathered as it is now.
    """
    held_back = corrections.held_back_beside(now)
    return {
        f"{SHOWN}{item.id}": item.content_mac
        for item in shown
        if now.of(item) is None
        and item.id in found
        and found[item.id].is_as_gathered(item)
        and rules.may_be_decided_together(
            found[item.id].mark, now.standing_reason(item), held_back_beside=item.id in held_back
        )
    }


@room.post("/<id:request>/include-shown", needs="subject_access.decide")
def include_shown(request: DataRequest) -> Any:
    """Include all of the shown items that are undecided and unmarked."""
    shown = {name.removeprefix(SHOWN): value for name, value in asked.form.items() if name.startswith(SHOWN)}
    page = asked.form.get("page", "1")
    try:
        count = actions.include_shown(acting_member(), clock.now(), request, shown)
    except Refused as refused:
        flash_refused(refused)
    else:
        flash(f"{count} items are given out." if count != 1 else "1 item is given out.")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    return redirect(url_for("subject_access.items", request=request.id, page=number), 303)


@room.form("/items/<id:item>", needs="subject_access.decide")
def decide(item: Item) -> Any:
    """Read one item and decide about it."""
    request = item.request
    found = look_up(request, [item]).get(item.id)
    form = DecisionForm(data={"seen": found.content_mac if found else ""})
    if form.is_submitted() and already_done(Decision, form):
        return _next(request)
    if form.validate_on_submit():
        try:
            actions.decide(
                acting_member(),
                clock.now(),
                item,
                Verdict(form.verdict.data),
                seen=form.seen.data,
                exemption=Exemption(form.exemption.data) if form.exemption.data else None,
                opinion_on=form.opinion_on.data,
                explanation=form.explanation.data,
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _next(request)
    record_read("subject_access.view_items", request, [item])
    page = render_template(
        "subject_access/decide.html",
        form=form,
        item=item,
        found=found,
        request_=request,
        readable=found is not None and may_read(found),
        beside=corrections.said_beside(decided(request)).get(item.id, ""),
        history=list(Decision.select().where(Decision.item == item).order_by(Decision.number)),
        names=names_of(),
        wording=wording,
    )
    return page, 422 if form.has_problems else 200


def may_read(found: Found) -> bool:
    """Whether whoever asks may read it as it is marked now, whatever it was when it was gathered (D4.26)."""
    return found.mark is not Mark.SEALED_OFF or may(acting_member(), "cases.seal_note")


def _next(request: DataRequest) -> Any:
    """On to the next item that is not decided, or back when all are."""
    left = decided(request).undecided
    if not left:
        flash("Every item is decided.")
        return to_request(request)
    return redirect(url_for("subject_access.decide", item=left[0].id), 303)
