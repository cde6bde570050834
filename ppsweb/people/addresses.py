"""To which of a client's addresses a document may go."""

from __future__ import annotations

from ppsweb.deadlines import clock
from ppsweb.mail.models import address_of
from ppsweb.mail.rules import why_not
from ppsweb.mail.states import Kind
from ppsweb.people.models import Contact, ContactKind, Person


def usable_addresses(person: Person) -> list[Contact]:
    """The client's addresses to which a document may go now: verified, in use, and safe (D8.03)."""
    query = Contact.select().where((Contact.person == person) & (Contact.kind == ContactKind.EMAIL))
    now = clock.now()
    return [each for each in query if why_not(address_of(each), Kind.DOCUMENT, now) is None]
