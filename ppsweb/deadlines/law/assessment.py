"""EHC needs assessment, from the request to the final plan: no date moves for weekends or holidays (section 2.1)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.rule import Holidays, Kind, Rule, Style, Who, deadline, stage

SEND_REGULATIONS = date(2014, 9, 1)
NO_ROLL = "The SEND Regulations 2014 do not move this date for weekends, bank holidays or school holidays."

RULES = (
    Rule(
        id="EHC.timeline",
        version=1,
        title="EHC needs assessment: 6, 16 and 20 weeks",
        source="SEND Regulations 2014 regs 4, 5, 8, 10 and 13",
        counting="W-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"received": Kind.DATE},
        steps=(
            deadline(
                "w6_decision_to_assess",
                "Decision whether to assess",
                Who.COUNCIL,
                Style.WEEKS,
                "received",
                6,
            ),
            deadline(
                "w12_advice_if_requested_w6",
                "Advice back, if asked for in week 6",
                Who.ASKED,
                Style.WEEKS,
                "w6_decision_to_assess",
                6,
            ),
            deadline(
                "w16_decision_no_plan",
                "Notice if there is to be no plan",
                Who.COUNCIL,
                Style.WEEKS,
                "received",
                16,
            ),
            deadline("w20_final_plan", "Final plan", Who.COUNCIL, Style.WEEKS, "received", 20),
        ),
        note=NO_ROLL,
    ),
    Rule(
        id="EHC.advice",
        version=1,
        title="Advice for an assessment: 6 weeks from being asked",
        source="SEND Regulations 2014 reg 8(1)",
        counting="W-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"asked": Kind.DATE},
        steps=(deadline("advice_by", "Advice to the council", Who.ASKED, Style.WEEKS, "asked", 6),),
        note=NO_ROLL,
    ),
    Rule(
        id="EHC.reassess",
        version=1,
        title="Re-assessment: decision within 15 days of receiving the request, final plan within 14 weeks",
        source="SEND Regulations 2014 regs 25 and 27",
        counting="D-EXCL and W-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"received": Kind.DATE},
        steps=(
            deadline("decision_by", "Decision whether to re-assess", Who.COUNCIL, Style.DAYS, "received", 15),
            deadline(
                "final_if_notified_that_day",
                "Final plan, if the decision came on its last day",
                Who.COUNCIL,
                Style.WEEKS,
                "decision_by",
                14,
            ),
        ),
        note=NO_ROLL,
    ),
    Rule(
        id="EHC.transfer_plan",
        version=1,
        title="Move to another council: the plan follows within 15 working days of the old council knowing",
        source="SEND Regulations 2014 reg 15(2)",
        counting="WD-INCL",
        valid_from=SEND_REGULATIONS,
        inputs={"aware": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            deadline(
                "transfer_by",
                "Plan sent to the new council",
                Who.COUNCIL,
                Style.WORKING_DAYS_INCLUSIVE,
                "aware",
                15,
            ),
        ),
    ),
    Rule(
        id="EHC.transfer_review",
        version=1,
        title="Move to another council: word within 6 weeks, review by the later of two dates",
        source="SEND Regulations 2014 reg 15(4) and (5)",
        counting="W-EXCL and M-INCL",
        valid_from=SEND_REGULATIONS,
        inputs={"transferred": Kind.DATE, "plan_made_or_last_review": Kind.DATE},
        steps=(
            deadline(
                "parent_told_by",
                "Word whether it will review or re-assess",
                Who.COUNCIL,
                Style.WEEKS,
                "transferred",
                6,
            ),
            stage("twelve_months", Style.MONTHS_INCLUSIVE, "plan_made_or_last_review", 12),
            stage("three_months", Style.MONTHS_INCLUSIVE, "transferred", 3),
            deadline(
                "review_by",
                "Review of the plan",
                Who.COUNCIL,
                Style.LATER,
                "twelve_months",
                other="three_months",
            ),
        ),
        note=NO_ROLL,
    ),
)
