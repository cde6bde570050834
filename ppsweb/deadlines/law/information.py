"""Freedom of information, school records, data protection complaints and breaches (section 3.6)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.rule import Holidays, Kind, Rule, Style, Who, deadline, stage

RULES = (
    Rule(
        id="FOI.20wd",
        version=1,
        title="Freedom of information: the 20th working day after receipt",
        source="Freedom of Information Act 2000 s.10(1) and (6)",
        counting="WD-EXCL",
        valid_from=date(2005, 1, 1),
        inputs={"received": Kind.DATE},
        holidays=Holidays.UNITED_KINGDOM,
        steps=(deadline("due", "Answer to the request", Who.SERVICE, Style.WORKING_DAYS, "received", 20),),
        note="A bank holiday in any part of the United Kingdom is not counted.",
    ),
    Rule(
        id="RECORD.15sd",
        version=1,
        title="A school's educational record: 15 school days; the school answers, not the service",
        source="Education (Pupil Information) (England) Regulations 2005 reg 5",
        counting="SD",
        valid_from=date(2005, 9, 1),
        inputs={"received": Kind.DATE},
        school=True,
        steps=(deadline("record_by", "Copy of the record", Who.SCHOOL, Style.SCHOOL_DAYS, "received", 15),),
    ),
    Rule(
        id="DPCOMPLAINT.ack",
        version=1,
        title="Data protection complaint: acknowledged within 30 days, the day after receipt counted as day 1",
        source="Data Protection Act 2018 s.164A",
        counting="D-EXCL, rolled",
        valid_from=date(2026, 6, 19),
        inputs={"received": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            stage("day30", Style.DAYS, "received", 30),
            deadline("acknowledge_by", "Acknowledgement", Who.SERVICE, Style.ROLL, "day30"),
        ),
    ),
    Rule(
        id="BREACH.72h",
        version=1,
        title="Personal data breach: told to the Information Commissioner within 72 hours",
        source="UK GDPR Art 33(1)",
        counting="HOURS, in UTC",
        valid_from=date(2018, 5, 25),
        inputs={"aware": Kind.MOMENT},
        steps=(
            deadline(
                "report_by", "Report to the Information Commissioner", Who.SERVICE, Style.HOURS, "aware", 72
            ),
        ),
    ),
)
