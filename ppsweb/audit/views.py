"""The manager's page of the record: who did or saw what, and whether a row is still as this site wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app, render_template, request

from ppsweb.audit import actions, reading, wording
from ppsweb.audit.forms import WantedForm
from ppsweb.audit.models import AuditRow
from ppsweb.audit.reading import Rows, Wanted
from ppsweb.permissions import Room
from ppsweb.permissions.room import current_member

room = Room("audit", __name__, url_prefix="/audit")


@room.get("", needs="audit.view")
def index() -> tuple[str, int]:
    """One page of rows, newest first. Looking is recorded before anything is shown."""
    actions.look(current_member())
    form = WantedForm(request.args).offer(current_app.extensions["member_names"]())
    found = Rows([], None)
    if form.validate():
        wanted = Wanted(form.action.data or None, form.member.data or None, form.day.data)
        found = reading.page(wanted, request.args.get("before"), reader=current_member())
    page = render_template(
        "audit/index.html",
        form=form,
        rows=found.rows,
        names=_names(found.rows),
        wording=wording,
        older={**request.args.to_dict(), "before": found.older} if found.older else None,
    )
    return page, 422 if form.has_problems else 200


def _names(rows: Iterable[AuditRow]) -> dict[str, str]:
    """The names of the members of staff on this page; families have none here."""
    ids = {each for row in rows for each in (row.actor, row.subject) if each is not None}
    found: dict[str, str] = current_app.extensions["member_names"](ids)
    return found
