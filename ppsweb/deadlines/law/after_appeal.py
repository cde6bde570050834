"""What the council must do after the Tribunal's order or its own concession, in weeks (section 2.5)."""

from __future__ import annotations

from ppsweb.deadlines.law.assessment import NO_ROLL, SEND_REGULATIONS
from ppsweb.deadlines.rule import Kind, Rule, Style, Who, deadline

RULES = (
    Rule(
        id="TRIB.order",
        version=1,
        title="After an order: 2, 5, 10, 11 or 14 weeks, by what was ordered",
        source="SEND Regulations 2014 regs 44 and 45",
        counting="W-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"order": Kind.DATE},
        steps=(
            deadline(
                "w2",
                "Word that it will assess, another school named, or the decision taken again",
                Who.COUNCIL,
                Style.WEEKS,
                "order",
                2,
            ),
            deadline("w5", "Draft plan, or changed provision", Who.COUNCIL, Style.WEEKS, "order", 5),
            deadline(
                "w10",
                "Notice if there is to be no plan after assessment",
                Who.COUNCIL,
                Style.WEEKS,
                "order",
                10,
            ),
            deadline("w11", "Final plan, if a plan was ordered", Who.COUNCIL, Style.WEEKS, "order", 11),
            deadline(
                "w14", "Final plan, if an assessment was ordered", Who.COUNCIL, Style.WEEKS, "order", 14
            ),
        ),
        note=NO_ROLL,
    ),
)
