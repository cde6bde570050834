"""How long a closed case is kept, at least and at most: clause C8 (section 5)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.rule import Kind, Rule, Style, Who, deadline, stage

# No statute: the policy holds for every file the service has ever closed.
POLICY = date(2000, 1, 1)
YEAR = 12

RULES = (
    Rule(
        id="RET.window",
        version=1,
        title="A closed case is kept 5 full years and never more than 10",
        source="Confidentiality policy, clause C8",
        counting="M-FULL and M-CORR",
        valid_from=POLICY,
        inputs={"closed": Kind.DATE},
        steps=(
            # 29 February: the minimum rounds up to 1 March, the maximum down to 28 February (D5.01).
            stage("five_years", Style.MONTHS_FULL, "closed", 5 * YEAR),
            stage("first_day_may_delete", Style.NEXT_DAY, "five_years"),
            deadline(
                "manager_decides_from",
                "Manager's decision where none was made",
                Who.SERVICE,
                Style.MONTHS,
                "closed",
                9 * YEAR + 6,
            ),
            deadline(
                "last_day_may_exist",
                "Destruction of the file",
                Who.SERVICE,
                Style.MONTHS,
                "closed",
                10 * YEAR,
            ),
        ),
    ),
    Rule(
        id="RET.hold_review",
        version=1,
        title="A hold on destruction is looked at again every 90 days",
        source="The service's own rule (D5.04)",
        counting="D-EXCL",
        valid_from=POLICY,
        inputs={"last_looked_at": Kind.DATE},
        steps=(
            deadline("look_again_by", "Review of the hold", Who.SERVICE, Style.DAYS, "last_looked_at", 90),
        ),
    ),
    Rule(
        id="RET.hold_released",
        version=1,
        title="A file past its longest time goes within 30 days of the end of its hold",
        source="The service's own rule (D5.04)",
        counting="D-EXCL",
        valid_from=POLICY,
        inputs={"released": Kind.DATE},
        steps=(deadline("destroy_by", "Destruction of the file", Who.SERVICE, Style.DAYS, "released", 30),),
    ),
)
