"""How far a request is, read from its rows; what a signature and a pack are bound to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ppsweb import keys
from ppsweb.auth.models import Member
from ppsweb.subject_access.codes import Exemption, Mark, PackState, Place, Verdict
from ppsweb.subject_access.models import (
    DataRequest,
    Decision,
    Item,
    Pack,
    RequestSearch,
    Signature,
)
from ppsweb.subject_access.rules import Preparation, Standing, places_left
from ppsweb.subject_access.walking import look_up, walk


@dataclass(frozen=True)
class Decided:
    """The items of a request in order, and the decision that counts for each, if any.

    What was written or changed past the site counts for nothing: neither a decision, nor a search, nor a signature.
    """

    request: DataRequest
    items: tuple[Item, ...]
    by_item: dict[str, Decision] = field(repr=False)
    #: the items about which the newest decision is not one that this site wrote
    forged: frozenset[str]
    searches: dict[Place, RequestSearch] = field(repr=False)
    signatures: tuple[Signature, ...] = field(repr=False)
    #: who has ever decided an item of this request
    deciders: frozenset[str]
    #: who has ever said where was looked for it, and what came of that
    searchers: frozenset[str]

    def preparation_by(self, member: Member) -> Preparation | None:
        """What this member did of that which a signature covers: whoever did any of it is not the second person.

        Logging a request, gathering its items and having its pack made take no decision of their own (D3.16).
        """
        if member.id in self.deciders:
            return Preparation.DECIDED
        return Preparation.SEARCHED if member.id in self.searchers else None

    def of(self, item: Item) -> Decision | None:
        """The decision about an item as it stands: one about what it said before counts no more.

        Nor does any of an item whose newest decision is forged: what stood there before may have been another.
        """
        decision = self.by_item.get(item.id)
        if decision is None or item.id in self.forged or decision.content_mac != item.content_mac:
            return None
        return decision

    def standing_reason(self, item: Item) -> Exemption | None:
        """For what reason an item was left out last, also if it says something else since."""
        decision = self.by_item.get(item.id)
        return decision.exemption if decision is not None else None

    @property
    def included(self) -> list[Item]:
        return [item for item in self.items if self._verdict(item) is Verdict.INCLUDE]

    @property
    def withheld(self) -> list[Item]:
        return [item for item in self.items if self._verdict(item) is Verdict.WITHHOLD]

    @property
    def undecided(self) -> list[Item]:
        return [item for item in self.items if self.of(item) is None]

    @property
    def exemptions(self) -> set[Exemption]:
        """The reasons for which anything is withheld."""
        decisions = (self.of(item) for item in self.withheld)
        return {each.exemption for each in decisions if each is not None and each.exemption is not None}

    @property
    def content_hash(self) -> str:
        """What a signature covers: each item, what it said, the very decision about it, and each search.

        A new decision of the same kind is another one, so that whoever signed cannot quietly decide afterwards.
        """
        parts: list[object] = [self.request.id]
        for item in self.items:
            decision = self.of(item)
            parts += [item.id, item.content_mac, decision.id if decision else None]
        parts += [self.searches[place].id for place in Place if place in self.searches]
        return keys.mac("subject access content", *parts)

    def _verdict(self, item: Item) -> Verdict | None:
        decision = self.of(item)
        return decision.verdict if decision is not None else None


def decided(request: DataRequest) -> Decided:
    """The items, decisions, searches and signatures of a request, in four queries."""
    return decided_all([request])[request.id]


def decided_all(requests: Sequence[DataRequest]) -> dict[str, Decided]:
    """The same of many requests by their ids, in four queries however many they are."""
    if not requests:
        return {}
    items = _of_each(requests, Item, Item.position, Item.id)
    rows = _of_each(requests, Decision, Decision.number)
    searches = _of_each(requests, RequestSearch, RequestSearch.created_at)
    signatures = _of_each(requests, Signature, Signature.created_at)
    newest = {key: {row.item_id: row for row in found} for key, found in rows.items()}
    looked = {key: {row.place: row for row in found} for key, found in searches.items()}
    return {
        each.id: Decided(
            each,
            tuple(items[each.id]),
            {row.item_id: row for row in rows[each.id] if row.is_genuine},
            frozenset(key for key, row in newest[each.id].items() if not row.is_genuine),
            {place: row for place, row in looked[each.id].items() if row.is_genuine},
            tuple(row for row in signatures[each.id] if row.is_genuine),
            frozenset(row.decided_by_id for row in rows[each.id]),
            frozenset(row.looked_by_id for row in searches[each.id]),
        )
        for each in requests
    }


def _of_each(requests: Sequence[DataRequest], table: Any, *order: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {each.id: [] for each in requests}
    for row in table.select().where(table.request.in_(list(found))).order_by(*order):
        found[row.request_id].append(row)
    return found


def latest_pack(request: DataRequest) -> Pack | None:
    """The newest making of the pack."""
    pack: Pack | None = (
        Pack.select().where(Pack.request == request).order_by(Pack.created_at.desc(), Pack.id).first()
    )
    return pack


def standing(now: Decided, pack: Pack | None = None, *, released: bool = False) -> Standing:
    """The counts of a request; `pack` is its newest."""
    content_hash = now.content_hash
    ready = (
        pack is not None and pack.state is PackState.READY and pack.file_id is not None and pack.is_genuine
    )
    return Standing(
        items=len(now.items),
        included=len(now.included),
        withheld=len(now.withheld),
        forged=len(now.forged),
        places_left=places_left(frozenset(now.searches)),
        content_hash=content_hash,
        signed_hash=_held([each.content_hash for each in now.signatures], content_hash),
        pack_hash=pack.content_hash if ready and pack is not None else None,
        released=released,
    )


def _held(signatures: Iterable[str], content_hash: str) -> str | None:
    """The signature of exactly this content if there is one, otherwise the newest that does not hold any more."""
    every = list(signatures)
    return content_hash if content_hash in every else (every[-1] if every else None)


def changed_since(now: Decided) -> list[Item]:
    """What is to be given out and says something else by now, was sealed off, or is gone. Changes nothing."""
    found = look_up(now.request, now.included)
    return [item for item in now.included if item.id not in found or not found[item.id].is_as_gathered(item)]


def sealed_since(now: Decided) -> list[Item]:
    """What was given out and bears another mark by now (it was sealed off), or is gone. Changes nothing."""
    found = look_up(now.request, now.included)
    marks = {key: each.mark for key, each in found.items()}
    return [
        item
        for item in now.included
        if item.id not in marks or marks[item.id] != item.mark or marks[item.id] is Mark.SEALED_OFF
    ]


def out_of_date(request: DataRequest) -> int:
    """How many rows of the rooms are new, gone or different since the last gathering. Changes nothing."""
    now = {found.key: (found.content_mac, found.mark) for found in walk(request.person)}
    then = {
        (row.source, row.source_id): (row.content_mac, row.mark)
        for row in Item.select().where(Item.request == request)
    }
    return sum(1 for key in now.keys() | then.keys() if now.get(key) != then.get(key))
