"""Subject access: one month, three if validly extended, with restart and pause (section 3.2).

The numbers here are also those of `request_clock`, which replays the events of a real request.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ppsweb.deadlines.rule import Holidays, Kind, Rule, Style, Who, deadline, stage

MONTHS, EXTENDED_MONTHS = 1, 3
ART_12A = date(2026, 2, 5)
GDPR = date(2018, 5, 25)
TO_ART_12A = date(2026, 2, 4)

_PERIOD = (
    stage("corresponding", Style.MONTHS, "relevant_time", MONTHS),
    deadline("due", "Answer to the request", Who.SERVICE, Style.ROLL, "corresponding"),
    # Months are added to the first day and rolled once; never from the rolled date (D3.04).
    stage("extended_corresponding", Style.MONTHS, "relevant_time", EXTENDED_MONTHS),
    stage("due_if_extended", Style.ROLL, "extended_corresponding"),
    # Cautious: the notice goes out by the date that was not rolled (D3.05).
    deadline(
        "extension_notice_by",
        "Notice of an extension, with reasons",
        Who.SERVICE,
        Style.SAME,
        "corresponding",
    ),
)

_DUE = Rule(
    id="SAR.due",
    version=2,
    title="Subject access: one month from the relevant time, three if validly extended",
    source="UK GDPR Art 12A, inserted by the Data (Use and Access) Act 2025 s.76; ICO, right of access",
    counting="M-CORR, rolled once",
    valid_from=ART_12A,
    inputs={"relevant_time": Kind.DATE},
    holidays=Holidays.ENGLAND,
    steps=_PERIOD,
)

RULES = (
    replace(
        _DUE,
        version=1,
        source="UK GDPR Art 12(3); ICO, right of access",
        valid_from=GDPR,
        valid_to=TO_ART_12A,
    ),
    _DUE,
    Rule(
        id="SAR.id_restart",
        version=1,
        title="Subject access: the time runs from the day identity is confirmed, where that was asked for",
        source="UK GDPR Art 12A(2); ICO, right of access",
        counting="M-CORR, rolled once",
        valid_from=ART_12A,
        inputs={"received": Kind.DATE, "id_confirmed": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(stage("relevant_time", Style.LATER, "received", other="id_confirmed"), *_PERIOD),
    ),
    Rule(
        id="SAR.pause",
        version=1,
        title="Subject access: days spent waiting for a clarification do not count, both end days included",
        source="UK GDPR Art 12A(5)",
        counting="M-CORR, days added, rolled once",
        valid_from=ART_12A,
        inputs={"relevant_time": Kind.DATE, "asked": Kind.DATE, "answered": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            stage("paused_days", Style.SPECIAL, "asked", other="answered", special="paused_days"),
            stage("corresponding", Style.MONTHS, "relevant_time", MONTHS),
            stage("unrolled", Style.PLUS, "corresponding", other="paused_days"),
            deadline("due_statutory", "Answer to the request", Who.SERVICE, Style.ROLL, "unrolled"),
            stage("one_day_less", Style.DAY_BEFORE, "unrolled"),
            deadline(
                "due_target",
                "Answer to the request, on the cautious count",
                Who.SERVICE,
                Style.ROLL,
                "one_day_less",
            ),
        ),
    ),
    Rule(
        id="SAR.health_opinion",
        version=1,
        title="A health professional's opinion may be relied on for 6 months, its own day counted",
        source="Data Protection Act 2018 Sch 3 paras 5 and 6",
        counting="M-INCL",
        valid_from=GDPR,
        inputs={"opinion_given": Kind.DATE},
        steps=(
            deadline(
                "rely_until",
                "Reliance on the opinion",
                Who.SERVICE,
                Style.MONTHS_INCLUSIVE,
                "opinion_given",
                6,
            ),
        ),
    ),
    Rule(
        id="SAR.hold",
        version=1,
        title="What a request covers is kept until 6 months after the answer",
        source="The service's own rule (D3.17); Data Protection Act 2018 s.173",
        counting="M-CORR",
        valid_from=GDPR,
        inputs={"answered": Kind.DATE},
        steps=(stage("kept_until", Style.MONTHS, "answered", 6),),
    ),
)
