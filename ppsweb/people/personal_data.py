"""What the people room holds."""

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.people.models import Contact, NamedPerson, Person, SearchEntry

SAFE = ("needs_interpreter", "safe_to_ring", "safe_to_leave_message", "safe_to_write", "safe_to_email")

HOLDINGS = [
    Holding(
        table=Person,
        columns={
            **BASE,
            **{name: Holds.CODE for name in SAFE},
            "audit_ref": Holds.ID,
            "data_key": Holds.ID,
            "authority": Holds.ID,
            "capacity": Holds.CODE,
            "name": Holds.SEALED,
            "born_on": Holds.SEALED,
            "born_on_hash": Holds.HASH,
            "postcode": Holds.SEALED,
            "postcode_hash": Holds.HASH,
            "language": Holds.CODE,
            "contact_advice": Holds.SEALED,
            "pass_phrase": Holds.SEALED,
            "died_noted_at": Holds.TIME,
            "mac": Holds.HASH,
        },
        about=About.CLIENT,
        why="Who the client is and how they can be reached without putting anybody at risk.",
        disclosed="To the client, in full.",
        disposed="When the last case that uses the client goes (D5.02).",
        of_person=lambda person: Person.select().where(Person.id == person.id),
    ),
    Holding(
        table=Contact,
        columns={
            **BASE,
            "person": Holds.ID,
            "data_key": Holds.ID,
            "kind": Holds.CODE,
            "value": Holds.SEALED,
            "verified_at": Holds.TIME,
            "verified_by": Holds.ID,
            "verified_mac": Holds.HASH,
            "code_hash": Holds.HASH,
            "code_sent_at": Holds.TIME,
            "wrong_codes": Holds.NUMBER,
            "unverified_because": Holds.CODE,
            "ended_at": Holds.TIME,
        },
        about=About.CLIENT,
        why="The numbers and addresses that the client gave.",
        disclosed="To the client, in full.",
        disposed="With the client.",
        of_person=lambda person: (
            Contact.select().where(Contact.person == person).order_by(Contact.created_at)
        ),
    ),
    Holding(
        table=NamedPerson,
        columns={
            **BASE,
            "person": Holds.ID,
            "data_key": Holds.ID,
            "relation": Holds.CODE,
            "name": Holds.SEALED,
            "born_on": Holds.SEALED,
            "born_on_hash": Holds.HASH,
            "decides_from": Holds.TIME,
            "school": Holds.SEALED,
        },
        about=About.CLIENT,
        why="The child, and others who have to be named to help.",
        disclosed="By decision, person by person: they are somebody else's data too (D3.11).",
        disposed="With the client in whose file they are named.",
        of_person=lambda person: (
            NamedPerson.select().where(NamedPerson.person == person).order_by(NamedPerson.created_at)
        ),
    ),
    Holding(
        table=SearchEntry,
        columns={**BASE, "person": Holds.ID, "number": Holds.NUMBER},
        about=About.CLIENT,
        why="Lets staff find a client; the words stand only as keyed hashes in `search_tokens`.",
        disclosed="Never: it repeats what is disclosed elsewhere.",
        disposed="With the client, hashes included.",
    ),
]
