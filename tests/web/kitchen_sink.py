"""A room with one of everything: each field, each component, each way to go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, abort, flash, redirect, render_template
from jinja2 import ChoiceLoader, FileSystemLoader
from peewee import IntegrityError, OperationalError
from werkzeug.wrappers import Response

from ppsweb.database import Stale
from ppsweb.permissions import Room
from ppsweb.refusal import Refused
from ppsweb.web.forms import (
    ChoiceField,
    DayField,
    EmailField,
    Form,
    ListField,
    LongTextField,
    PasswordField,
    PhoneField,
    PostcodeField,
    TextField,
    TickField,
    TicksField,
    TimeField,
    UploadField,
    VersionField,
)

TEMPLATES = Path(__file__).parent / "templates"

NOTE = "She rang.\nThe school <has> not answered & she is worried.\n\nNext step: write to them."


class Everything(Form):
    """One field of each kind."""

    version = VersionField(default="3")
    name = TextField("Name", missing="Enter a name", most=40)
    phone = PhoneField("Telephone number")
    email = EmailField("E-mail address")
    postcode = PostcodeField()
    kind = ChoiceField(
        "How they gave permission", {"phone": "By telephone", "form": "On a form"}, missing="Choose how"
    )
    topic = ListField("About", {"sen": "SEN support", "excl": "Exclusion"}, missing="Choose what it is about")
    safe = TicksField("It is safe to", {"ring": "Ring", "write": "Write"}, hint="Tick what they said yes to.")
    born = DayField(
        "Date of birth", missing="Enter a date of birth", future=False, hint="For example, 5 May 2015"
    )
    met_on = DayField("Day of the meeting")
    at = TimeField("Time")
    text = LongTextField("What happened", missing="Write what happened", most=60, hint="Facts first")
    paper = UploadField("The form")
    sure = TickField("The words were read out", missing="Tick that the words were read out")


class SignIn(Form):
    """As the sign-in page has it."""

    name = TextField("User name", missing="Enter your user name", autocomplete="username")
    password = PasswordField()


class Short(Form):
    """A second form on a page."""

    text = LongTextField("Note", missing="Write the note", rows=2)


#: room, endpoint, permission: what the navigation finds here, some of it for a manager only
NEIGHBOURS = (
    ("home", "today", "home.view"),
    ("leaflets", "index", "leaflets.read"),
    ("auth", "members", "auth.members"),
    ("audit", "index", "audit.view"),
)

# the room that the navigation marks while one of these pages is open
room = Room("cases", __name__)


@room.form("/things/new", needs="home.view")
def record() -> Any:
    """The form; a name says what becomes of it."""
    form = Everything()
    if not form.validate_on_submit():
        return render_template("sink/form.html", form=form), 422 if form.is_submitted() else 200
    if form.name.data == "refused":
        form.refuse(Refused({"name": "That name is taken", "nowhere": "And it is late", None: "Not today"}))
        return render_template("sink/form.html", form=form), 422
    flash("The thing is recorded.")
    flash("Tell the manager about it.", "important")
    return redirect("/things", 303)


@room.get("/things", needs="cases.list")
def index() -> str:
    """One of every component."""
    return render_template(
        "sink/view.html",
        form=Short(),
        day=date(2027, 1, 5),
        now=datetime(2026, 11, 24, 14, 5),
        note=NOTE,
        rows=["Samina Mahmood-Featherstonehaugh", "Jan Kowalski", "محمد اقبال"],
    )


@room.form("/enter", needs="public.sign_in")
def enter() -> Any:
    """A page for somebody who has not signed in."""
    form = SignIn()
    form.validate_on_submit()
    return render_template("sink/sign_in.html", form=form), 422 if form.is_submitted() else 200


@room.post("/things/press", needs="home.view")
def press() -> Response:
    """What a single button does."""
    return redirect("/things", 303)


@room.get("/wrong/<int:code>", needs="public.sign_in")
def wrong(code: int) -> Any:
    """Any error that a view can end in."""
    return abort(code)


@room.post("/stale", needs="public.sign_in")
def stale() -> Any:
    """A view that nobody wrapped: somebody else was faster."""
    raise Stale("Case")


@room.post("/twice/<kind>", needs="public.sign_in")
def twice(kind: str) -> Any:
    """A row that is there already, or another rule of the database that was broken."""
    raise IntegrityError(
        {
            "sqlcipher": "UNIQUE constraint failed: notes.id",
            "postgresql": 'duplicate key value violates unique constraint "notes_pkey"',
            "other": "UNIQUE constraint failed: members.guid",
        }[kind]
    )


@room.get("/lost", needs="public.sign_in")
def lost() -> Any:
    """The database is away."""
    raise OperationalError("connection to 10.0.0.7 refused: the password is hunter2")


@room.get("/crash/<word>", needs="public.sign_in")
def crash(word: str) -> Any:
    """A bug, whose message quotes what somebody typed."""
    raise ValueError(f"the note says {word}")


@room.get("/for/<name>", needs="home.view")
def for_record(name: str) -> str:
    """A page about a record, to which the loader answers for some names only."""
    return name


room.loads(name=lambda member, name: None)


def _neighbours() -> Iterator[Room]:
    """Rooms that the navigation leads to, and the pages at the foot of each page."""
    for name, endpoint, needs in NEIGHBOURS:
        each = Room(name, __name__)
        each.get(f"/{name}-{endpoint}", needs=needs, endpoint=endpoint)(lambda: "")
        yield each
    foot = Room("foot", __name__)
    for address in ("safeguarding", "accessibility"):
        foot.get(f"/{address}", needs=f"public.{address}", endpoint=address)(lambda: "")
    yield foot


def open_room(app: Flask) -> None:
    """Add the rooms and their templates to an application."""
    app.register_blueprint(room)
    for each in _neighbours():
        app.register_blueprint(each)
    theirs: Any = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), theirs])
