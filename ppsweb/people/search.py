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
from typing import Any

from ppsweb import keys
from ppsweb.authorities.models import Capacity
from ppsweb.database import database
from ppsweb.database.engine import is_postgresql
from ppsweb.deadlines import clock
from ppsweb.people.models import Contact, NamedPerson, Person, Relation, SearchEntry
from ppsweb.people.typed_days import typed_day

MOST = 20
#: what of a client is shown among others who match: reading whole rows takes longer than finding them
SHOWN = (Person.id, Person.audit_ref, Person.data_key, Person.name)
#: as told by telephone: 7Q4K-2MXD, 7q4k 2mxd, 7q4k2mxd
_REFERENCE = re.compile(r"[0-9A-Za-z]{4}[- ]?[0-9A-Za-z]{4}")
_POSTCODE = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?[0-9][a-z]{2}")
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


def find(text: str, *, reader: Any) -> tuple[list[Person], bool]:
    """The clients that match what was typed: a date of birth, a postcode, a number, a reference, or all the words of
    a name; and whether there are more. What could be two things is looked for as both.

    Never one who is kept from the `reader`, a member of staff: not even their name is shown (D4.13). Opened and sorted
    by name here; at most MOST of them, with the SHOWN columns.
    """
    day, whole = typed_day(text, clock.today()), plain(text)
    if day is not None:
        found = _born_on(day)
    elif _POSTCODE.fullmatch(whole):
        found = Person.postcode_hash == keys.blind_index("postcode", whole)
    else:
        numbers = _match(_queries(text), MOST + 1)
        entries = SearchEntry.select(SearchEntry.person).where(SearchEntry.number.in_(numbers or [0]))
        found = Person.id.in_(entries)
    for hidden in Person.hidden_through:
        found &= Person.id.not_in(hidden(reader))
    people = list(Person.select(*SHOWN).where(found).limit(MOST + 1))
    keys.fetch(person.data_key_id for person in people)
    return sorted(people[:MOST], key=lambda person: person.name.casefold()), len(people) > MOST


def _born_on(day: date) -> Any:
    """Clients in whose file somebody was born on this day; a young person's file is not found by a parent's (D1.03)."""
    wanted = keys.blind_index("born_on", day.isoformat())
    named = NamedPerson.select(NamedPerson.person).where(NamedPerson.born_on_hash == wanted)
    others = named.where(NamedPerson.relation.not_in(THEIR_ELDERS))
    in_file = (Person.capacity.in_(OWN_RIGHT) & Person.id.in_(others)) | (
        Person.capacity.not_in(OWN_RIGHT) & Person.id.in_(named)
    )
    return (Person.born_on_hash == wanted) | in_file


def digits(number: str) -> str:
    """A telephone number as search compares it: +44 and 0044 are 0."""
    return re.sub(r"^(?:00)?44", "0", re.sub(r"\D", "", number))


def plain(text: str) -> str:
    """A reference or postcode as search compares it."""
    return re.sub(r"[^0-9a-z]", "", text.casefold())


def _queries(text: str) -> list[list[str]]:
    """The sets of hashes of which an entry must hold one whole: what was typed as a number, a reference, a name.

    Mary-Jane has the form of a reference, and stands in one file as Mary-Jane and in another as Mary Jane.
    """
    number, queries = digits(text), []
    if len(number) >= 6 and not re.search(r"[A-Za-z]", text):
        queries.append([keys.blind_index(PHONE, number)])
    if _REFERENCE.fullmatch(text.strip()):
        queries.append([keys.blind_index(REFERENCE, plain(text))])
    if re.search(r"[^\W\d_]", text):
        for apart in ("", " "):
            words = re.findall(r"\w+", " ".join(keys.words_of(re.sub(r"['’\-]", apart, text))))
            queries.append(keys.query_hashes(NAME, sorted(set(words))[:8]))
    return [list(each) for each in dict.fromkeys(tuple(query) for query in queries if query)]


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


def _match(queries: list[list[str]], limit: int) -> list[int]:
    """Numbers of the entries that hold all the hashes of one of the queries. They are hexadecimal, so nothing needs
    escaping.
    """
    if not queries:
        return []
    if is_postgresql(database):
        rows = database.execute_sql(
            "SELECT number FROM search_tokens WHERE tokens @@ %s::tsquery LIMIT %s",
            (_either(queries, "'", "&", "|"), limit),
        )
    else:
        rows = database.execute_sql(
            "SELECT rowid FROM search_tokens WHERE search_tokens MATCH ? LIMIT ?",
            (_either(queries, '"', "AND", "OR"), limit),
        )
    return [number for (number,) in rows.fetchall()]


def _either(queries: list[list[str]], quote: str, both: str, either: str) -> str:
    """The queries in the engine's own words."""
    wholes = (f" {both} ".join(f"{quote}{each}{quote}" for each in query) for query in queries)
    return f" {either} ".join(f"({whole})" for whole in wholes)
