"""Keeping who asked the service to help a family."""

from __future__ import annotations

from datetime import date, datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.keys import new_data_key
from ppsweb.organisations.models import Organisation, OrganisationKind
from ppsweb.referrals import rules
from ppsweb.referrals.models import Asked, Referral
from ppsweb.refusal import Refused


@action
def record_referral(
    by: Member,
    when: datetime,
    *,
    came_on: date,
    referrer: str,
    organisation: Organisation | None,
    asked: Asked,
    body: str = "",
    kind: OrganisationKind | None = None,
    identifier: str | None = None,
) -> Referral:
    """Keep who asked and when, and nothing about the family (D4.07): nobody looks whether it is known.

    The body is one of the list, or `body` and its `kind`. Raises Refused.
    """
    reasons = rules.reasons_against(
        referrer=referrer,
        in_list=organisation is not None,
        body=body,
        kind_said=kind is not None,
        offered=frozenset(" ".join(each.name.casefold().split()) for each in Organisation.offered()),
    )
    if organisation is not None and not organisation.is_offered:
        reasons["organisation"] = "It is not in the list any more. Choose another, or enter its name"
    if reasons:
        raise Refused(reasons)
    chosen = {"id": identifier} if identifier else {}
    referral: Referral = Referral(
        **chosen,
        data_key=new_data_key(),
        created_at=when,
        taken_by=by,
        came_on=came_on,
        referrer=" ".join(referrer.split()),
        organisation=organisation,
        body=" ".join(body.split()) if organisation is None else None,
        kind=organisation.kind if organisation is not None else kind,
        asked=asked,
    ).insert_new()
    record("referrals.record_referral", by=by, subject=referral)
    return referral
