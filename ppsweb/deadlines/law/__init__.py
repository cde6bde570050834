"""Every statutory rule as a versioned row: the law, its source, and when it was in force.

One module for each part of domain law. A change of the law is a new row with `valid_from` and the end of the old one.
"""

from __future__ import annotations

from ppsweb.deadlines.law import (
    after_appeal,
    assessment,
    exclusion,
    history,
    information,
    leaflets,
    mediation,
    plan,
    retention,
    subject_access,
    transport,
    tribunal,
    young_person,
)
from ppsweb.deadlines.rule import Rule

RULES: tuple[Rule, ...] = (
    *assessment.RULES,
    *plan.RULES,
    *mediation.RULES,
    *tribunal.RULES,
    *after_appeal.RULES,
    *exclusion.RULES,
    *transport.RULES,
    *young_person.RULES,
    *subject_access.RULES,
    *information.RULES,
    *retention.RULES,
    *leaflets.RULES,
    *history.RULES,
)
