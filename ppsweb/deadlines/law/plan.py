"""The draft plan, the yearly review and the moves between phases (sections 2.2 and 2.3)."""

from __future__ import annotations

from ppsweb.deadlines.law.assessment import NO_ROLL, SEND_REGULATIONS
from ppsweb.deadlines.rule import Holidays, Kind, Rule, Style, Who, deadline, stage

RULES = (
    Rule(
        id="EHC.draft_15_days",
        version=1,
        title="Draft plan: at least 15 days to answer, the day it was served counted as day 1",
        source="SEND Regulations 2014 regs 13(1)(a) and 22(2)(c)",
        counting="D-INCL",
        valid_from=SEND_REGULATIONS,
        inputs={"served": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            deadline(
                "last_day_for_representations",
                "Your views on the draft plan; the council must give at least this long, and you may ask for longer",
                Who.PARENT,
                Style.DAYS_INCLUSIVE,
                "served",
                15,
                safe="safe_date",
            ),
            stage("earliest_final_without_consent", Style.NEXT_DAY, "last_day_for_representations"),
            stage("safe_date", Style.SAFE, "last_day_for_representations"),
        ),
        note=NO_ROLL,
    ),
    Rule(
        id="EHC.consult_school",
        version=1,
        title="A school asked whether it can be named answers within 15 days",
        source="SEND Code of Practice 2015, 9.83",
        counting="D-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"asked": Kind.DATE},
        steps=(deadline("answer_by", "Answer to the council", Who.SCHOOL, Style.DAYS, "asked", 15),),
    ),
    Rule(
        id="EHC.annual_review",
        version=1,
        title="Annual review: report in 2 weeks, decision in 4, final plan at most 12 weeks after the meeting",
        source="SEND Regulations 2014 regs 20, 22 and 28; R (L, M, P) v Devon [2022] EWHC 493 (Admin)",
        counting="CLEAR and W-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"meeting": Kind.DATE},
        steps=(
            deadline(
                "invite_and_papers_by_clear",
                "Invitation and papers",
                Who.COUNCIL,
                Style.CLEAR,
                "meeting",
                14,
            ),
            deadline("report_by", "Report of the meeting", Who.SCHOOL, Style.WEEKS, "meeting", 2),
            deadline(
                "decision_and_notice_by",
                "Decision, with any changes it proposes",
                Who.COUNCIL,
                Style.WEEKS,
                "meeting",
                4,
            ),
            deadline(
                "final_latest",
                "Final plan, at the latest",
                Who.COUNCIL,
                Style.WEEKS,
                "decision_and_notice_by",
                8,
            ),
            stage("final_if_notice_sent_at_2_weeks", Style.WEEKS, "report_by", 8),
        ),
        note=NO_ROLL,
    ),
    Rule(
        id="EHC.annual_cycle",
        version=1,
        title="A plan is reviewed in each 12 months that begin with the day it was made or last reviewed",
        source="Children and Families Act 2014 s.44(1)",
        counting="M-INCL",
        valid_from=SEND_REGULATIONS,
        inputs={"plan_made_or_last_review": Kind.DATE},
        steps=(
            deadline(
                "review_complete_by",
                "Review complete",
                Who.COUNCIL,
                Style.MONTHS_INCLUSIVE,
                "plan_made_or_last_review",
                12,
            ),
        ),
        note=NO_ROLL,
    ),
    Rule(
        id="EHC.phase_transfer",
        version=1,
        title="Move to another phase: the plan is reviewed and changed before the move",
        source="SEND Regulations 2014 reg 18",
        counting="before a fixed day, or 5 months before",
        valid_from=SEND_REGULATIONS,
        inputs={"moves_on": Kind.DATE, "phase": Kind.CODE},
        steps=(
            deadline(
                "review_and_amend_by",
                "Plan reviewed and changed",
                Who.COUNCIL,
                Style.SPECIAL,
                "moves_on",
                special="phase_transfer",
            ),
        ),
        note=NO_ROLL,
    ),
)
