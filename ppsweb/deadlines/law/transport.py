"""School transport appeals, in the two stages that the DfE recommends; a council's own policy wins (section 2.7)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.rule import Holidays, Kind, Rule, Style, Who, deadline

RULES = (
    Rule(
        id="TRANSPORT",
        version=1,
        title="Transport review: 20 working days for each step, 40 for the panel",
        source="DfE, Travel to school for children of compulsory school age (guidance, not law)",
        counting="WD-EXCL",
        valid_from=date(2014, 7, 1),
        inputs={"start": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            # A working day already, so it is its own safe date (D2.05).
            deadline(
                "wd20",
                "Request for a review, the officer's answer, or the next stage",
                Who.PARENT,
                Style.WORKING_DAYS,
                "start",
                20,
                safe="wd20",
            ),
            deadline("wd40", "Panel's decision", Who.PANEL, Style.WORKING_DAYS, "start", 40),
        ),
    ),
    Rule(
        id="TRANSPORT.letter",
        version=1,
        title="Transport panel: the letter follows within 5 working days",
        source="DfE, Travel to school for children of compulsory school age (guidance, not law)",
        counting="WD-EXCL",
        valid_from=date(2014, 7, 1),
        inputs={"decided": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            deadline("letter_by", "Letter with the decision", Who.PANEL, Style.WORKING_DAYS, "decided", 5),
        ),
    ),
)
