"""The way in and the way out."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from ppsweb import settings
from ppsweb.auth import rules, signed_out, signing_in, wording
from ppsweb.auth.actions import signing
from ppsweb.auth.forms import SignInForm
from ppsweb.auth.login import current_session
from ppsweb.auth.session import COOKIE
from ppsweb.auth.views.room import room
from ppsweb.directory import DirectoryDown


@room.form("/sign-in", needs="public.sign_in")
def sign_in() -> str | Response | tuple[str, int]:
    """Ask for name and password; say the same whatever was wrong with them (D6.10)."""
    wanted = rules.safe_address(request.args.get("next")) or url_for("home.today")
    if request.method == "GET" and _came_from_elsewhere():
        return render_template("auth/continue.html", wanted=wanted)
    if current_session().member is not None:
        return redirect(wanted, 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form)
    try:
        entry = signing_in.show(form.name.data, form.password.data, address=request.remote_addr or "")
    except signing_in.NotLetIn:
        form.form_errors.append(wording.NOT_LET_IN)
        return _page(form)
    except signing_in.TooManyAttempts:
        form.form_errors.append(wording.TOO_MANY)
        return _page(form)[0], 429
    except DirectoryDown:
        return directory_down()
    member, token, row = signing.sign_in(entry)
    current_session().adopt(token, row)
    login_user(member)
    return signed_out.unmark(request, redirect(wanted, 303))


@room.post("/sign-out", needs="auth.sign_out")
def sign_out() -> Response:
    """End the session on the server."""
    session = current_session()
    if session.row is not None and session.member is not None:
        signing.sign_out(session.member, session.row)
    session.end()
    return signed_out.mark(redirect(url_for("auth.sign_in", why="signed-out"), 303), settings.current())


def directory_down() -> Response:
    """Nobody can sign in, and the page says so, with the numbers to ring about a child at risk."""
    response = make_response(render_template("auth/directory_down.html"), 503)
    response.headers["Retry-After"] = "60"
    return response


def _page(form: SignInForm) -> tuple[str, int]:
    why = wording.WHY.get(request.args.get("why", ""))
    return render_template("auth/sign_in.html", form=form, why=why), 422 if form.has_problems else 200


def _came_from_elsewhere() -> bool:
    """Whether another site's link led here. The browser then held the session's cookie back (SameSite=Strict), so
    that somebody who has signed in looks like a stranger; one step on our own pages tells."""
    return COOKIE not in request.cookies and request.headers.get("Sec-Fetch-Site") == "cross-site"
