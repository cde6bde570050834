"""What may be decided, by whom, and what a pack needs before it leaves. Pure.

Sources: D3.4 (exemptions), D3.13 (what leaves no trace), D3.16 (two people), D8.02 (passwords).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ppsweb.subject_access.codes import Exemption, Mark, Place, Verdict

#: decided by the manager alone (D3.4: CAD, CRIME)
MANAGER_ONLY = frozenset({Exemption.CHILD_ABUSE, Exemption.CRIME})
#: nothing in the pack or its letter says that such a thing was withheld (D3.13)
SILENT = frozenset({Exemption.WISH, Exemption.CHILD_ABUSE, Exemption.HEALTH_HARM, Exemption.CRIME})
#: needs the opinion of the appropriate health professional, not older than six months (Sch 3 para 5)
NEEDS_OPINION = frozenset({Exemption.HEALTH_HARM})


class Preparation(Enum):
    """What somebody did of that which the second person answers for."""

    DECIDED = "decided"
    SEARCHED = "searched"


#: what is said to whoever prepared what they would sign
PREPARED = {
    Preparation.DECIDED: "You decided about items of this request, so somebody else has to sign.",
    Preparation.SEARCHED: "You recorded where was looked for this request, so somebody else has to sign.",
}


#: what is said wherever a decision stands that the site did not write
FORGED = (
    "A decision was written or changed past this site. It decides nothing. Tell whoever looks after the database, "
    "then read that item and decide about it again."
)


@dataclass(frozen=True)
class Standing:
    """How far a request is, counted from its rows."""

    items: int
    included: int
    withheld: int
    places_left: int
    content_hash: str
    #: items about which a decision was written or changed past the site
    forged: int = 0
    signed_hash: str | None = None
    pack_hash: str | None = None
    released: bool = False

    @property
    def undecided(self) -> int:
        return self.items - self.included - self.withheld

    @property
    def is_decided(self) -> bool:
        """Every item is decided as it stands now, and every place was looked at."""
        return self.undecided == 0 and self.places_left == 0

    @property
    def is_signed(self) -> bool:
        """A second person signed exactly what is decided now; any change since then voided it."""
        return self.is_decided and self.signed_hash == self.content_hash

    @property
    def waits_for_second_person(self) -> bool:
        """All is decided, and what is decided now is signed by nobody."""
        return self.is_decided and not self.is_signed

    @property
    def was_voided(self) -> bool:
        """Somebody signed, and something has changed since."""
        return self.signed_hash is not None and not self.is_signed

    @property
    def has_pack(self) -> bool:
        """There is a finished pack of exactly what is decided now."""
        return self.is_decided and self.pack_hash == self.content_hash

    @property
    def may_release(self) -> bool:
        return self.is_signed and self.has_pack


def reasons_against_deciding(
    verdict: Verdict,
    exemption: Exemption | None,
    *,
    mark: Mark | None,
    manages: bool,
    standing: Exemption | None = None,
    opinion_until: date | None,
    today: date,
) -> dict[str | None, str]:
    """Why an item may not be decided so, by form field; `opinion_until` is the last day of a health opinion.

    `standing` is the reason for which it was left out last. What was the manager's to decide stays theirs, also
    when the item says something else by now.
    """
    if standing in MANAGER_ONLY and not manages:
        return {"verdict": "The manager decided this. Only the manager can decide it anew"}
    if verdict is Verdict.INCLUDE:
        if exemption is not None:
            return {"exemption": "A reason is only for what is left out"}
        if mark is Mark.SEALED_OFF:
            return {"verdict": "This note belongs to another file. It can only be left out of this pack"}
        if mark is Mark.NOT_TO_BE_TOLD:
            return {"verdict": "It was decided that the family is not told of this. It can only be left out"}
        return {}
    if exemption is None:
        return {"exemption": "Choose the reason for leaving it out"}
    if exemption in MANAGER_ONLY and not manages:
        return {"exemption": "Only the manager can decide this"}
    if exemption in NEEDS_OPINION and opinion_until is None:
        return {"opinion_on": "Enter the day of the health professional’s opinion"}
    if exemption in NEEDS_OPINION and opinion_until is not None and opinion_until < today:
        return {"opinion_on": "The opinion is more than six months old. Ask for a new one"}
    return {}


def may_be_decided_together(
    mark: Mark | None, standing: Exemption | None = None, *, held_back_beside: bool = False
) -> bool:
    """Only what is neither told in confidence, nor sealed off, nor about somebody else (D4.09, D3.11).

    Nor what the manager left out: `standing` is the reason for which it was left out last. Nor a note while one that
    it corrects, or that corrects it, is held back: it may say the same again (D4.12).
    """
    return mark is None and standing not in MANAGER_ONLY and not held_back_beside


def connected(links: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """By id, all others to which it is linked, directly or through others."""
    groups: dict[str, set[str]] = {}
    for one, other in links:
        group = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(group, group))
    return {each: frozenset(group - {each}) for each, group in groups.items()}


def why_not_sign(standing: Standing, *, prepared: Preparation | None) -> str | None:
    """Why this person cannot sign now; None when they can. Whoever prepared any of it cannot (D3.16)."""
    if prepared is not None:
        return PREPARED[prepared]
    if standing.forged:
        return FORGED
    if standing.undecided:
        return "Some items are not decided yet, or have changed since."
    if standing.places_left:
        return "Not every place has been looked at yet."
    if standing.is_signed:
        return "It is signed already."
    return None


def why_not_release(standing: Standing, *, awaits_identity: bool) -> str | None:
    """Why the pack cannot be sent now; None when it can.

    Who was asked for proof of who they are gets nothing before it has come. A question about what they want stops
    nothing: what is clear may be given to them (D3.07).
    """
    if awaits_identity:
        return "We asked for proof of who they are. Nothing is given out before it has come."
    if standing.forged:
        return FORGED
    if not standing.is_decided:
        return "Not everything is decided yet."
    if not standing.is_signed:
        return "A second person has to sign first."
    if not standing.has_pack:
        return "The pack has not been made of what is decided now."
    return None


def why_not_handed_on(
    day: date, *, received: date, made: date | None, signed: date | None, today: date
) -> str | None:
    """Why a pack cannot have been handed over on a day; None when it can. It counts as the answer from then on."""
    if day > today:
        return "The day cannot be in the future"
    if day < received:
        return "The request had not come on that day"
    if made is None or day < made:
        return "The pack had not been made on that day"
    if signed is None or day < signed:
        return "Nobody had signed the pack on that day"
    return None


def places_left(looked_at: frozenset[Place]) -> int:
    """How many of the places where data can be have not been looked at (D3.08)."""
    return len(frozenset(Place) - looked_at)


def why_not_post(*, has_address: bool, safe: bool) -> str | None:
    """Why a pack cannot have been posted to the address in the file: there is none, or a letter is not safe (D8.12)."""
    if not safe:
        return "They have not said that it is safe to write to them. Hand it over in person"
    if not has_address:
        return "There is no postal address in the file. Add it to the file first, or hand the pack over in person"
    return None
