"""When a leaflet must be checked again, and when it may no longer be printed (section 9)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.rule import Kind, Rule, Style, Who, deadline, stage

RULES = (
    Rule(
        id="LEAFLET.review",
        version=1,
        title="A leaflet is reviewed within 12 months, with a warning 60 days before",
        source="Impartiality policy, clause I4; the service's own rule (D9.03)",
        counting="M-CORR and D-EXCL",
        valid_from=date(2000, 1, 1),
        inputs={"approved": Kind.DATE, "interval_months": Kind.NUMBER},
        steps=(
            deadline(
                "review_due",
                "Review of the leaflet",
                Who.SERVICE,
                Style.SPECIAL,
                "approved",
                special="leaflet_review",
            ),
            stage("warn_from", Style.DAYS, "review_due", -60),
            # More than 30 days overdue: the page says "being checked", and there is no PDF (D9.03).
            stage("withheld_from", Style.DAYS, "review_due", 31),
        ),
    ),
)
