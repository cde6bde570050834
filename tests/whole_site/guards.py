"""The named guards of docs/policy.md, each with the way to switch it off.

`pytest --without-guard NAME` runs the tests that name this guard, with the guard gone. Each of them must then fail: a
marker on a test that proves nothing is found out. A new guard is one line of GUARDS below. This module is the only one
that knows how to weaken the site, and only in tests.
"""

from __future__ import annotations

import dataclasses
import importlib
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


def _answers(module: str, name: str, answer: Any) -> Callable[[pytest.MonkeyPatch], None]:
    """Let a function, a method or a property of a module give the same answer, whatever it is asked."""

    def switch_off(patch: pytest.MonkeyPatch) -> None:
        holder: Any = importlib.import_module(module)
        *path, last = name.split(".")
        for each in path:
            holder = getattr(holder, each)
        same: Any = property(lambda self: answer) if path else lambda *args, **values: answer
        patch.setattr(holder, last, same)

    return switch_off


def _all_rows(module: str, table: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Show every row of a table to every caseworker."""

    def switch_off(patch: pytest.MonkeyPatch) -> None:
        shown = classmethod(lambda cls, member: cls.select())
        patch.setattr(getattr(importlib.import_module(module), table), "visible_to", shown)

    return switch_off


def _every_case(patch: pytest.MonkeyPatch) -> None:
    """Show every case to every caseworker, in lists and by itself: one is found by a statement of its own."""
    from ppsweb.cases.models import Case

    def found_for(cls: Any, member: Any, case_id: str) -> Any:
        case = cls.get_or_none(cls.id == case_id)
        if case is not None:
            case.opened_for = case.person.opened_for = member.id
        return case

    _all_rows("ppsweb.cases.models", "Case")(patch)
    patch.setattr(Case, "found_for", classmethod(found_for))


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


def _longer_for_what_is_there(patch: pytest.MonkeyPatch) -> None:
    """Look once more, for the record of a refusal, at what an address leads to, if it leads to anything."""
    from ppsweb.auth import gate
    from ppsweb.cases.models import Case

    real = gate.whose

    def whose(values: Any) -> Any:
        found = real(values)
        if found is not None:
            Case.get_or_none(Case.audit_ref == found.audit_ref)
        return found

    patch.setattr(gate, "whose", whose)


def _safeguarding_closed(patch: pytest.MonkeyPatch) -> None:
    """Ask for a sign-in before the safeguarding numbers are shown."""
    from ppsweb.permissions import predicates, table

    patch.setitem(table.PERMISSIONS, "public.safeguarding", predicates.signed_in)


def _approval_unread(patch: pytest.MonkeyPatch) -> None:
    """Take an approval whose boxes are not ticked."""
    from ppsweb.leaflets.forms import Approval

    patch.setattr(Approval, "validate_on_submit", lambda self: self.is_submitted())


def _all_may_be_told(patch: pytest.MonkeyPatch) -> None:
    """Tell the family whatever was told, whatever was said of it."""
    from ppsweb.safeguarding import rules

    patch.setattr(rules, "untold", lambda marks: rules.Untold())


class _Open:
    """A cipher that hides nothing and binds nothing."""

    TAG = bytes(16)

    def encrypt(self, nonce: bytes, clear: bytes, place: bytes | None) -> bytes:
        return clear + self.TAG

    def decrypt(self, nonce: bytes, value: bytes, place: bytes | None) -> bytes:
        return value[: -len(self.TAG)]


def _unlocked(patch: pytest.MonkeyPatch) -> None:
    """Send a pack as it is, whatever its password."""
    import ppsweb.pdf

    patch.setattr(ppsweb.pdf, "protect", lambda data, password: data)


def _anybodys_rows(patch: pytest.MonkeyPatch) -> None:
    """Look an item's row up by its id alone, whoever it is about."""
    from ppsweb.subject_access import walking

    real = walking._rows

    def rows(holding: Any, person: Any, cases: Any, ids: Any = None) -> Any:
        if ids is None:
            return real(holding, person, cases)
        case = cases[0] if holding.of_case is not None and cases else None
        return ((case, row) for row in holding.table.select().where(holding.table.id.in_(ids)))

    patch.setattr(walking, "_rows", rows)


def _all_covered(patch: pytest.MonkeyPatch) -> None:
    """Let whatever permission the client ever gave cover whatever is done outside."""
    from ppsweb.disclosures import deciding, rules

    def cover(asked: Any, permissions: Any, held: Any) -> Any:
        return rules.Verdict(next(iter([*permissions, *held]), object()))

    patch.setattr(rules, "cover", cover)
    patch.setattr(deciding, "cover", cover)


def _asked_or_not(patch: pytest.MonkeyPatch) -> None:
    """Let early help be joined without the parent's own request, by the act and by the database."""
    from ppsweb.disclosures import gate

    _no_trigger("early_help")(patch)
    real = gate.refuse_unfit
    for module in ("doing", "breaching"):
        holder = importlib.import_module(f"ppsweb.disclosures.actions.{module}")
        patch.setattr(holder, "refuse_unfit", lambda *args, **values: real(*args, **values | {"permitted": False}))


GUARDS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "auth.gate": _answers("ppsweb.auth.gate", "pass_or_turn_away", None),
    "cases.visible_to": _every_case,
    "people.visible_to": _all_rows("ppsweb.people.models", "Person"),
    "people.genuine": _answers("ppsweb.people.models", "Person.is_genuine", True),
    "permissions.in_service": _everybody("caseworker"),
    "permissions.uniform_404": _telling_answers,
    "audit.referred_to": _longer_for_what_is_there,
    "permissions.safeguarding_open": _safeguarding_closed,
    "keys.sealed": _answers("ppsweb.keys.sealed", "data_cipher", _Open()),
    "authorities.rests_on_authority": _no_trigger("authority"),
    "authorities.while_permitted": _no_trigger("permitted"),
    "authorities.rests_anew": _no_trigger("authority_anew"),
    "authorities.scope": _no_trigger("scope"),
    "authorities.in_force": _answers("ppsweb.authorities.models", "Authority.in_force", True),
    "authorities.reasons_against": _answers("ppsweb.authorities.rules", "reasons_against", {}),
    "consents.reasons_against_capacity": _answers("ppsweb.consents.rules", "reasons_against_capacity", {}),
    "consents.pause": _answers("ppsweb.authorities.actions", "pause", None),
    "database.never_delete": _no_trigger("never_delete"),
    "mail.recipient": _no_trigger("recipient"),
    "mail.why_not": _answers("ppsweb.mail.rules", "why_not", None),
    "subject_access.own_rows": _anybodys_rows,
    "subject_access.own_address": _no_trigger("own_address"),
    "subject_access.locked": _unlocked,
    "subject_access.signed": _no_trigger("signed"),
    "subject_access.genuine": _answers("ppsweb.subject_access.models", "Signature.is_genuine", True),
    "subject_access.genuine_decisions": _answers("ppsweb.subject_access.models", "Decision.is_genuine", True),
    "subject_access.second_person": _no_trigger("second_person"),
    "subject_access.why_not_sign": _answers("ppsweb.subject_access.rules", "why_not_sign", None),
    "subject_access.decided_together": _answers(
        "ppsweb.subject_access.rules", "may_be_decided_together", True
    ),
    "subject_access.reasons_against_deciding": _answers(
        "ppsweb.subject_access.rules", "reasons_against_deciding", {}
    ),
    "subject_access.marks_compared": _answers("ppsweb.pdf.checking", "check_pack", []),
    "subject_access.withheld_in": _answers("ppsweb.subject_access.building", "withheld_in", 0),
    "subject_access.look_again": _answers("ppsweb.subject_access.actions.packing", "look_again", None),
    "disclosures.cover": _all_covered,
    "disclosures.covered": _no_trigger("covered"),
    "disclosures.early_help": _asked_or_not,
    "disclosures.may_be_told": _answers("ppsweb.disclosures.ledger", "Line.may_be_told", True),
    "referrals.reasons_against": _answers("ppsweb.referrals.rules", "reasons_against", {}),
    "safeguarding.visible_to": _all_rows("ppsweb.safeguarding.models", "Concern"),
    "safeguarding.stands_alone": _answers("ppsweb.database.connecting", "stands_alone", False),
    "safeguarding.button": _answers("ppsweb.web.navigation", "alarm", None),
    "safeguarding.is_in_policy": _answers("ppsweb.safeguarding.rules", "is_in_policy", True),
    "safeguarding.untold": _all_may_be_told,
    "safeguarding.second_person_first": _no_trigger("second_person_first"),
    "safeguarding.another_person": _no_trigger("another_person"),
    "safeguarding.decided_before_closing": _no_trigger("decided_before_closing"),
    "leaflets.approval_form": _approval_unread,
    "leaflets.second_person": _no_trigger("approved"),
    "leaflets.reasons_against_publishing": _answers(
        "ppsweb.leaflets.rules", "reasons_against_publishing", []
    ),
    "leaflets.is_being_checked": _answers("ppsweb.leaflets.rules", "is_being_checked", False),
    "leaflets.content_hash": _answers("ppsweb.leaflets.models", "Edition.content_hash", "0" * 64),
}
