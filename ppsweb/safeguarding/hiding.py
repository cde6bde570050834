"""An allegation is hidden from whom it is about, in the record of access, too (D4.21)."""

from __future__ import annotations

from typing import Any

from ppsweb.audit import reading
from ppsweb.safeguarding.models import Concern, ConcernDecision


def _allegations(member: Any) -> Any:
    return Concern.select(Concern.id).where(Concern.about_member == member)


def _their_duties(member: Any) -> Any:
    return Concern.select(Concern.authority).where(Concern.about_member == member)


def _their_authorities(member: Any) -> Any:
    of_them = ConcernDecision.concern.in_(_allegations(member))
    return ConcernDecision.select(ConcernDecision.authority).where(of_them)


reading.hidden_from += [_allegations, _their_duties, _their_authorities]
