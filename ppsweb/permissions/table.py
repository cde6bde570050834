"""Who may do what: the one table. What it does not name cannot be done (deny by default, D6.05)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ppsweb.permissions.predicates import (
    MemberLike,
    anybody,
    caseworker,
    editor,
    in_service,
    manager,
    manager_in_person,
    may_see,
    signed_in,
    works_on,
)

Predicate = Callable[[MemberLike | None, Any], bool]

PERMISSIONS: dict[str, Predicate] = {
    # seen without signing in: the way in, and what must be found when nothing else works
    "public.sign_in": anybody,
    "public.safeguarding": anybody,
    "public.accessibility": anybody,
    # everybody whom the directory knows
    "auth.sign_out": signed_in,
    "auth.stay": signed_in,
    "home.view": signed_in,
    "leaflets.read": signed_in,
    # the members of the service
    "auth.members": manager,
    "auth.admit": manager_in_person,
    "auth.deputise": manager_in_person,
    "auth.hand_over": manager,
    "audit.view": manager,
    # leaflets
    "leaflets.write": editor,
    "leaflets.publish": in_service,
    # families
    "search.people": caseworker,
    "authorities.record": caseworker,
    "authorities.invalidate": manager,
    "organisations.view": caseworker,
    "organisations.write": caseworker,
    "consents.view": works_on,
    "consents.record": works_on,
    "consents.decide": manager,
    "people.view": works_on,
    "people.write": works_on,
    "people.verify": works_on,
    "cases.list": caseworker,
    "cases.open": caseworker,
    "cases.view": works_on,
    "cases.write": works_on,
    "cases.close": works_on,
    "cases.cover": caseworker,
    "cases.seal_note": manager,
    # professionals who ask for help for a family
    "referrals.record": caseworker,
    "referrals.list": caseworker,
    # a child at risk: anybody of the service records it
    "safeguarding.record": in_service,
    "safeguarding.view": may_see,
    "safeguarding.list": caseworker,
    "safeguarding.decide": works_on,
    # what is done outside
    "disclosures.view": works_on,
    "disclosures.record": works_on,
    "disclosures.close_breach": manager,
    # subject access
    "subject_access.list": caseworker,
    "subject_access.log": caseworker,
    "subject_access.view": works_on,
    "subject_access.decide": works_on,
    "subject_access.sign": caseworker,
    "subject_access.release": manager,
    # mail
    "mail.view": caseworker,
    "mail.cancel": works_on,
    "mail.resend": works_on,
    # the training copy only
    "demo.mail": signed_in,
}


def may(member: MemberLike | None, permission: str, record: Any = None) -> bool:
    """Whether `member` (None: nobody signed in) may do this, to this record if one is given.

    Raises KeyError for a permission that the table does not name: a spelling mistake must not grant anything.
    """
    return PERMISSIONS[permission](member, record)
