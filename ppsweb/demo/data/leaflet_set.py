"""The leaflets of ppsweb/demo/leaflets: written by one person, read and published by another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from ppsweb.auth.models import Member
from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.deadlines.counting import add_months_clamped
from ppsweb.demo.data import families
from ppsweb.demo.data.staff import Staff
from ppsweb.demo.data.stories import Told
from ppsweb.demo.data.timeline import Past
from ppsweb.leaflets import actions as leaflets
from ppsweb.leaflets.models import Edition, Source, published_editions
from ppsweb.people.models import Contact, ContactKind
from ppsweb.worker import jobs

FOLDER = Path(__file__).parents[1] / "leaflets"


def of_leaflets(past: Past, staff: Staff) -> Iterator[datetime]:
    """Written one day and published another, by the editor and the manager in turn, each reading the other’s."""
    people = (staff.editor, staff.manager)
    for number, path in enumerate(sorted(FOLDER.glob("*.json"))):
        text = json.loads(path.read_text(encoding="utf-8"))
        writer, reader = people[number % 2], people[1 - number % 2]
        yield past.ago(36 - number, "10:30")
        edition = _write(writer, text)
        yield past.ago(34 - number, "15:15")
        leaflets.publish(reader, clock.now(), clock.today(), edition, content_hash=edition.content_hash)
        jobs.do_due()


def of_sending(past: Past, told: Told, staff: Staff) -> Iterator[datetime]:
    """Leaflets sent to clients whose address is verified; one message leaves soon after the first start."""
    for days, family, wanted in (
        (12, families.ROSEHIP, "your-childs-draft-ehc-plan"),
        (6, families.TEASEL, "asking-for-an-ehc-needs-assessment"),
        (1, families.PLUM, "your-information-and-your-rights"),
    ):
        yield past.ago(days, "15:05")
        case = Case.get_by_id(told.cases[family.name].id)
        leaflets.send_leaflet(staff[family.officer], clock.now(), case, _published(wanted), _email_of(case))


def _write(by: Member, text: dict[str, Any]) -> Edition:
    sources = [Source(each["title"], each["reference"], each["retrieved"]) for each in text["sources"]]
    return leaflets.write_leaflet(
        by,
        title=text["title"],
        summary=text["summary"],
        audience=text["audience"],
        body=text["body_html"],
        sources=sources,
        review_on=add_months_clamped(clock.today(), text["review_months"]),
        slug=text["slug"],
    )


def _published(slug: str) -> Edition:
    found: Edition = next(each for each in published_editions() if each.leaflet.slug == slug)
    return found


def _email_of(case: Case) -> Contact:
    contact: Contact = Contact.get((Contact.person == case.person_id) & (Contact.kind == ContactKind.EMAIL))
    return contact
