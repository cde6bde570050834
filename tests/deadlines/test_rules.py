"""Every rule: the dates it is known to give, its words, its versions, and what it refuses."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from ppsweb.deadlines import clock
from ppsweb.deadlines.calendars import LAST_YEAR, BankHolidays, ExtraHoliday, NoCalendar, known
from ppsweb.deadlines.law import RULES
from ppsweb.deadlines.rule import Holidays, Kind, Who
from ppsweb.deadlines.schools import SchoolCalendar
from ppsweb.deadlines.special import BadInput
from ppsweb.deadlines.working_out import Deadline, NoSuchRule, Result, rule, versions, work_out
from tests.deadlines.conftest import CASES

TABLE = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
SAMPLE = {
    Kind.DATE: "2026-11-23",
    Kind.OPTIONAL_DATE: None,
    Kind.MOMENT: "2026-11-23T16:30:00+00:00",
    Kind.NUMBER: 12,
}
# The remaining dates of the law: those that the table of cases does not hold.
OTHERS = [
    ("EHC.advice", {"asked": "2026-11-23"}, {"advice_by": "2027-01-04"}),
    ("EHC.consult_school", {"asked": "2026-11-23"}, {"answer_by": "2026-12-08"}),
    ("EHC.transfer_plan", {"aware": "2026-11-23"}, {"transfer_by": "2026-12-11"}),
    ("EHC.transfer_plan", {"aware": "2026-12-18"}, {"transfer_by": "2027-01-12"}),
    ("EHC.transfer_plan", {"aware": "2027-03-20"}, {"transfer_by": "2027-04-13"}),
    (
        "EHC.transfer_review",
        {"transferred": "2026-11-23", "plan_made_or_last_review": "2026-01-10"},
        {"parent_told_by": "2027-01-04", "review_by": "2027-02-22"},
    ),
    (
        "EHC.transfer_review",
        {"transferred": "2026-11-23", "plan_made_or_last_review": "2026-10-10"},
        {"parent_told_by": "2027-01-04", "review_by": "2027-10-09"},
    ),
    (
        "EHC.phase_transfer",
        {"moves_on": "2027-09-01", "phase": "other"},
        {"review_and_amend_by": "2027-02-14"},
    ),
    (
        "EHC.phase_transfer",
        {"moves_on": "2028-09-01", "phase": "secondary_to_post_16"},
        {"review_and_amend_by": "2028-03-30"},
    ),
    (
        "EHC.phase_transfer",
        {"moves_on": "2027-09-01", "phase": "between_post_16"},
        {"review_and_amend_by": "2027-04-01"},
    ),
    ("MED.health_3wd", {"la_told": "2026-12-23"}, {"health_body_told_by": "2026-12-30"}),
    ("MED.notice_5wd", {"mediation": "2027-01-05"}, {"told_by": "2026-12-24"}),
    ("MED.agreement_2_weeks", {"agreed": "2026-12-18"}, {"done_by": "2027-01-01"}),
    (
        "TRIB.discrimination_claim",
        {"act": "2026-11-23"},
        {"claim_by": "2027-05-22", "safe_date": "2027-05-21"},
    ),
    (
        "TRIB.discrimination_claim",
        {"act": "2026-08-31"},
        {"claim_by": "2027-02-28", "safe_date": "2027-02-26"},
    ),
    ("TRIB.discrimination_claim", {"act": "2026-09-01"}, {"claim_by": "2027-02-28"}),
    ("EXCL.irp_meets", {"applied": "2026-11-23"}, {"panel_by": "2026-12-14"}),
    ("EXCL.governors_reconsider", {"notice_given": "2026-11-23"}, {"reconsider_by": "2026-12-07"}),
    ("RECORD.15sd", {"received": "2026-11-23"}, {"record_by": "2026-12-14"}),
    ("TRANSPORT.letter", {"decided": "2026-12-21"}, {"letter_by": "2026-12-30"}),
    ("SAR.health_opinion", {"opinion_given": "2026-11-23"}, {"rely_until": "2027-05-22"}),
    ("SAR.hold", {"answered": "2026-08-31"}, {"kept_until": "2027-02-28"}),
    ("RET.window", {"closed": "2021-11-23"}, {"manager_decides_from": "2031-05-23"}),
    ("RET.hold_review", {"last_looked_at": "2026-11-23"}, {"look_again_by": "2027-02-21"}),
    ("RET.hold_released", {"released": "2026-11-23"}, {"destroy_by": "2026-12-23"}),
    ("LEAFLET.review", {"approved": "2026-11-23", "interval_months": 6}, {"withheld_from": "2027-06-23"}),
    ("AGE.young_person", {"dob": "2011-02-12"}, {"talk_from": "2027-04-27"}),
    (
        "STATEMENT.timeline",
        {"received": "2008-01-07"},
        {"w6": "2008-02-18", "w16": "2008-04-28", "w18": "2008-05-12", "w26": "2008-07-07"},
    ),
    (
        "STATEMENT.timeline",
        {"received": "2007-11-13"},
        {"w6": "2007-12-27", "w16": "2008-03-04", "w18": "2008-03-18", "w26": "2008-05-13"},
    ),
    (
        "STATEMENT.timeline",
        {"received": "2004-01-12"},
        {"w6": "2004-02-23", "w16": "2004-05-04", "w18": "2004-05-17", "w26": "2004-07-12"},
    ),
]


def _worked(name: str, inputs: dict[str, Any], calendar: BankHolidays, school: SchoolCalendar) -> Result:
    given = {key: value for key, value in inputs.items() if key != "calendar"}
    return work_out(name, given, calendar=calendar, school=school)


@pytest.mark.parametrize(
    ("name", "inputs", "expected"),
    [(case["rule"], case["inputs"], case["expected"]) for case in TABLE] + OTHERS,
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_rule_gives_the_dates_it_is_known_to_give(
    name: str,
    inputs: dict[str, Any],
    expected: dict[str, Any],
    calendar: BankHolidays,
    school: SchoolCalendar,
) -> None:
    found = _worked(name, inputs, calendar, school).stored()["dates"]
    assert isinstance(found, dict)
    assert {key: found[key] for key in expected} == expected


def test_every_rule_has_a_known_date() -> None:
    assert {each.id for each in RULES} == {case["rule"] for case in TABLE} | {name for name, _, _ in OTHERS}


@pytest.mark.parametrize("law", RULES, ids=lambda law: f"{law.id} v{law.version}")
def test_a_rule_is_complete(law: Any) -> None:
    assert law.title
    assert law.source
    assert law.counting
    keys = [step.key for step in law.steps]
    assert len(keys) == len(set(keys) | set(law.inputs)) - len(law.inputs)
    known_so_far = set(law.inputs)
    for step in law.steps:
        assert step.start in known_so_far
        assert not step.other or step.other in known_so_far
        known_so_far.add(step.key)
        # A parent is shown the safe date, with the latest one click away (D2.05).
        assert step.who is not Who.PARENT or step.safe in keys
        assert bool(step.label) is (step.who is not None)


def test_versions_follow_each_other_without_overlap() -> None:
    for name in {each.id for each in RULES}:
        every = versions(name)
        assert [each.version for each in every] == list(range(1, len(every) + 1))
        assert len({tuple(each.inputs.items()) for each in every}) == 1
        for older, newer in zip(every, every[1:], strict=False):
            assert older.valid_to is not None
            assert (newer.valid_from - older.valid_to).days == 1


def test_the_version_in_force_on_the_day_of_the_event_applies(calendar: BankHolidays) -> None:
    for day, version in (("2026-02-04", 1), ("2026-02-05", 2), ("2026-11-23", 2)):
        found = work_out("SAR.due", {"relevant_time": day}, calendar=calendar)
        assert (found.rule.version, found.in_force) == (version, True)
        assert found.stored()["version"] == version
    assert rule("SAR.due") is rule("SAR.due", date(2026, 11, 23))
    assert rule("SAR.due", date(2026, 2, 4)).source != rule("SAR.due").source


def test_a_rule_before_or_after_its_time_says_so(calendar: BankHolidays) -> None:
    early = work_out("DPCOMPLAINT.ack", {"received": "2025-06-05"}, calendar=calendar)
    assert not early.in_force
    assert "This rule began on 19 June 2026" in " ".join(early.working)
    late = work_out("STATEMENT.timeline", {"received": "2026-11-23"}, calendar=calendar)
    assert not late.in_force
    assert "This rule ended on 31 August 2014" in " ".join(late.working)
    now = work_out("DPCOMPLAINT.ack", {"received": "2026-11-26"}, calendar=calendar)
    assert now.in_force
    assert "This rule" not in " ".join(now.working)


@pytest.mark.parametrize("law", RULES, ids=lambda law: f"{law.id} v{law.version}")
def test_a_rule_asks_for_the_calendar_it_needs_and_no_other(
    law: Any, calendar: BankHolidays, school: SchoolCalendar
) -> None:
    inputs = {name: "other" if kind is Kind.CODE else SAMPLE[kind] for name, kind in law.inputs.items()}
    assert work_out(law.id, inputs, calendar=calendar, school=school).dates
    if law.holidays is Holidays.NONE:
        assert work_out(law.id, inputs, school=school).dates
    else:
        with pytest.raises(NoCalendar, match="bank holidays|term dates"):
            work_out(law.id, inputs, school=school)
    if not law.school:
        assert work_out(law.id, inputs, calendar=calendar).dates


def test_a_year_without_bank_holidays_is_refused_but_dates_that_do_not_need_them_are_not(
    calendar: BankHolidays,
) -> None:
    beyond = f"{LAST_YEAR + 1}-03-01"
    with pytest.raises(NoCalendar, match=f"{LAST_YEAR + 1} are not known"):
        work_out("SAR.due", {"relevant_time": beyond}, calendar=calendar)
    with pytest.raises(NoCalendar, match="not known"):
        work_out("FOI.20wd", {"received": f"{LAST_YEAR}-12-20"}, calendar=calendar)
    assert (
        work_out("EHC.timeline", {"received": beyond}, calendar=calendar).day("w20_final_plan").year
        == LAST_YEAR + 1
    )


def test_a_late_holiday_moves_what_rolls_and_nothing_else(calendar: BankHolidays) -> None:
    late = known([ExtraHoliday(date(2026, 12, 29), "A royal wedding")])
    before = work_out("SAR.due", {"relevant_time": "2026-11-25"}, calendar=calendar)
    after = work_out("SAR.due", {"relevant_time": "2026-11-25"}, calendar=late)
    assert (before.day("due"), after.day("due")) == (date(2026, 12, 29), date(2026, 12, 30))
    assert any("A royal wedding" in said for said in after.working)
    weeks = [work_out("EHC.timeline", {"received": "2026-11-17"}, calendar=each) for each in (calendar, late)]
    assert (
        weeks[0].day("w6_decision_to_assess") == weeks[1].day("w6_decision_to_assess") == date(2026, 12, 29)
    )


def test_a_parent_is_shown_the_safe_date_first(calendar: BankHolidays) -> None:
    (appeal,) = work_out("TRIB.appeal", {"decision_sent": "2026-10-25"}, calendar=calendar).deadlines
    assert appeal == Deadline(
        "latest", "Appeal with the Tribunal, by 5pm", Who.PARENT, date(2027, 1, 4), date(2026, 12, 24)
    )
    assert appeal.shown == date(2026, 12, 24)
    (council,) = work_out("MED.mediation_30_days", {"la_told": "2026-11-27"}).deadlines
    assert (council.who, council.shown, council.safe) == (Who.COUNCIL, date(2026, 12, 27), None)


@pytest.mark.parametrize(
    "law", [each for each in RULES if any(step.who is Who.PARENT for step in each.steps)]
)
def test_a_safe_date_is_a_working_day_no_later_than_the_latest(
    law: Any, calendar: BankHolidays, school: SchoolCalendar
) -> None:
    for day in ("2026-10-25", "2026-12-05", "2026-12-23", "2027-01-26", "2027-02-14"):
        found = work_out(law.id, {law.event: day}, calendar=calendar, school=school)
        for each in found.deadlines:
            if each.who is Who.PARENT:
                assert isinstance(each.safe, date)
                assert isinstance(each.latest, date)
                assert each.safe <= each.latest
                assert calendar.england.is_working_day(each.safe)


def test_the_working_is_plain_english_and_names_the_bank_holidays(calendar: BankHolidays) -> None:
    found = work_out("SAR.due", {"relevant_time": "2026-11-25"}, calendar=calendar)
    assert found.working[1] == "1 month after Wednesday 25 November 2026 is Friday 25 December 2026."
    assert found.working[2] == (
        "Friday 25 December 2026 is a bank holiday (Christmas Day), Saturday 26 December 2026 is at the weekend, "
        "Sunday 27 December 2026 is at the weekend and Monday 28 December 2026 is a bank holiday "
        "(Boxing Day, substitute day), so the last day is Tuesday 29 December 2026."
    )
    (said,) = [
        each
        for each in work_out("FOI.20wd", {"received": "2026-11-23"}, calendar=calendar).working
        if "20" in each[:3]
    ]
    assert "Monday 30 November 2026 (Saint Andrew's Day)" in said


@pytest.mark.parametrize(
    ("name", "inputs", "says"),
    [
        ("SAR.due", {}, "needs relevant_time"),
        ("SAR.due", {"relevant_time": None}, "must be a date"),
        ("SAR.due", {"relevant_time": "2027-02-29"}, "must be a real date"),
        ("SAR.due", {"relevant_time": "tomorrow"}, "must be a real date"),
        ("SAR.due", {"relevant_time": 20270101}, "must be a date"),
        ("SAR.due", {"relevant_time": datetime(2027, 1, 1, 12)}, "must be a date"),  # noqa: DTZ001
        ("SAR.due", {"relevant_time": "0027-01-01"}, "from 1900 to 2199"),
        ("SAR.due", {"relevant_time": "9999-12-31"}, "from 1900 to 2199"),
        ("SAR.due", {"relevant_time": "2027-01-01", "colour": "red"}, "does not know colour"),
        ("TRIB.appeal", {"decision_sent": "2027-01-01", "certificate_issued": "soon"}, "must be a real date"),
        (
            "SAR.pause",
            {"relevant_time": "2027-01-01", "asked": "2027-01-05", "answered": "2027-01-04"},
            "cannot come before",
        ),
        ("BREACH.72h", {"aware": "2026-11-23T16:30:00"}, "time zone"),
        ("BREACH.72h", {"aware": "at night"}, "must be a time"),
        ("LEAFLET.review", {"approved": "2026-11-23", "interval_months": 13}, "1 to 12 months"),
        ("LEAFLET.review", {"approved": "2026-11-23", "interval_months": 0}, "1 to 12 months"),
        ("LEAFLET.review", {"approved": "2026-11-23", "interval_months": True}, "whole number"),
        ("EHC.phase_transfer", {"moves_on": "2027-09-01", "phase": "nursery"}, "The phase is"),
        ("EHC.phase_transfer", {"moves_on": "2027-09-01", "phase": 3}, "must be a word"),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_refused(
    name: str, inputs: dict[str, Any], says: str, calendar: BankHolidays
) -> None:
    with pytest.raises(BadInput, match=says):
        work_out(name, inputs, calendar=calendar)


def test_an_unknown_rule_and_an_unknown_date_are_refused(calendar: BankHolidays) -> None:
    with pytest.raises(NoSuchRule, match="no rule SAR.never"):
        work_out("SAR.never", {}, calendar=calendar)
    found = work_out("SAR.pause", TABLE[14]["inputs"], calendar=calendar)
    assert found.day("due_statutory") == date(2026, 12, 31)
    with pytest.raises(TypeError, match="no date for paused_days"):
        found.day("paused_days")
    with pytest.raises(KeyError):
        found.day("never")


def test_a_breach_is_told_in_london_time() -> None:
    found = work_out("BREACH.72h", {"aware": clock.local(datetime(2027, 3, 27, 23, 30))})  # noqa: DTZ001 -- as stored
    assert found.stored()["dates"] == {"report_by": "2027-03-31T00:30:00+01:00"}
    assert "Wednesday 31 March 2027 at 00:30 BST" in " ".join(found.working)
