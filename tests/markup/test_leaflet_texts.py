"""The leaflets that come with the service: sound, plain, balanced, and at one with the rules that they name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest

import ppsweb.demo
from ppsweb.deadlines import exceptions
from ppsweb.deadlines.calendars import known
from ppsweb.deadlines.rule import Style
from ppsweb.deadlines.wording import long_date
from ppsweb.deadlines.working_out import NoSuchRule, rule, work_out
from ppsweb.markup import Cleaned, clean
from tests.markup.pdf_ua import breaches
from tests.markup.readability import flesch_kincaid_grade, flesch_reading_ease, sentences, words

FOLDER = Path(ppsweb.demo.__path__[0], "leaflets")
LEAFLETS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))
}

# The periods that each rule states, as a parent would say them.
STATED = {
    "EHC.timeline": {"6 weeks", "16 weeks", "20 weeks"},
    "EHC.advice": {"6 weeks"},
    "EHC.draft_15_days": {"15 days"},
    "EHC.consult_school": {"15 days"},
    "MED.contact_2_months": {"2 months"},
    "MED.certificate_3wd": {"3 working days"},
    "MED.mediation_30_days": {"30 days"},
    "TRIB.appeal": {"2 months", "1 month"},
    "SAR.due": {"1 month", "3 months"},
    "DPCOMPLAINT.ack": {"30 days"},
    "RET.window": {"5 years", "10 years"},
    "AGE.young_person": set(),
    "SAR.id_restart": set(),
    "SAR.pause": set(),
}
# What the assessment's exceptions state (SEND Regulations 2014 reg 10(4)): they are judged apart from the dates.
IN_EXCEPTIONS = {"EHC.timeline": {f"{exceptions.CLOSED_WEEKS} weeks", f"{exceptions.ABSENT_WEEKS} weeks"}}

# The dates shown as examples: the rule, what it was given, and the dates of the result that the leaflet prints.
Example = tuple[str, Mapping[str, str], tuple[str, ...]]
EXAMPLES: dict[str, list[Example]] = {
    "asking-for-an-ehc-needs-assessment": [
        (
            "EHC.timeline",
            {"received": "2026-11-23"},
            ("w6_decision_to_assess", "w16_decision_no_plan", "w20_final_plan"),
        ),
    ],
    "your-childs-draft-ehc-plan": [
        (
            "EHC.draft_15_days",
            {"served": "2026-11-23"},
            ("last_day_for_representations", "earliest_final_without_consent"),
        ),
    ],
    "mediation-and-the-send-tribunal": [
        ("TRIB.appeal", {"decision_sent": "2026-11-23"}, ("safe_date", "latest")),
        (
            "TRIB.appeal",
            {"decision_sent": "2026-09-10", "certificate_issued": "2026-10-20"},
            ("safe_date", "latest"),
        ),
    ],
    "your-information-and-your-rights": [("SAR.due", {"relevant_time": "2026-11-25"}, ("due",))],
}

ADVOCATES = {"Child Law Advice", "Contact", "IPSEA", "SOS!SEN"}
# D9.05: words that push, and words that promise.
PUSHING = re.compile(
    r"\b(should|ought|best|better|unfortunately|sadly|fight\w*|battle\w*|refuse[sd]? to accept|recommend(ed)? that you|"
    r"guarantee\w*|(you|they) will (win|get|succeed)|certainly|always succeed\w*)\b",
    re.IGNORECASE,
)
_UNITS = {
    Style.WEEKS: "week",
    Style.DAYS: "day",
    Style.DAYS_INCLUSIVE: "day",
    Style.MONTHS: "month",
    Style.MONTHS_IF_ANY: "month",
    Style.MONTHS_FULL: "month",
    Style.WORKING_DAYS: "working day",
}
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {name: number for number, name in enumerate(_WORDS, start=1)}
_PERIOD = re.compile(
    rf"\b(\d+|{'|'.join(_NUMBERS)})[ -]((?:working |school )?(?:hour|day|week|month|year))s?\b", re.IGNORECASE
)
_DATE = re.compile(r"[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+ \d{4}")
_ANY_DATE = re.compile(r"\d{1,2}(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")


def each_leaflet(test: Any) -> Any:
    return pytest.mark.parametrize("slug", LEAFLETS)(test)


def tree(slug: str) -> Any:
    return html5lib.parseFragment(LEAFLETS[slug]["body_html"], namespaceHTMLElements=False)


def texts(slug: str, *tags: str) -> list[str]:
    return ["".join(element.itertext()) for element in tree(slug).iter() if element.tag in tags]


def whole_text(slug: str) -> str:
    return "\n".join(texts(slug, "h2", "h3", "p", "li", "caption", "th", "td"))


def said(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def periods(text: str) -> Iterator[str]:
    """Every stretch of time in a text, with figures for words."""
    for number, unit in _PERIOD.findall(text):
        yield said(_NUMBERS.get(number.lower()) or int(number), unit.lower())


def unstated(text: str, rules: Iterable[str]) -> list[str]:
    """The periods in a text that none of the rules states."""
    known_periods = set().union(*(STATED[name] | IN_EXCEPTIONS.get(name, set()) for name in rules))
    return [period for period in periods(text) if period not in known_periods]


def test_there_are_four() -> None:
    assert set(LEAFLETS) == set(EXAMPLES)
    assert len(LEAFLETS) >= 4


@each_leaflet
def test_fields(slug: str) -> None:
    leaflet = LEAFLETS[slug]
    fields = {"slug", "title", "summary", "audience", "body_html", "sources", "rules", "review_months"}
    assert set(leaflet) == fields
    assert leaflet["slug"] == slug
    assert 1 <= leaflet["review_months"] <= 12
    assert all(leaflet[field].strip() for field in ("title", "summary", "audience"))
    assert len(leaflet["title"]) <= 80
    assert len(leaflet["summary"]) <= 160


@each_leaflet
def test_cleans_to_itself(slug: str) -> None:
    body = LEAFLETS[slug]["body_html"]
    assert clean(body) == Cleaned(body, [])
    assert breaches(body) == []
    used = {element.tag for element in tree(slug).iter()} - {"DOCUMENT_FRAGMENT"}
    assert used <= {"h2", "h3", "p", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td"}


@each_leaflet
def test_sources(slug: str) -> None:
    """D9.04: at least one primary source, each with the day on which it was read."""
    sources = LEAFLETS[slug]["sources"]
    for source in sources:
        assert set(source) == {"title", "kind", "retrieved", "reference"}
        assert all(value.strip() for value in source.values())
        assert date(2026, 1, 1) <= date.fromisoformat(source["retrieved"]) <= date(2026, 11, 24)
    kinds = {source["kind"] for source in sources}
    assert kinds <= {"act", "regulations", "rules", "statutory guidance", "regulator’s guidance", "policy"}
    assert kinds & {"act", "regulations"}


@each_leaflet
def test_rules_exist(slug: str) -> None:
    for name in LEAFLETS[slug]["rules"]:
        assert rule(name).id == name
        assert name in STATED


def test_a_rule_that_does_not_exist_is_found_out() -> None:
    with pytest.raises(NoSuchRule):
        rule("EHC.w7")


@pytest.mark.parametrize("name", STATED)
def test_the_table_says_what_the_law_says(name: str) -> None:
    counted = {
        said(step.n // 12, "year") if unit == "month" and step.n % 12 == 0 else said(step.n, unit)
        for step in rule(name).steps
        if step.n and (unit := _UNITS.get(step.style)) is not None
    }
    assert STATED[name] <= counted


@each_leaflet
def test_every_period_is_one_that_its_rules_state(slug: str) -> None:
    leaflet = LEAFLETS[slug]
    text = f"{leaflet['summary']}\n{whole_text(slug)}"
    assert list(periods(text)) != []
    assert unstated(text, leaflet["rules"]) == []


@each_leaflet
def test_every_period_of_its_rules_is_told(slug: str) -> None:
    told = set(periods(whole_text(slug)))
    for name in LEAFLETS[slug]["rules"]:
        wanted = (
            {"20 weeks"} if (slug, name) == ("your-childs-draft-ehc-plan", "EHC.timeline") else STATED[name]
        )
        assert wanted <= told


def test_a_wrong_period_is_found_out() -> None:
    assert unstated("within seven weeks, 6 weeks or 15 days", ["EHC.timeline"]) == ["7 weeks", "15 days"]
    assert unstated("a 3-month wait; 3 days, not 3 working days", ["MED.certificate_3wd"]) == [
        "3 months",
        "3 days",
    ]


@each_leaflet
def test_example_dates_are_those_of_the_rules(slug: str) -> None:
    text = whole_text(slug)
    right: set[str] = set()
    for name, inputs, keys in EXAMPLES[slug]:
        assert name in LEAFLETS[slug]["rules"]
        result = work_out(name, inputs, calendar=known(()))
        right |= {long_date(date.fromisoformat(given)) for given in inputs.values()}
        right |= {long_date(result.day(key)) for key in keys}
    shown = _DATE.findall(text)
    assert set(shown) == right
    assert len(_ANY_DATE.findall(text)) == len(shown)


@each_leaflet
def test_plain_english(slug: str) -> None:
    """D9.06: reading ease 65 or more, grade 6 or less, over the running text; no sentence above 25 words anywhere."""
    running = texts(slug, "p", "li")
    assert flesch_reading_ease(running) >= 65
    assert flesch_kincaid_grade(running) <= 6
    every = [*texts(slug, "p", "li", "td", "th", "caption", "h2"), LEAFLETS[slug]["summary"]]
    assert [sentence for block in every for sentence in sentences(block) if len(words(sentence)) > 25] == []
    assert sum(word.lower() in ("you", "your") for word in words(whole_text(slug))) >= 20


@each_leaflet
def test_balance(slug: str) -> None:
    """D4.11 and D9.05: no pushing, no promise of an outcome, other advocates from A to Z, not legal advice."""
    text = whole_text(slug)
    assert PUSHING.findall(text) == []
    assert "This is information, not legal advice." in text
    heading = next(element for element in tree(slug).iter("h2") if element.text == "Others who can help")
    siblings = list(tree(slug))
    at = [element.tag == "h2" and element.text == heading.text for element in siblings].index(True)
    assert "not part of the council" in "".join(siblings[at + 1].itertext())
    entries = ["".join(item.itertext()) for item in siblings[at + 2]]
    assert entries == sorted(entries, key=str.casefold)
    assert len(entries) >= 2
    assert {name for name in ADVOCATES if any(entry.startswith(name) for entry in entries)} == ADVOCATES


@pytest.mark.parametrize(
    "text", ["You should appeal.", "It is best to wait.", "you will win", "a fight for it"]
)
def test_a_word_that_pushes_is_found_out(text: str) -> None:
    assert PUSHING.search(text)


def test_the_leaflets_do_not_repeat_a_title() -> None:
    titles = [leaflet["title"] for leaflet in LEAFLETS.values()]
    assert len(set(titles)) == len(titles)
