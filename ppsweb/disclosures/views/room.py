"""The room of the gate, and how an address becomes an act, a breach or an ended permission for a member."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from ppsweb.audit import referred_to
from ppsweb.cases.models import Case
from ppsweb.disclosures.models import Act, Breach, SharingEnd
from ppsweb.permissions import Room
from ppsweb.permissions.room import belongs_to

room = Room("disclosures", __name__, url_prefix="/disclosures")


def _of_case(table: Any) -> Callable[[Any, str], Any]:
    """A row of a case that the member may open, or None."""

    def found(member: Any, row_id: str) -> Any:
        row = table.get_or_none(table.id == row_id)
        case = Case.found_for(member, row.case_id) if row is not None else None
        if case is None:
            return None
        row.case = case
        return row

    return found


def _whose(table: Any) -> Callable[[str], Any]:
    def case_of(row_id: str) -> Any:
        return referred_to(
            Case.select(Case.audit_ref).join(table, on=(table.case == Case.id)).where(table.id == row_id)
        )

    return case_of


belongs_to(act=_whose(Act), breach=_whose(Breach), sharing_end=_whose(SharingEnd))
room.loads(case=Case.found_for, act=_of_case(Act), breach=_of_case(Breach), sharing_end=_of_case(SharingEnd))


def to_account(case: Case) -> Response:
    return redirect(url_for("disclosures.show", case=case.id), 303)
