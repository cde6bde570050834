"""Finding a client by name, telephone number, date of birth or postcode, all of which are sealed.

The index holds unordered sets of keyed hashes: FTS5 (`detail=none`, contentless) under SQLCipher, a stripped
tsvector on PostgreSQL. Nobody who holds the database alone can read a name in it or try names against it;
what still shows is how often equal hashes occur (docs/security/search.md). Lists are sorted here, after
opening, never by name in SQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from ppsweb import keys
from ppsweb.authorities.models import Capacity
from ppsweb.database import database
from ppsweb.database.engine import is_postgresql
from ppsweb.people.models import Contact, NamedPerson, Person, Relation, SearchEntry

MOST = 20
NAME, PHONE, REFERENCE = "name", "phone", "reference"
#: a young person's file is not found by a parent's name: that they came may be unknown at home (D1.03)
OWN_RIGHT = (Capacity.YOUNG_PERSON, Capacity.COMPETENT_CHILD)
THEIR_ELDERS = (Relation.OTHER_PARENT, Relation.RELATIVE)


#: rooms above that know references by which a client is found (cases registers its own)
references: list[Callable[[Person], Iterable[str]]] = []


def index(person: Person) -> None:
    """Make the client's entry anew from all names and numbers of the file, inside the caller's transaction."""
    hashes = keys.word_hashes(NAME, person.name)
    for named in NamedPerson.select().where(NamedPerson.person == person):
        if person.capacity not in OWN_RIGHT or named.relation not in THEIR_ELDERS:
            hashes |= keys.word_hashes(NAME, named.name)
    for contact in Contact.select().where((Contact.person == person) & Contact.ended_at.is_null()):
        if contact.kind == "phone":
            hashes.add(keys.blind_index(PHONE, digits(contact.value)))
    for known in references:
        hashes |= {keys.blind_index(REFERENCE, plain(reference)) for reference in known(person)}
    entry = SearchEntry.get_or_none(SearchEntry.person == person) or SearchEntry(person=person).insert_new()
    _write(entry.number, sorted(hashes))


def find(text: str) -> tuple[list[Person], bool]:
    """The clients that match all the typed words, or the number or reference; and whether there are more.

    Opened and sorted by name here; at most MOST of them.
    """
    hashes = _query(text)
    if not hashes:
        return [], False
    numbers = _match(hashes, MOST + 1)
    people = list(Person.select().join(SearchEntry).where(SearchEntry.number.in_(numbers[:MOST] or [0])))
    keys.fetch(person.data_key_id for person in people)
    return sorted(people, key=lambda person: person.name.casefold()), len(numbers) > MOST


def born_on(day: date) -> list[Person]:
    """The clients in whose file somebody was born on this day, by blind index."""
    wanted = keys.blind_index("born_on", day.isoformat())
    named = NamedPerson.select(NamedPerson.person).where(NamedPerson.born_on_hash == wanted)
    people = list(Person.select().where((Person.born_on_hash == wanted) | Person.id.in_(named)).limit(MOST))
    keys.fetch(person.data_key_id for person in people)
    return sorted(people, key=lambda person: person.name.casefold())


def digits(number: str) -> str:
    """A telephone number as search compares it: +44 and 0044 are 0."""
    return re.sub(r"^(?:00)?44", "0", re.sub(r"\D", "", number))


def plain(text: str) -> str:
    """A reference or postcode as search compares it."""
    return re.sub(r"[^0-9a-z]", "", text.casefold())


def _query(text: str) -> list[str]:
    number = digits(text)
    if len(number) >= 6 and not re.search(r"[A-Za-z]", text):
        return [keys.blind_index(PHONE, number)]
    if re.fullmatch(r"\s*[0-9A-Za-z]{4}-[0-9A-Za-z]{4}\s*", text):
        return [keys.blind_index(REFERENCE, plain(text))]
    words = re.findall(r"\w+", " ".join(keys.words_of(re.sub(r"['’\-]", "", text))))
    return keys.query_hashes(NAME, sorted(set(words))[:8])


def _write(number: int, hashes: list[str]) -> None:
    if is_postgresql(database):
        database.execute_sql(
            "INSERT INTO search_tokens (number, tokens) VALUES (%s, array_to_tsvector(%s::text[])) "
            "ON CONFLICT (number) DO UPDATE SET tokens = EXCLUDED.tokens",
            (number, hashes),
        )
        return
    database.execute_sql("DELETE FROM search_tokens WHERE rowid = ?", (number,))
    database.execute_sql(
        "INSERT INTO search_tokens (rowid, tokens) VALUES (?, ?)", (number, " ".join(hashes))
    )


def _match(hashes: list[str], limit: int) -> list[int]:
    """Numbers of the entries that hold all the hashes. They are hexadecimal, so nothing needs escaping."""
    if is_postgresql(database):
        rows = database.execute_sql(
            "SELECT number FROM search_tokens WHERE tokens @@ %s::tsquery LIMIT %s",
            (" & ".join(f"'{each}'" for each in hashes), limit),
        )
    else:
        rows = database.execute_sql(
            "SELECT rowid FROM search_tokens WHERE search_tokens MATCH ? LIMIT ?",
            (" AND ".join(f'"{each}"' for each in hashes), limit),
        )
    return [number for (number,) in rows.fetchall()]
