"""What is decided about signing in, from values alone: no request, no database, no clock.

Sources: D6.01 (limits of a session), D6.09 (slower than the directory locks accounts), D6.10 (one sentence).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from ppsweb.permissions.roles import Role

#: wrong attempts on one name that are let through to the directory: (how many, in how long). Active Directory
#: counts wrong passwords too, and a common policy locks the account at the fifth within the hour.
PER_NAME: tuple[tuple[int, timedelta], ...] = ((3, timedelta(minutes=15)), (4, timedelta(minutes=60)))
#: and from one address, which a whole office may share
PER_ADDRESS: tuple[tuple[int, timedelta], ...] = ((30, timedelta(minutes=15)),)
#: how long an attempt is remembered: the longest of those times
REMEMBERED = max(window for _, window in PER_NAME + PER_ADDRESS)

#: letters that Active Directory compares as plain ones and Unicode does not take apart
UNMARKED = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ĸ": "k", "ſ": "s"}
_MARKED = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")

#: a session of somebody who has not signed in carries the sign-in form's token and no more
SIGNED_OUT_LIFE = timedelta(minutes=30)
#: so many sign-in forms may be open at once; a stranger who asks for more takes the oldest away
MOST_SIGNED_OUT = 2000
#: a session's last use is written at most this often
SEEN_EVERY = timedelta(minutes=1)
#: how long what somebody had typed waits for its page to be opened again
DRAFT_LIFE = timedelta(days=7)
#: the longest time for which a deputy is appointed
LONGEST_DEPUTY = timedelta(days=92)


def account_of(typed: str) -> str:
    """The account that a typed name means, so that all its spellings are counted as one (D6.09).

    `Anna.B`, `anna.b@council.example` and `COUNCIL\\anna.b` are one account; accents, strokes, ligatures and case
    tell no two accounts apart in Active Directory, so they do not here. Two that are counted as one wait a little
    longer; one that is counted as two could be locked out of the whole council from here.
    """
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", typed).casefold())
    plain = "".join(_letter(each) for each in flat if not unicodedata.combining(each))
    return plain.rpartition("\\")[2].partition("@")[0].strip()


def _letter(each: str) -> str:
    """The plain letter of one that Unicode does not take apart: ø is o, æ is ae."""
    if each.isascii():
        return each
    found = _MARKED.match(unicodedata.name(each, ""))
    return UNMARKED.get(each) or (found[1].casefold() if found else each)


def too_many(attempts: Sequence[datetime], now: datetime, limits: Iterable[tuple[int, timedelta]]) -> bool:
    """Whether these attempts, the one at hand among them, are more than any of the limits lets through."""
    return any(sum(1 for moment in attempts if moment > now - window) > most for most, window in limits)


def is_over(
    *,
    signed_in: bool,
    started_at: datetime,
    seen_at: datetime,
    now: datetime,
    idle: timedelta,
    absolute: timedelta,
) -> bool:
    """Whether a session has come to its end: idle or absolute limit, or the short life of a signed-out one.

    `seen_at` may be up to SEEN_EVERY behind, so the idle limit may come that much early, never late (D6.01).
    """
    if not signed_in:
        return now >= started_at + SIGNED_OUT_LIFE
    return now >= seen_at + idle or now >= started_at + absolute


def role_that_counts(directory_role: Role, admitted_role: Role | None) -> Role:
    """What somebody works as: the directory's role, but no higher than the one that a manager admitted.

    A directory administrator who puts somebody into a higher group has thereby made no manager of them: the
    group is necessary, the manager's word about that very role makes it sufficient. A lower role counts at once.
    For somebody who was never admitted it is what they wait for, and opens nothing.
    """
    if admitted_role is None:
        return directory_role
    order = list(Role)
    return max(directory_role, admitted_role, key=order.index)


def deputy_days_problem(first_day: date, last_day: date, today: date) -> str | None:
    """Which day of a deputy's appointment is wrong: the field's name, or None.

    It begins today or later, does not end before it begins, and lasts LONGEST_DEPUTY at most: what was meant
    for a holiday must not become a second manager whom nobody appointed.
    """
    if first_day < today:
        return "first_day"
    if last_day < first_day or last_day - first_day >= LONGEST_DEPUTY:
        return "last_day"
    return None


def safe_address(typed: str | None) -> str | None:
    """The address of one of our own pages, or None: after sign-in nobody is sent to another site.

    Browsers read a backslash as a slash, drop tabs and line breaks, and take `//host` for another host.
    """
    if not typed or len(typed) > 2000 or not typed.startswith("/") or typed.startswith("//"):
        return None
    if "\\" in typed or any(unicodedata.category(each)[0] == "C" or each.isspace() for each in typed):
        return None
    parts = urlsplit(typed)
    if parts.scheme or parts.netloc or parts.path.rstrip("/") in ("/sign-in", "/sign-out"):
        return None
    return typed
