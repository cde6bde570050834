"""Bank holidays: the right ones, far enough, and a refusal where nobody knows."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from ppsweb.deadlines import clock, counting
from ppsweb.deadlines.calendars import FIRST_YEAR, LAST_YEAR, BankHolidays, ExtraHoliday, NoCalendar, known

# As published on GOV.UK for England and Wales, weekends left out because no rule asks about them.
PUBLISHED = {
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
MONTHS_AHEAD = 18


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_england_keeps_the_published_bank_holidays(calendar: BankHolidays, year: int) -> None:
    england = calendar.england
    kept = [day for day in england.bank_holidays if day.year == year and not england.is_weekend(day)]
    assert " ".join(f"{day:%m-%d}" for day in kept) == PUBLISHED[year]


def test_the_list_reaches_the_end_of_next_year(calendar: BankHolidays) -> None:
    next_year = clock.today().year + 1
    for each in (calendar.england, calendar.united_kingdom):
        assert each.covers(next_year)
        assert not each.is_working_day(date(next_year, 12, 25))


def test_the_next_eighteen_months_hold_every_christmas_substitute(calendar: BankHolidays) -> None:
    today = clock.today()
    last = counting.add_months_clamped(today, MONTHS_AHEAD)
    checked = 0
    for year in range(today.year, last.year + 1):
        checked += _check_christmas(calendar, year, today, last)
    assert checked


def _check_christmas(calendar: BankHolidays, year: int, today: date, last: date) -> int:
    """Two free weekdays for Christmas and one for New Year, with a substitute for each one that the weekend takes."""
    england, found = calendar.england, 0
    for first, usual, end in (((12, 25), (12, 26), (12, 28)), ((1, 1), (1, 1), (1, 3))):
        kept = list(counting.each_day(date(year, *first), date(year, *usual)))
        days = list(counting.each_day(date(year, *first), date(year, *end)))
        if days[-1] < today or days[0] > last:
            continue
        free = [day for day in days if not england.is_weekend(day) and not england.is_working_day(day)]
        assert len(free) == len(kept), f"{year}: {free}"
        substitutes = [day for day in free if "substitute" in england.bank_holidays[day]]
        assert len(substitutes) == sum(map(england.is_weekend, kept)), f"{year}: {substitutes}"
        found += 1
    return found


def test_a_calendar_without_the_substitute_is_found_out(calendar: BankHolidays) -> None:
    """Positive control: the check above fails when a substitute is missing."""
    less = {day: name for day, name in calendar.england.bank_holidays.items() if day != date(2026, 12, 28)}
    broken = type(calendar.england)("England", FIRST_YEAR, LAST_YEAR, less)
    with pytest.raises(AssertionError, match="2026"):
        _check_christmas(
            BankHolidays(broken, calendar.united_kingdom), 2026, date(2026, 1, 1), date(2026, 12, 31)
        )


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1, 2150])
def test_a_year_without_data_is_refused_even_for_a_weekend(calendar: BankHolidays, year: int) -> None:
    assert not calendar.england.covers(year)
    for day in (date(year, 6, 5), date(year, 6, 6), date(year, 6, 7), date(year, 12, 25)):
        with pytest.raises(NoCalendar, match=f"bank holidays of {year} are not known"):
            calendar.england.is_working_day(day)


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_the_first_and_the_last_year_are_answered(calendar: BankHolidays, year: int) -> None:
    assert not calendar.england.is_working_day(date(year, 12, 25))
    assert calendar.england.is_working_day(counting.next_working_day(date(year, 6, 10), calendar.england))


def test_the_package_itself_ends_in_silence() -> None:
    """Why the horizon is ours: the package answers an unknown year with an empty list."""
    assert not holidays.country_holidays("GB", subdiv="ENG", years=2150)


def test_counting_does_not_run_past_the_horizon(calendar: BankHolidays) -> None:
    with pytest.raises(NoCalendar):
        counting.add_working_days(date(LAST_YEAR, 12, 20), 20, calendar.england)


@pytest.mark.parametrize(
    ("day", "where"),
    [("2026-11-30", "Scotland"), ("2027-03-17", "Northern Ireland"), ("2027-07-12", "Northern Ireland"),
     ("2027-08-02", "Scotland"), ("2027-01-04", "Scotland")],
)  # fmt: skip
def test_any_part_of_the_kingdom_counts_for_freedom_of_information_only(
    calendar: BankHolidays, day: str, where: str
) -> None:
    assert where
    assert calendar.england.is_working_day(date.fromisoformat(day))
    assert not calendar.united_kingdom.is_working_day(date.fromisoformat(day))


def test_a_holiday_announced_late_is_kept(calendar: BankHolidays) -> None:
    day = date(2027, 5, 7)
    assert calendar.england.is_working_day(day)
    late = known([ExtraHoliday(day, "A coronation")])
    assert not late.england.is_working_day(day)
    assert not late.united_kingdom.is_working_day(day)
    assert calendar.england.is_working_day(day), "the calendar made before is a value and stays as it was"


def test_a_holiday_of_one_part_stays_there() -> None:
    late = known([ExtraHoliday(date(2027, 5, 7), "A local day", parts=frozenset({"SCT"}))])
    assert late.england.is_working_day(date(2027, 5, 7))
    assert not late.united_kingdom.is_working_day(date(2027, 5, 7))


def test_a_holiday_may_take_the_place_of_another() -> None:
    moved = known([ExtraHoliday(date(2027, 5, 7), "Victory day", instead_of=date(2027, 5, 3))])
    assert moved.england.is_working_day(date(2027, 5, 3))
    assert moved.united_kingdom.is_working_day(date(2027, 5, 3))
    assert not moved.england.is_working_day(date(2027, 5, 7))


def test_a_part_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="ENG, NIR, SCT, WLS"):
        ExtraHoliday(date(2027, 5, 7), "Nowhere", parts=frozenset({"ENGLAND"}))
    with pytest.raises(ValueError, match="ENG, NIR, SCT, WLS"):
        ExtraHoliday(date(2027, 5, 7), "Nowhere", parts=frozenset())


def test_a_calendar_cannot_be_changed(calendar: BankHolidays) -> None:
    with pytest.raises(TypeError):
        calendar.england.bank_holidays[date(2027, 5, 7)] = "no"  # type: ignore[index]
    with pytest.raises(AttributeError):
        calendar.england.last_year = 2100  # type: ignore[misc]
