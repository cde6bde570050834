"""Suspension and permanent exclusion, counted in the days of that school (section 2.6)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.rule import Holidays, Kind, Rule, Style, Who, deadline, stage

REGULATIONS = date(2012, 9, 1)
SOURCE = "School Discipline (Pupil Exclusions and Reviews) (England) Regulations 2012"

RULES = (
    Rule(
        id="EXCL.governors",
        version=1,
        title="Governors consider an exclusion within 15 or 50 school days of being told",
        source=f"{SOURCE} reg 6",
        counting="SD",
        valid_from=REGULATIONS,
        inputs={"governing_board_informed": Kind.DATE},
        school=True,
        steps=(
            deadline(
                "by_15_school_days",
                "Governors' meeting: permanent, over 15 days in the term, or an exam missed",
                Who.SCHOOL,
                Style.SCHOOL_DAYS,
                "governing_board_informed",
                15,
            ),
            deadline(
                "by_50_school_days",
                "Governors' meeting: 6 to 15 days in the term, if you make representations",
                Who.SCHOOL,
                Style.SCHOOL_DAYS,
                "governing_board_informed",
                50,
            ),
        ),
    ),
    Rule(
        id="EXCL.irp_application",
        version=1,
        title="Ask for an independent review within 15 school days after notice of the governors' decision",
        source=f"{SOURCE} Sch 1 paras 1(2) and 2(1)",
        counting="WD-EXCL, then SD",
        valid_from=REGULATIONS,
        inputs={"decision_posted_first_class": Kind.DATE},
        holidays=Holidays.ENGLAND,
        school=True,
        steps=(
            stage("notice_given", Style.WORKING_DAYS, "decision_posted_first_class", 2),
            deadline(
                "apply_by",
                "Application for an independent review",
                Who.PARENT,
                Style.SCHOOL_DAYS,
                "notice_given",
                15,
                safe="safe_date",
            ),
            stage("safe_date", Style.SAFE, "apply_by"),
        ),
    ),
    Rule(
        id="EXCL.irp_meets",
        version=1,
        title="The review panel meets by the 15th school day after the application",
        source=f"{SOURCE} Sch 1 paras 1 and 10",
        counting="SD",
        valid_from=REGULATIONS,
        inputs={"applied": Kind.DATE},
        school=True,
        steps=(deadline("panel_by", "Panel meeting", Who.PANEL, Style.SCHOOL_DAYS, "applied", 15),),
    ),
    Rule(
        id="EXCL.governors_reconsider",
        version=1,
        title="Governors reconsider within 10 school days of the panel's notice",
        source=f"{SOURCE} reg 26",
        counting="SD",
        valid_from=REGULATIONS,
        inputs={"notice_given": Kind.DATE},
        school=True,
        steps=(
            deadline(
                "reconsider_by", "Governors' new decision", Who.SCHOOL, Style.SCHOOL_DAYS, "notice_given", 10
            ),
        ),
    ),
)
