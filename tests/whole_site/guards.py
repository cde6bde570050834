"""The named guards of docs/policy.md, each with the way to switch it off.

`pytest --without-guard NAME` runs with one guard gone. The clause's tests must then fail: a marker on a test that
proves nothing is found out. This module is the only one that knows how to weaken the site, and only in tests.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest


def _everybody(predicate: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Let a predicate say yes to whoever is signed in, wherever the table of permissions asks it."""

    def switch_off(patch: pytest.MonkeyPatch) -> None:
        from ppsweb.permissions import predicates, table

        real = getattr(predicates, predicate)

        def yes(member: Any, record: Any = None) -> bool:
            return member is not None

        patch.setattr(predicates, predicate, yes)
        for permission, asked in list(table.PERMISSIONS.items()):
            if asked is real:
                patch.setitem(table.PERMISSIONS, permission, yes)

    return switch_off


def _all_cases(patch: pytest.MonkeyPatch) -> None:
    """Show every case to every caseworker."""
    from ppsweb.cases.models import Case

    patch.setattr(Case, "visible_to", classmethod(lambda cls, member: cls.select()))


def _no_trigger(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Leave out every trigger of one name; migrations put the others on."""

    def switch_off(patch: pytest.MonkeyPatch) -> None:
        from ppsweb.database import guards

        real = guards._statements

        def without(database: Any, table: str, guard: guards.Guard, event: str) -> list[str]:
            if guard.name == name:
                guard = dataclasses.replace(
                    guard, refuse="1 = 0", refuse_postgresql="false", before_postgresql=""
                )
            return real(database, table, guard, event)

        patch.setattr(guards, "_statements", without)

    return switch_off


def _telling_answers(patch: pytest.MonkeyPatch) -> None:
    """Answer 403 for what is there and may not be known."""
    from flask import abort

    from ppsweb.cases.models import Case
    from ppsweb.permissions import room

    real = room.refuse

    def telling(member: Any, needs: str) -> Any:
        from flask import request

        case_id = next(iter((request.view_args or {}).values()), "")
        return abort(403) if Case.get_or_none(Case.id == case_id) else real(member, needs)

    patch.setattr(room, "refuse", telling)


def _safeguarding_closed(patch: pytest.MonkeyPatch) -> None:
    """Ask for a sign-in before the safeguarding numbers are shown."""
    from ppsweb.permissions import predicates, table

    patch.setitem(table.PERMISSIONS, "public.safeguarding", predicates.signed_in)


def _approval_unread(patch: pytest.MonkeyPatch) -> None:
    """Take an approval whose boxes are not ticked."""
    from ppsweb.leaflets.forms import Approval

    patch.setattr(Approval, "validate_on_submit", lambda self: self.is_submitted())


GUARDS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "cases.visible_to": _all_cases,
    "permissions.in_service": _everybody("caseworker"),
    "permissions.uniform_404": _telling_answers,
    "authorities.rests_on_authority": _no_trigger("authority"),
    "mail.recipient": _no_trigger("recipient"),
    "permissions.safeguarding_open": _safeguarding_closed,
    "database.never_delete": _no_trigger("never_delete"),
    "leaflets.second_person": _no_trigger("approved"),
    "leaflets.approval_form": _approval_unread,
}
