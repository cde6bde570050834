"""The room of the clients, how an address becomes a client or a contact, and what other rooms add to their page."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from ppsweb.people.models import Contact, Person
from ppsweb.permissions import Room

room = Room("people", __name__, url_prefix="/people")
room.loads(person=Person.found_for)

#: rooms above add what belongs on a client's page (cases lists the cases): each answers HTML of its own template
room_satellites: list[Any] = []


def to_person(person: Person) -> Response:
    return redirect(url_for("people.show", person=person.id), 303)


def contact_of(person: Person, contact_id: str) -> Contact:
    """The number or address of this client; of anybody else's there is the one 404."""
    contact: Contact | None = Contact.get_or_none((Contact.id == contact_id) & (Contact.person == person))
    if contact is None:
        abort(404)
    contact.person = person
    return contact
