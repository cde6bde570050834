"""The room of the clients, how an address becomes a client or a contact, and what other rooms add to their page."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from ppsweb.audit import Reference, referred_to
from ppsweb.people.models import Contact, Person
from ppsweb.permissions import Room
from ppsweb.permissions.room import belongs_to

room = Room("people", __name__, url_prefix="/people")


def _client(person_id: str) -> Reference | None:
    return referred_to(Person.select(Person.audit_ref).where(Person.id == person_id))


def _client_of_contact(contact_id: str) -> Reference | None:
    of_contact = Person.select(Person.audit_ref).join(Contact, on=(Contact.person == Person.id))
    return referred_to(of_contact.where(Contact.id == contact_id))


belongs_to(person=_client, contact=_client_of_contact)
room.loads(person=Person.found_for)

#: rooms above add what belongs on a client's page (cases lists the cases): each answers HTML of its own template
room_satellites: list[Any] = []
#: and how clients who were found are shown (cases shows them with their cases): each answers HTML too
people_found: list[Any] = []


def to_person(person: Person) -> Response:
    return redirect(url_for("people.show", person=person.id), 303)


def contact_of(person: Person, contact_id: str) -> Contact:
    """The number or address of this client; of anybody else's there is the one 404."""
    contact: Contact | None = Contact.get_or_none((Contact.id == contact_id) & (Contact.person == person))
    if contact is None:
        abort(404)
    contact.person = person
    return contact
