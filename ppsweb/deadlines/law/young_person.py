"""The day from which a young person decides for themself (section 2.8)."""

from __future__ import annotations

from datetime import date

from ppsweb.deadlines.rule import Kind, Rule, Style, Who, deadline, stage

# The Order speaks of the leaving dates of 1998 and later: of people who were 16 in that school year or after.
FIRST_BIRTHS = date(1981, 9, 1)

RULES = (
    Rule(
        id="AGE.young_person",
        version=1,
        title="The end of compulsory school age, when rights under the Act pass to the young person",
        source="Children and Families Act 2014 s.83; Education (School Leaving Date) Order 1997",
        counting="last Friday in June",
        valid_from=FIRST_BIRTHS,
        inputs={"dob": Kind.DATE},
        steps=(
            stage("compulsory_school_age_ends", Style.SPECIAL, "dob", special="end_of_school_age"),
            stage("young_person_from", Style.NEXT_DAY, "compulsory_school_age_ends"),
            deadline(
                "talk_from",
                "Talk to the young person about their own permission",
                Who.SERVICE,
                Style.DAYS,
                "young_person_from",
                -60,
            ),
        ),
        note="Subject access does not follow this date: it follows understanding, and from 18 the person's authority.",
    ),
)
