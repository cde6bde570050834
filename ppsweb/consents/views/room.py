"""The room of what clients permit to share, and the way back to the list of it."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from ppsweb.people.models import Person
from ppsweb.permissions import Room

room = Room("consents", "ppsweb.consents.views", url_prefix="/consents")
room.loads(person=Person.found_for)


def to_list(person: Person) -> Response:
    return redirect(url_for("consents.show", person=person.id), 303)
