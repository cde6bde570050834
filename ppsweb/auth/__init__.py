"""Signing in and out, the session, who the current member of staff is, who is admitted and who deputises.

Rooms above need three things of it: `current_member()`, `confirm_password()` before an act that asks for the
password once more (D6.04), and `leaving.lists` to say what work somebody who leaves has open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from ppsweb.auth.models import Member
    from ppsweb.settings import Settings


def current_member() -> Member | None:
    """The signed-in member of staff; None for a stranger and outside a request."""
    from ppsweb.auth import login  # tables and directory are not needed to import a name

    return login.current_member()


def acting_member() -> Member:
    """The member of staff whose page this is; the permission that the route names has made sure of one."""
    member = current_member()
    if member is None:
        raise LookupError("Nobody has signed in.")
    return member


def confirm_password(member: Member, password: str) -> bool:
    """Whether this is the member's password, asked of the directory and recorded (D6.04).

    Raises Refused on the field `password` after too many wrong ones, or when the directory has given the member
    another role meanwhile (D6.03); DirectoryDown when nobody can say.
    Call it before the act that it is for, not inside its transaction.
    """
    from ppsweb.auth import signing_in, wording
    from ppsweb.refusal import Refused

    try:
        return signing_in.confirm_password(member, password)
    except signing_in.TooManyAttempts:
        raise Refused({"password": wording.TOO_MANY_CONFIRMATIONS}) from None
    except signing_in.RoleChanged:
        raise Refused({"password": wording.ROLE_CHANGED}) from None


def init_app(app: Flask, settings: Settings) -> None:
    """Sessions in rows, the gate before every page, drafts of what was typed too late."""
    from ppsweb.audit import wording as wording_of_the_record
    from ppsweb.auth import drafts, gate, login, models, session, staff_directory, tidying, wording

    app.session_interface = session.RowSessions(settings)
    staff_directory.init_app(app, settings)
    login.init_app(app)
    gate.init_app(app)
    drafts.init_app(app)
    tidying.register()
    app.extensions["member_names"] = models.names_of
    wording_of_the_record.describe(wording.ACTIONS)
    wording_of_the_record.describe_details(wording.DETAILS)
