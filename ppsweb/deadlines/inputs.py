"""What a rule is given: dates, moments, numbers and codes, as Python values or as the text of a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ppsweb.deadlines.rule import Given, Kind, Rule
from ppsweb.deadlines.special import BadInput

# Beyond these a date is a slip of the keyboard, and counting from it could leave the calendar altogether.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def _within(day: date, name: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"{name} must be a date from {FIRST_YEAR} to {LAST_YEAR}.")


def _date(name: str, value: object) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise BadInput(f"{name} must be a real date such as 2027-01-31.") from None
    # A datetime is a date to Python, but its day depends on the time zone: the caller says which day it is (D2.01).
    if not isinstance(value, date) or isinstance(value, datetime):
        raise BadInput(f"{name} must be a date.")
    _within(value, name)
    return value


def _moment(name: str, value: object) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise BadInput(f"{name} must be a time such as 2026-11-23T16:30:00+00:00.") from None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise BadInput(f"{name} must be a time with its time zone.")
    _within(value, name)
    return value


def _read(name: str, kind: Kind, value: object) -> Given:
    if kind is Kind.OPTIONAL_DATE and value is None:
        return None
    if kind in (Kind.DATE, Kind.OPTIONAL_DATE):
        return _date(name, value)
    if kind is Kind.MOMENT:
        return _moment(name, value)
    if kind is Kind.NUMBER:
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadInput(f"{name} must be a whole number.")
        return value
    if not isinstance(value, str):
        raise BadInput(f"{name} must be a word.")
    return value


def read_inputs(rule: Rule, given: Mapping[str, object]) -> dict[str, Given]:
    """The rule's inputs as values. BadInput for one that is missing, unknown or not of its kind."""
    unknown = sorted(set(given) - set(rule.inputs))
    if unknown:
        raise BadInput(f"{rule.id} does not know {', '.join(unknown)}.")
    missing = [
        name for name, kind in rule.inputs.items() if name not in given and kind is not Kind.OPTIONAL_DATE
    ]
    if missing:
        raise BadInput(f"{rule.id} needs {', '.join(missing)}.")
    return {name: _read(name, kind, given.get(name)) for name, kind in rule.inputs.items()}
