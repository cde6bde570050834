"""What waits for whoever keeps a leaflet on their first page: its review, in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for

from ppsweb.leaflets import rules, wording
from ppsweb.leaflets.models import Edition, Leaflet, State
from ppsweb.web.filters import day
from ppsweb.web.tasks import KINDS, Task, Tasks


def reviews(member: Any, today: date) -> list[Task]:
    """Published leaflets whose review comes within 60 days or is late: those that the member wrote or edited last,
    and for the manager all (D9.03).
    """
    near = (Edition.state == State.PUBLISHED) & (Edition.review_on <= today + timedelta(days=rules.TOLD_DAYS))
    if not member.manages:
        near &= (Edition.author == member) | (Edition.last_editor == member)
    found = list(Edition.select(Edition, Leaflet).join(Leaflet).where(near).order_by(Edition.review_on))
    in_hand = {
        each.leaflet_id
        for each in Edition.select(Edition.leaflet).where(
            (Edition.state == State.DRAFT) & Edition.leaflet.in_([each.leaflet_id for each in found] or [""])
        )
    }
    return [_task(edition, today, edition.leaflet_id in in_hand) for edition in found]


def _task(edition: Any, today: date, is_in_hand: bool) -> Task:
    stage = rules.review_stage(edition.review_on, today)
    said = f"{wording.REVIEWS[stage]} {day(edition.review_on)}" if stage is not None else ""
    return Task(
        edition.title,
        url_for("leaflets.show", leaflet=edition.leaflet.slug),
        f"{said}; {wording.BEING_REVIEWED}" if is_in_hand else said,
        edition.review_on,
    )


KINDS.append(Tasks("Leaflets to review", "leaflets.write", reviews, names_clients=False))
