"""What somebody had typed when the session was suspended or over: kept sealed, offered when they are back.

One mechanism for every form: the gate keeps what was sent, and when the same person opens the page again, the
site's form (`web.forms.Form`) asks `offered`. It fills itself from the draft, unless a colleague has changed the
row since: then the form shows the row, and what had been typed stands beside it to be read. A draft is forgotten
when its form has been taken, when its owner says so, and after a week.
"""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Flask, Response, current_app, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from ppsweb.auth import login
from ppsweb.auth.models import Draft, Member
from ppsweb.database import database
from ppsweb.database.fields import ID_LENGTH
from ppsweb.web import csrf

Typed = MultiDict[str, str]

#: what is never kept: the token, and whatever is a secret
UNKEPT = re.compile(r"csrf_token|password", re.IGNORECASE)
#: nobody types more; a whole upload is not a draft
MOST_CHARACTERS = 400_000
_CODE = re.compile(r"[-0-9a-z_.]+")
_ID = re.compile(rf"[0-9a-z]{{{ID_LENGTH}}}")


def init_app(app: Flask) -> None:
    app.extensions["kept_draft"] = offered
    # a form that had lapsed, or met a newer version of its row, is kept too; a button has no page to open again
    app.extensions["keep_typed"] = lambda: (
        can_be_opened() and csrf.has_token_of_ours() and keep(login.current_member())
    )
    app.after_request(forget_when_taken)
    app.context_processor(lambda: {"kept_place": shown})


def place() -> tuple[str, str | None]:
    """The page and the record that a draft of this request belongs to: the endpoint, and the last id."""
    values = [str(each) for each in (request.view_args or {}).values()]
    ids = [each for each in values if _ID.fullmatch(each)]
    words = [each for each in values if not _ID.fullmatch(each) and _CODE.fullmatch(each)]
    return ".".join([request.endpoint or "", *words])[:80], ids[-1] if ids else None


def keep(member: Member | None) -> bool:
    """Keep what was sent, if it was sent by this member from one of our pages; says whether there was anything."""
    if member is None or request.method != "POST" or request.endpoint is None or not _is_from_here():
        return False
    typed = [(name, value) for name, value in request.form.items(multi=True) if not UNKEPT.search(name)]
    content = json.dumps(typed)  # empty boxes too: one that was emptied stays empty
    if not any(value.strip() for _, value in typed) or len(content) > MOST_CHARACTERS:
        return False
    page, subject = place()
    with database.atomic():
        Draft.forget(member, page, subject)
        Draft(member=member, page=page, subject=subject, content=content).insert_new()
    return True


def take(member: Member, page: str, subject: str | None = None) -> Typed | None:
    """What this person had typed for this page about this record, as form data; None if nothing is kept."""
    draft = Draft.of(member, page, subject)
    return None if draft is None else MultiDict([(name, value) for name, value in json.loads(draft.content)])


def offered() -> Typed | None:
    """What its reader had typed on the page that is being shown, about the same record. Asked by the form, so a
    page without one costs nothing."""
    member = login.current_member() if request.method in ("GET", "POST") else None
    if member is None:
        return None
    if "kept_draft" not in g:
        g.kept_draft = take(member, *place())
    kept: Typed | None = g.kept_draft
    return kept


def shown() -> tuple[str, str | None] | None:
    """The place of a draft that this page shows, for the banner that says so; None if there is none."""
    return place() if g.get("kept_draft") is not None else None


def forget(member: Member, page: str, subject: str | None) -> None:
    """Throw away what was kept, because its owner says so."""
    Draft.forget(member, page, subject)


def forget_when_taken(response: Response) -> Response:
    """A form that was taken needs no draft any more."""
    if request.method == "POST" and response.status_code < 400 and "_login_user" in g:
        member = login.current_member()
        if member is not None:
            Draft.forget(member, *place())
    return response


def can_be_opened() -> bool:
    """Whether this address also answers GET, so that it can be gone back to."""
    try:
        adapter: Any = current_app.create_url_adapter(request)
        adapter.match(request.path, method="GET")
    except HTTPException:
        return False
    return True


def _is_from_here() -> bool:
    """Whether one of our own pages sent this. Other sites' forms carry no cookie of ours; this is a second lock."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
