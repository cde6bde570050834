"""How values read on a page: London dates, plurals, telephone-friendly references."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from jinja2 import StrictUndefined

from ppsweb.deadlines import clock

#: in English whatever the machine's language, and sooner than strftime
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day(value: date | datetime | None) -> str:
    """24 November 2026; a stored time is shown as its London day."""
    if value is None:
        return ""
    return _day(clock.local(value) if isinstance(value, datetime) else value)


def moment(value: datetime | None) -> str:
    """24 November 2026 at 2:05pm, in London."""
    if value is None:
        return ""
    local = clock.local(value)
    return f"{_day(local)} at {_hour(local)}"


def hour(value: datetime) -> str:
    """2:05pm, in London."""
    return _hour(clock.local(value))


def _day(local: date) -> str:
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def _hour(local: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"


def short_day(value: date | datetime | None) -> str:
    """24 Nov 2026."""
    full = day(value)
    if not full:
        return ""
    number, month, year = full.split()
    return f"{number} {month[:3]} {year}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 note, 2 notes."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def phone_link(number: str) -> str:
    """The address that rings a number: `tel:01632960100`."""
    return "tel:" + "".join(letter for letter in number if letter in "+0123456789")


def init_app(app: Flask) -> None:
    """Offer the filters to templates, and make a misspelt name an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for each in (day, moment, hour, short_day, plural, phone_link):
        app.jinja_env.filters[each.__name__] = each
