"""How often a code may be read back wrongly, what is new about a client, and when a child decides. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ppsweb.deadlines.working_out import work_out

#: after as many wrong answers a code is void: six figures are proof only while they cannot be guessed (D8.03)
MOST_WRONG_CODES = 3


def tries_left(wrong: int) -> int:
    """How often a code may still be read back after so many wrong answers."""
    return max(0, MOST_WRONG_CODES - wrong)


#: what is said to keep somebody safe is taken at any time
KEEPS_SAFE = ("contact_advice", "pass_phrase")


def additions(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields of the form that would say something new about a client (C5); what is emptied or unticked does not.

    The ways that are safe are one field.
    """
    added = [
        name for name, value in after.items() if value and value != before[name] and name not in KEEPS_SAFE
    ]
    return list(dict.fromkeys("safe" if name.startswith("safe_to_") else name for name in added))


#: so many days before a child decides, somebody talks to them about it (D2.20)
TALK_BEFORE = timedelta(days=60)


def decides_from(born_on: date) -> date:
    """The day from which a child is a young person, who decides for themself under the Act (2.8, D2.20)."""
    return work_out("AGE.young_person", {"dob": born_on}).day("young_person_from")
