"""Mediation: contact the adviser, the certificate, and what the council must arrange (section 2.4)."""

from __future__ import annotations

from ppsweb.deadlines.law.assessment import NO_ROLL, SEND_REGULATIONS
from ppsweb.deadlines.rule import Holidays, Kind, Rule, Style, Who, deadline, stage

RULES = (
    Rule(
        id="MED.contact_2_months",
        version=1,
        title="Contact the mediation adviser within 2 months after the notice was sent",
        source="SEND Regulations 2014 regs 33 and 34",
        counting="M-CORR",
        valid_from=SEND_REGULATIONS,
        inputs={"notice_sent": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            deadline(
                "contact_adviser_by",
                "Contact with the mediation adviser",
                Who.PARENT,
                Style.MONTHS,
                "notice_sent",
                2,
                safe="safe_date",
            ),
            stage("safe_date", Style.SAFE, "contact_adviser_by"),
        ),
        note=NO_ROLL,
    ),
    Rule(
        id="MED.certificate_3wd",
        version=1,
        title="Mediation certificate: 3 working days after the adviser is told, or after mediation ends",
        source="SEND Regulations 2014 regs 34(1), 39(1) and 39(3)",
        counting="WD-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"adviser_told": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            deadline(
                "certificate_by", "Certificate issued", Who.MEDIATION, Style.WORKING_DAYS, "adviser_told", 3
            ),
        ),
    ),
    Rule(
        id="MED.mediation_30_days",
        version=1,
        title="Mediation is arranged within 30 days of the council being told",
        source="SEND Regulations 2014 regs 35(4) and 36(2)",
        counting="D-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"la_told": Kind.DATE},
        steps=(deadline("mediation_by", "Mediation", Who.COUNCIL, Style.DAYS, "la_told", 30),),
        note=NO_ROLL,
    ),
    Rule(
        id="MED.health_3wd",
        version=1,
        title="The council tells the health body within 3 working days where health is in dispute",
        source="SEND Regulations 2014 reg 35(2)",
        counting="WD-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"la_told": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            deadline(
                "health_body_told_by",
                "Word to the health body",
                Who.COUNCIL,
                Style.WORKING_DAYS,
                "la_told",
                3,
            ),
        ),
    ),
    Rule(
        id="MED.notice_5wd",
        version=1,
        title="The date of mediation is told at least 5 working days before",
        source="SEND Regulations 2014 reg 37(2)",
        counting="WD-EXCL, backwards",
        valid_from=SEND_REGULATIONS,
        inputs={"mediation": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            deadline(
                "told_by",
                "Word of date and place",
                Who.MEDIATION,
                Style.WORKING_DAYS_BEFORE,
                "mediation",
                5,
            ),
        ),
    ),
    Rule(
        id="MED.agreement_2_weeks",
        version=1,
        title="What was agreed outside the Tribunal's powers is done within 2 weeks of the agreement",
        source="SEND Regulations 2014 reg 42(3)",
        counting="W-EXCL",
        valid_from=SEND_REGULATIONS,
        inputs={"agreed": Kind.DATE},
        steps=(deadline("done_by", "What was agreed", Who.COUNCIL, Style.WEEKS, "agreed", 2),),
        note=NO_ROLL,
    ),
)
