"""What text may be typed, character by character."""

from __future__ import annotations

import pytest

from ppsweb.web.text import DAMAGED, one_line_problem, text_problem, tidy


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Łucja, محمد, ਪੰਜਾਬੀ, ગુજરાતી",
        "👩‍👧 with a joiner",
        "Urdu with a direction mark: \u200fاردو\u200e",
        "tab\there, line\nthere",
        "<b>markup</b> & more",
        "O’Brien – “quoted” … £5",
        "\U0001f9d1\U0001f3fd",
    ],
)
def test_letters_of_any_language_may_be_typed(text: str) -> None:
    assert text_problem(text) is None
    assert tidy(text) == text


@pytest.mark.parametrize(
    "letter", ["\x00", "\x07", "\x08", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe", "\u202e"]
)
def test_what_no_keyboard_makes_is_marked_and_refused(letter: str) -> None:
    assert text_problem(DAMAGED) is not None
    assert tidy(f"a{letter}b") == f"a{DAMAGED}b"
    for text in (f"a{letter}b", tidy(f"a{letter}b")):
        assert DAMAGED in (text_problem(text) or "")


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  Jan \n", "Jan"),
        ("a\r\nb\rc", "a\nb\nc"),
        (None, ""),
        ("\n\n  x", "x"),
        (" \N{NO-BREAK SPACE}", ""),
    ],
)
def test_typed_text_is_tidied(typed: str | None, tidied: str) -> None:
    assert tidy(typed) == tidied


@pytest.mark.parametrize("breaking", ["\n", "\r", "\u2028", "\u2029"])
def test_one_line_is_one_line(breaking: str) -> None:
    assert one_line_problem(f"a{breaking}b") == "must be on one line"
    assert one_line_problem("a b") is None
