"""The gate before every page: strangers see the way in and what must be found when nothing else works.

Anything else sends a stranger to the sign-in page, an address that exists and one that does not alike (D6.19).
Whoever has signed in passes as long as the directory still vouches for them (`standing`); while it cannot be
asked, nothing is served, and what was typed is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, abort, current_app, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ppsweb.audit import rows_written
from ppsweb.auth import drafts, login, rules, signed_out, standing
from ppsweb.auth.actions import signing
from ppsweb.auth.models import Member
from ppsweb.auth.standing import Standing
from ppsweb.permissions.room import whose
from ppsweb.web import csrf

STATIC = "static"
SIGN_OUT = "auth.sign_out"
PUBLIC = "public."


def init_app(app: Flask) -> None:
    """Stand before every request, in front of the check of CSRF tokens: that, too, would tell what exists."""
    app.before_request(pass_or_turn_away)
    app.extensions["record_refusal"] = record_refusal
    app.extensions["watch_look"] = watch_look
    app.extensions["record_refused_form"] = lambda: signing.refuse_form(login.current_session().member)


def pass_or_turn_away() -> Any:
    """None to go on, or the answer that is given instead."""
    if request.endpoint == STATIC:
        return None
    needs = needed()
    session = login.current_session()
    if needs is not None and needs.startswith(PUBLIC):
        # a sign-in page that was left open overnight is drawn anew, with a token that holds
        lapsed = request.method == "POST" and session.row is None
        return to_sign_in("lapsed", wanted=request.args.get("next")) if lapsed else None
    found = standing.check(session)
    if found is Standing.STANDS:
        # what names no permission cannot be reached (deny by default, D6.05)
        return None if needs is not None or request.endpoint is None else abort(404)
    if found is Standing.SUSPENDED:
        # whoever leaves a shared machine is signed out now, and not when the directory is back
        g.signing_out = request.endpoint == SIGN_OUT
        return None if g.signing_out else suspended()
    if session.over is not None:
        kept = keep_typed(session.over.member)
        return to_sign_in("kept" if kept else "over", wanted=asked_for(kept and drafts.can_be_opened()))
    why = "sent-out" if found is Standing.SENT_OUT else signed_out.why(request)
    return to_sign_in(why, wanted=asked_for())


def needed() -> str | None:
    """The permission that the view at hand names; None when there is no such view."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "needs", None)


def keep_typed(member: Member | None) -> bool:
    """Keep what was sent if it carries the session's token, which is checked only after the gate (D6.08).

    Otherwise a page elsewhere could lay its own words into somebody's form, and they would be offered as theirs.
    """
    return csrf.has_token_of(login.current_session().held) and drafts.keep(member)


def asked_for(come_back: bool = False) -> str | None:
    """The address of this request, if it can be gone back to. For a stranger: whatever is or is not there."""
    return request.full_path.rstrip("?") if come_back or request.method in ("GET", "HEAD") else None


def to_sign_in(why: str | None, *, wanted: str | None) -> Response:
    """The sign-in page, and afterwards on to the address that was wanted."""
    return redirect(url_for("auth.sign_in", next=rules.safe_address(wanted), why=why), 303)


def suspended() -> Response:
    """Nothing is served, what was typed is kept, and the numbers to ring about a child at risk are shown."""
    member = login.current_session().member
    kept = keep_typed(member)
    signing.suspend(member)
    g.suspended = True
    response = make_response(render_template("auth/suspended.html", kept=kept), 503)
    response.headers["Retry-After"] = "60"
    return response


def watch_look(view: Callable[[], Any], of: Callable[[], Any]) -> Response:
    """Write down that somebody was shown a page of a family, if the page itself wrote nothing: a form shows it too.

    Also a form that comes back because something was missing: it is sent without ever having been fetched.
    """
    before = rows_written()
    answer = make_response(view())
    if rows_written() == before and _shows(answer):
        client = of()
        if client is not None:
            signing.open_page(login.current_member(), endpoint=request.endpoint or "", of=client)
    return answer


def _shows(answer: Response) -> bool:
    """Whether this is a page; where a form that was sent leads on, the page that follows is recorded itself."""
    return request.method in ("GET", "HEAD") or not 300 <= answer.status_code < 400


def record_refusal(needs: str) -> None:
    """Write down that this person asked for what is not theirs (D6.13)."""
    signing.refuse(login.current_member(), needs=needs, of=whose(request.view_args or {}))
