"""On what a case rests: the permission of its client, and a new one once that has ended (C5)."""

from __future__ import annotations

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority
from ppsweb.cases.models import Case
from ppsweb.people.actions.permission import resting
from ppsweb.people.models import Person


@action
def rest_anew(by: Member, case: Case, authority: Authority) -> Case:
    """Let a case rest on the permission that its client gave again."""
    case.authority = authority
    case.save_changed()
    record("cases.rest_anew", by=by, case=case, subject=authority)
    return case


def _with_their_client(by: Member, person: Person, authority: Authority) -> None:
    """All of them, closed ones too: one of those that is opened again must rest on what is in force."""
    for case in Case.select().where(Case.person == person):
        rest_anew(by, case, authority)


resting.append(_with_their_client)
