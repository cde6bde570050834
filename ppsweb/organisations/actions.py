"""Adding a body outside, and no longer offering one."""

from __future__ import annotations

from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.organisations.models import Organisation, OrganisationKind
from ppsweb.organisations.rules import reasons_against
from ppsweb.refusal import Refused


@action
def add_organisation(
    by: Member, when: datetime, *, name: str, kind: OrganisationKind, identifier: str | None = None
) -> Organisation:
    """Add a body by its own name. Raises Refused: it is general, or there already."""
    others = frozenset(" ".join(each.name.casefold().split()) for each in Organisation.offered())
    if reasons := reasons_against(name, others=others):
        raise Refused(reasons)
    chosen = {"id": identifier} if identifier else {}
    organisation: Organisation = Organisation(
        **chosen, created_at=when, name=" ".join(name.split()), kind=kind, added_by=by
    ).insert_new()
    record("organisations.add", by=by, subject=organisation)
    return organisation


@action
def retire_organisation(by: Member, when: datetime, organisation: Organisation) -> None:
    """Offer a body no more: it has another name now, or was added by mistake. What was permitted stays on record.

    Raises Refused.
    """
    if not organisation.is_offered:
        raise Refused("It is not offered any more already.")
    organisation.retired_at = when
    organisation.save_changed()
    record("organisations.retire", by=by, subject=organisation)
