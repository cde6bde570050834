"""How values read on a page: London dates, plurals, telephone-friendly references."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from jinja2 import StrictUndefined

from ppsweb.deadlines import clock


def day(value: date | datetime | None) -> str:
    """24 November 2026; a stored time is shown as its London day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """24 November 2026 at 2:05pm, in London."""
    return "" if value is None else f"{day(value)} at {hour(value)}"


def hour(value: datetime) -> str:
    """2:05pm, in London."""
    local = clock.local(value)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


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
