"""Whatever is typed: cleaned text is harmless, bears PDF/UA's rules, and stays as it is when cleaned again."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ppsweb.markup import Cleaned, TooMuch, clean, passes, plain
from ppsweb.markup.characters import is_visible, showable
from tests.markup.harmless import faults
from tests.markup.pdf_ua import breaches
from tests.markup.soup import soup

EXAMPLES = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def cleaned(html: str) -> Cleaned | None:
    """The result, or None where a cap or a character stood in the way."""
    try:
        return clean(html)
    except TooMuch:
        return None


def test_most_of_the_soup_is_taken() -> None:
    """The control of the tests below, which pass over what was refused. A sample, not a property: no search."""
    taken: list[bool] = []

    @settings(EXAMPLES, max_examples=60, phases=(Phase.generate,))
    @given(soup)
    def taste(html: str) -> None:
        taken.append(cleaned(html) is not None)

    taste()
    assert len(taken) > 20
    assert sum(taken) * 2 >= len(taken)


@pytest.mark.slow
@EXAMPLES
@given(soup)
def test_only_what_is_allowed_remains(html: str) -> None:
    result = cleaned(html)
    assert result is None or faults(result.html, passes.WRITES, passes.WRITES_ATTRIBUTES) == []


@pytest.mark.slow
@EXAMPLES
@given(soup)
def test_nothing_remains_that_pdf_ua_refuses(html: str) -> None:
    result = cleaned(html)
    assert result is None or breaches(result.html) == []


@pytest.mark.slow
@EXAMPLES
@given(soup)
def test_cleaning_again_changes_nothing(html: str) -> None:
    result = cleaned(html)
    assert result is None or clean(result.html) == Cleaned(result.html, [])


@EXAMPLES
@given(st.text())
def test_plain_text_keeps_every_letter(text: str) -> None:
    written = plain(text)
    kept = "".join(html5lib.parseFragment(written).itertext())
    assert seen(kept) == seen(showable(text, instead="\ufffd"))
    assert faults(written, {"p", "br"}, {}) == []


def seen(text: str) -> str:
    return "".join(letter for letter in text if is_visible(letter))
