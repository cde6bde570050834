"""What may be typed about leaflets."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from wtforms.validators import StopValidation

from ppsweb.deadlines import clock
from ppsweb.leaflets.models import Source
from ppsweb.leaflets.rules import review_by
from ppsweb.web.forms import DayField, Form, ListField, LongTextField, TextField, TickField, VersionField

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def source_of(line: str) -> Source:
    """A line of the form as a source. Raises ValueError with what is wrong with it."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not all(parts) or not DAY.fullmatch(parts[2]):
        raise ValueError("is not “title | where it is found | 2026-11-24”")
    try:
        retrieved = date.fromisoformat(parts[2])
    except ValueError:
        raise ValueError("has a day that does not exist") from None
    if retrieved > clock.today():
        raise ValueError("has a day in the future")
    return Source(*parts)


class Writing(Form):
    """A leaflet's text. The body is HTML of a short list of elements; whatever else it has is taken out."""

    version = VersionField()
    title = TextField("Title", missing="Enter a title", most=120, width="govuk-!-width-full")
    summary = LongTextField(
        "Summary", missing="Write a summary", rows=2, most=400, hint="One or two sentences"
    )
    audience = TextField("For whom", missing="Say for whom it is", most=200, width="govuk-!-width-full")
    body = LongTextField(
        "Text",
        missing="Write the text",
        rows=20,
        most=3_500_000,
        hint="Headings <h2> and <h3>, paragraphs <p>, lists <ul> and <ol>, tables, <strong>, links to https://",
    )
    sources = LongTextField(
        "Sources",
        missing="Name at least one source",
        rows=4,
        most=8000,
        hint="One to a line: title | where it is found | day you read it (2026-11-24)",
    )
    review_on = DayField(
        "Review by",
        missing="Enter the day by which it is reviewed",
        hint="At most twelve months from now",
        default=lambda: review_by(clock.today()),
    )

    def validate_sources(self, field: Any) -> None:
        for number, line in enumerate((field.data or "").splitlines(), 1):
            try:
                if line.strip():
                    source_of(line)
            except ValueError as problem:
                raise StopValidation(f"Line {number} {problem}") from None

    @property
    def source_list(self) -> list[Source]:
        """The sources that were typed."""
        return [source_of(line) for line in (self.sources.data or "").splitlines() if line.strip()]


def lines_of(sources: list[Source]) -> str:
    """Sources as the lines of the form."""
    return "\n".join(f"{each.title} | {each.reference} | {each.retrieved}" for each in sources)


class Approval(Form):
    """A second person's approval (D9.05)."""

    balanced = TickField(
        "Both sides and all options are described with equal space, and nothing is promised",
        missing="Check the balance and tick the box",
    )
    accurate = TickField(
        "Each statement agrees with its source", missing="Check the sources and tick the box"
    )


class Sending(Form):
    """Which leaflet goes to which of a client's addresses."""

    edition = ListField("Leaflet", {}, missing="Choose a leaflet")
    contact = ListField("To", {}, missing="Choose a verified address")
