"""Coming in and going out, each with its row in the record (D6.13)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from ppsweb.audit import HasAuditRef, action, record
from ppsweb.auth.enrolling import enrol
from ppsweb.auth.models import Member, Session
from ppsweb.auth.session import new_token, open_row
from ppsweb.database import Stale, database
from ppsweb.directory import Entry


@action
def sign_in(entry: Entry) -> tuple[Member, str, Session]:
    """Open a session for somebody whose password the directory has just accepted.

    Answers the member, the token for the browser and the row of the new session. A first sign-in makes the
    member, who is not admitted by that: a manager decides.
    """
    member = enrol(entry)
    token = new_token()
    row = open_row(token, member, {})
    record("auth.signed_in", by=member, subject=member)
    return member, token, row


@action
def sign_out(by: Member, row: Session) -> None:
    """End this session, on the server too."""
    record("auth.signed_out", by=by, subject=by)
    Session.delete_by_id(row.id)


@action
def send_out(member: Member, when: datetime, *, because: str) -> None:
    """End every session of somebody who does not belong any more, and write down that they are gone.

    Their admission is not ended: it counts again when the directory knows them again.
    """
    record("auth.sent_out", by=None, subject=member, detail=because)
    Session.end_all_of(member)
    if not member.is_gone:
        member.gone_at = when
        # another request may have written the row a moment ago; the next look-up finds the same
        with suppress(Stale), database.atomic():
            member.save_changed()


@action
def refuse_sign_in(*, because: str, typed_name: str) -> None:
    """Record that somebody was not let in: why, and who if the name is that of a member, never what was typed."""
    record("auth.sign_in_refused", by=None, subject=Member.of_account(typed_name), detail=because)


@action
def confirm(by: Member, *, detail: str | None = None) -> None:
    """Record that somebody has shown their password once more, or (`detail`) why that failed (D6.04)."""
    if detail is None:
        record("auth.password_confirmed", by=by)
    else:
        record("auth.password_not_confirmed", by=by, detail=detail)


@action
def suspend(member: Member | None) -> None:
    """Record that a page was not served because nobody could say whether this is still a member (D6.13)."""
    record("auth.suspended", by=member, subject=member)


@action
def refuse_form(by: Member | None) -> None:
    """Record that a form came without this site's token: too old, or somebody else's (D6.08, D6.13)."""
    record("auth.form_refused", by=by)


@action
def open_page(by: Member | None, *, endpoint: str, of: HasAuditRef) -> None:
    """Record that somebody opened a page about a family that records nothing itself, such as a form (D6.13)."""
    record("auth.opened", by=by, case=of, detail=endpoint)


@action
def refuse(by: Member | None, *, needs: str, of: HasAuditRef | None = None) -> None:
    """Record that somebody asked for what is not theirs to see or do, and `of` which case or client it is."""
    record("auth.refused", by=by, case=of, detail=needs)
