"""A day as three boxes, as people write it (D7.06)."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import ValidationError

from ppsweb.deadlines import clock
from ppsweb.web import text as typed
from ppsweb.web.fields.writing import name_of

PARTS = ("day", "month", "year")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class Problem(NamedTuple):
    """Which boxes are wrong, and the sentence that says how."""

    boxes: tuple[str, ...]
    message: str


class DayField(StringField):
    """A day as three boxes; data is a `date` or None. Takes 5, 05 and May; asks for four figures of the year.

    `future=False` refuses tomorrow, `earliest` what is before it (a slip of the hand: 1066 for 1966).
    """

    data: Any

    def __init__(
        self,
        label: str,
        *,
        missing: str | None = None,
        hint: str = "",
        called: str | None = None,
        future: bool = True,
        earliest: date = date(1900, 1, 1),
        **kwargs: Any,
    ) -> None:
        self.missing, self.called, self.future, self.earliest = missing, called, future, earliest
        self.parts = ("", "", "")
        self.wrong: tuple[str, ...] = ()
        super().__init__(label, description=hint, **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        default = self.default() if callable(self.default) else self.default
        self.data = self.object_data = data if isinstance(data, date) else default
        if isinstance(self.data, date):
            self.parts = (str(self.data.day), str(self.data.month), str(self.data.year))
        if formdata is not None:
            boxes = [typed.tidy(formdata.get(f"{self.name}-{part}", ""))[:20] for part in PARTS]
            self.parts = (boxes[0], boxes[1], boxes[2])
            found = read_day(*self.parts)
            self.data = found if isinstance(found, date) else None

    def pre_validate(self, form: Any) -> None:
        problem = self._problem()
        if problem is not None:
            self.wrong = problem.boxes
            raise ValidationError(problem.message)

    def _problem(self) -> Problem | None:
        name = name_of(self)
        if not any(self.parts):
            return Problem(PARTS, self.missing) if self.missing else None
        found = read_day(*self.parts)
        if isinstance(found, Problem):
            return found._replace(message=found.message.format(name))
        if not self.future and found > clock.today():
            return Problem(PARTS, f"{name} must be today or in the past")
        if found < self.earliest:
            first = f"{self.earliest.day} {MONTHS[self.earliest.month - 1].capitalize()} {self.earliest.year}"
            return Problem(("year",), f"{name} must be {first} or later")
        return None

    def __call__(self, **kwargs: Any) -> Markup:
        template = current_app.jinja_env.get_template("components/day_field.html")
        return Markup(template.render(field=self, extra=kwargs.get("params")))  # noqa: S704

    @property
    def first_wrong(self) -> str:
        """The id of the first box that is wrong, for the error summary's link."""
        return f"{self.id}-{self.wrong[0] if self.wrong else 'day'}"


def read_day(day: str, month: str, year: str) -> date | Problem:
    """The date that is typed in three boxes, or what is wrong with it; `{}` in the message is the field's name."""
    empty = tuple(part for part, text in zip(PARTS, (day, month, year), strict=True) if not text)
    if empty:
        return Problem(empty, "{} must include a " + " and a ".join(empty))
    if not re.fullmatch(r"[0-9]{4}", year):
        return Problem(("year",), "Year must include 4 numbers")
    number = month_number(month)
    if number == 0:
        return Problem(("month",), "{} must be a real date: the month is a number from 1 to 12, or its name")
    if not re.fullmatch(r"[0-9]{1,2}", day) or not 1 <= int(day) <= 31:
        return Problem(("day",), "{} must be a real date: the day is a number from 1 to 31")
    if int(year) == 0:
        return Problem(("year",), "{} must be a real date")
    days = calendar.monthrange(int(year), number)[1]
    if int(day) > days:
        named = MONTHS[number - 1].capitalize() + (f" {year}" if number == 2 else "")
        return Problem(("day",), "{} must be a real date: " + f"{named} has {days} days")
    return date(int(year), number, int(day))


def month_number(month: str) -> int:
    """The number of a month typed as 5, 05, May or Sept; 0 if it is none."""
    if re.fullmatch(r"[0-9]{1,2}", month):
        return int(month) if 1 <= int(month) <= 12 else 0
    wanted = month.casefold().strip(". ")
    found = [number for number, name in enumerate(MONTHS, 1) if len(wanted) >= 3 and name.startswith(wanted)]
    return found[0] if found else 0
