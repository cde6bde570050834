"""What an edition must be before it can be published, and when it must be looked at again. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum

from ppsweb.deadlines.counting import add_months_clamped

REVIEW_MONTHS = 12
#: how late a review may be before the leaflet is neither printed nor sent any more
LATE_DAYS = 30
#: the addresses of the room's own pages
RESERVED = ("write", "send", "editions")


def review_by(approved: date) -> date:
    """The day by which a leaflet is reviewed: at most twelve months on (D9.03)."""
    return add_months_clamped(approved, REVIEW_MONTHS)


def is_being_checked(review_on: date, today: date) -> bool:
    """Whether a leaflet's review is more than 30 days late: its page says so, and there is no PDF (D9.03)."""
    return today > review_on + timedelta(days=LATE_DAYS)


class Review(Enum):
    """How near the review of a leaflet is: whoever keeps it is told in steps (D9.03)."""

    COMES = "comes"
    NEAR = "near"
    DUE = "due"
    TOO_LATE = "too_late"


#: how many days before the review it is told, and from which it is said as near
TOLD_DAYS = 60
NEAR_DAYS = 30


def review_stage(review_on: date, today: date) -> Review | None:
    """How near the review is; None while it is more than 60 days away (D9.03)."""
    days = (review_on - today).days
    if is_being_checked(review_on, today):
        return Review.TOO_LATE
    if days <= 0:
        return Review.DUE
    if days <= NEAR_DAYS:
        return Review.NEAR
    return Review.COMES if days <= TOLD_DAYS else None


def slug_of(title: str) -> str:
    """The stable address of a leaflet, made once from its first title."""
    words = re.findall(r"[a-z0-9]+", title.casefold().replace("’", "").replace("'", ""))
    slug = "-".join(words)[:80].strip("-")
    return f"leaflet-{slug}" if slug in RESERVED else slug


def reasons_against_publishing(
    *, body: str, sources: int, review_on: date, today: date, by_writer: bool
) -> list[str]:
    """Why an edition cannot be published; empty when it can (D9.01, D9.03, D9.04)."""
    reasons = []
    if by_writer:
        reasons.append("Somebody who neither wrote nor last edited it has to approve it.")
    if not body.strip():
        reasons.append("It has no text.")
    if not sources:
        reasons.append("It names no source.")
    if review_on <= today:
        reasons.append("Its review date has passed.")
    if review_on > review_by(today):
        reasons.append("Its review date is more than twelve months away.")
    return reasons
