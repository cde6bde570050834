"""The time limits of an appeal to the SEND Tribunal and of a disability discrimination claim (section 2.5)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.law.assessment import SEND_REGULATIONS
from ppsweb.deadlines.rule import Holidays, Kind, Rule, Style, Who, deadline, stage

RULES = (
    Rule(
        id="TRIB.appeal",
        version=1,
        title="Appeal: 2 months after the decision was sent, or 1 month from the certificate if that is later",
        source="HESC Rules 2008 rr.12 and 20(1)(c)",
        counting="M-CORR",
        valid_from=SEND_REGULATIONS,
        inputs={"decision_sent": Kind.DATE, "certificate_issued": Kind.OPTIONAL_DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            stage("two_months", Style.MONTHS, "decision_sent", 2),
            stage("one_month_from_certificate", Style.MONTHS_IF_ANY, "certificate_issued", 1),
            stage("raw", Style.LATER, "two_months", other="one_month_from_certificate"),
            deadline(
                "latest",
                "Appeal with the Tribunal, by 5pm",
                Who.PARENT,
                Style.SPECIAL,
                "raw",
                special="tribunal_latest",
                safe="safe_date",
            ),
            stage("safe_date", Style.SAFE, "raw"),
        ),
        note="The time runs from the day the decision was sent, not the day it arrived.",
    ),
    Rule(
        id="TRIB.discrimination_claim",
        version=1,
        title="Disability discrimination claim: 6 months, the day of the act counted as the first day",
        source="Equality Act 2010 Sch 17 para 4",
        counting="M-INCL",
        valid_from=date(2010, 10, 1),
        inputs={"act": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            deadline(
                "claim_by",
                "Claim with the Tribunal",
                Who.PARENT,
                Style.MONTHS_INCLUSIVE,
                "act",
                6,
                safe="safe_date",
            ),
            stage("safe_date", Style.SAFE, "claim_by"),
        ),
        note="The Tribunal's longer time in August and at Christmas is for appeals, not for these claims.",
    ),
)
