"""Going through every room's declarations for what is about one client, in the order of the pack.

Nothing is left to memory: a room that keeps something about clients declares it in `personal_data.HOLDINGS`, a
whole-site test refuses a table that nobody declared, and here every declaration is asked (D3.08).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app

from ppsweb import keys
from ppsweb.auth.models import names_of
from ppsweb.cases.models import Case
from ppsweb.database.personal_data import Holding
from ppsweb.people.models import Person
from ppsweb.subject_access import concerns, outside  # noqa: F401 (each describes its rows)
from ppsweb.subject_access.codes import Kind, Mark
from ppsweb.subject_access.models import DataRequest, Item
from ppsweb.subject_access.showing import TOLD_WITH_ANOTHER, Described, Shown, describe


@dataclass(frozen=True)
class Found:
    """One row about the client."""

    source: str
    source_id: str
    case_id: str | None
    described: Described = field(repr=False)

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.source_id

    @property
    def shown(self) -> Shown:
        return self.described.shown

    @property
    def kind(self) -> Kind:
        return self.described.kind

    @property
    def mark(self) -> Mark | None:
        return self.described.mark

    @property
    def at(self) -> datetime:
        return self.described.at

    @property
    def content_mac(self) -> str:
        return self.described.content_mac

    def is_as_gathered(self, item: Item) -> bool:
        """Whether it says, and is marked, what the item says that it did when somebody last looked."""
        return self.content_mac == item.content_mac and self.mark == item.mark


#: what the client's own part begins with, then their cases, then what belongs to no case
ABOUT_THEM = {Kind.PERSON: 0, Kind.CONTACT: 1, Kind.NAMED: 2, Kind.PERMISSION: 3}
IN_A_CASE = {Kind.CASE: 0, Kind.COVER: 1}
EVERYTHING_ELSE = 9


def walk(person: Person) -> list[Found]:
    """Everything that any room holds about this client, in the order of the pack."""
    cases = list(Case.select().where(Case.person == person).order_by(Case.opened_at, Case.id))
    keys.fetch([person.data_key_id, *(case.data_key_id for case in cases)])
    names = names_of()
    found: dict[tuple[str, str], Found] = {}
    for holding in holdings():
        for case, row in _rows(holding, person, cases):
            each = Found(
                row._meta.table_name, row.id, case.id if case else None, describe(row, holding, names)
            )
            found.setdefault(each.key, each)
    opened = {case.id: number for number, case in enumerate(cases)}
    return sorted(found.values(), key=lambda each: _place(each, opened))


def look_up(request: DataRequest, items: Iterable[Item]) -> dict[str, Found]:
    """What the rows of these items say at this moment, by item; one that is gone is not in it.

    Nor is one of somebody else: each row is looked for among those of whoever asked, as when it was gathered, so
    that an item that was pointed at another family's row in the database shows nothing of theirs (C3).
    Raises Tampered if the request itself was moved to another client.
    """
    by_source: dict[str, dict[str, Item]] = {}
    for item in items:
        if item.request_id == request.id:
            by_source.setdefault(item.source, {})[item.source_id] = item
    if not by_source:
        return {}
    keys.prove(request)
    names, cases = names_of(), _cases_of(request, by_source)
    found: dict[str, Found] = {}
    for holding in holdings():
        of_table = by_source.get(holding.table._meta.table_name, {})
        if not of_table:
            continue
        rows = list(_rows(holding, request.person, cases, list(of_table)))
        keys.fetch(row.data_key_id for _, row in rows if "data_key" in holding.table._meta.fields)
        for case, row in rows:
            item = of_table[row.id]
            if item.case_id == (case.id if case else None):
                found[item.id] = Found(
                    item.source, item.source_id, item.case_id, describe(row, holding, names)
                )
    return found


def _cases_of(request: DataRequest, by_source: dict[str, dict[str, Item]]) -> list[Case]:
    """Those cases of whoever asked from which these items come."""
    ids = {item.case_id for of_table in by_source.values() for item in of_table.values()} - {None}
    if not ids:
        return []
    return list(Case.select().where((Case.person == request.person_id) & Case.id.in_(list(ids))))


def holdings() -> Iterable[Holding]:
    """What the rooms declare, as the application knows it, but for what is told with another row."""
    declared: list[Holding] = current_app.extensions["holdings"]()
    return [each for each in declared if each.table._meta.table_name not in TOLD_WITH_ANOTHER]


def _rows(
    holding: Holding, person: Person, cases: list[Case], ids: list[str] | None = None
) -> Iterator[tuple[Case | None, Any]]:
    """A room's rows of each case first, so that what belongs to a case stands with it; only those of `ids`, if any."""

    def some(query: Any) -> Any:
        return query if ids is None else query.where(holding.table.id.in_(ids))

    if holding.of_case is not None:
        for case in cases:
            for row in some(holding.of_case(case)):
                yield case, row
    if holding.of_person is not None:
        for row in some(holding.of_person(person)):
            yield None, row


def _place(found: Found, opened: dict[str, int]) -> tuple[int, int, int, datetime, str]:
    if found.case_id is not None:
        order = IN_A_CASE.get(found.kind, EVERYTHING_ELSE)
        return 1, opened[found.case_id], order, found.at, found.source_id
    if found.kind in ABOUT_THEM:
        return 0, 0, ABOUT_THEM[found.kind], found.at, found.source_id
    return 2, 0, EVERYTHING_ELSE, found.at, found.source_id
