"""The time limits of the 2001 Regulations, kept only to read old files: these did roll (section 2.9)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.rule import Holidays, Kind, Rule, Step, Style, Who, deadline, stage


def _week(key: str, label: str, weeks: int) -> tuple[Step, Step]:
    raw = f"{key}_raw"
    return stage(raw, Style.WEEKS, "received", weeks), deadline(key, label, Who.COUNCIL, Style.ROLL, raw)


RULES = (
    Rule(
        id="STATEMENT.timeline",
        version=1,
        title="Statutory assessment before September 2014: 6, 16, 18 and 26 weeks",
        source="Education (SEN) (England) (Consolidation) Regulations 2001 regs 2(4), 12 and 17",
        counting="W-EXCL, rolled",
        valid_from=date(2002, 1, 1),
        valid_to=date(2014, 8, 31),
        inputs={"received": Kind.DATE},
        holidays=Holidays.ENGLAND,
        steps=(
            *_week("w6", "Decision whether to assess", 6),
            *_week("w16", "Assessment complete", 16),
            *_week("w18", "Proposed statement", 18),
            *_week("w26", "Final statement", 26),
        ),
    ),
)
