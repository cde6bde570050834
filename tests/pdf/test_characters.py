"""Signs that no font of ours has are spelt out; letters are left to the system's fonts."""

from __future__ import annotations

import pytest

from ppsweb.pdf import assets, characters

KNOWN = characters.known_to(assets.read(assets.FONT))
POLISH = "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ – — ‘’ “” … € £ •"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text\n\tand a tab", "plain text\n\tand a tab"),
        (POLISH, POLISH),
        ("Thanks 😀!", "Thanks [grinning face]!"),
        ("👩\u200d💻", "[woman, personal computer]"),
        ("❤\ufe0f ☠\ufe0f", "❤ [skull and crossbones]"),
        ("👍🏽", "[thumbs up sign]"),
        ("bell\x07, escape\x1b", "bell, escape"),
        ("\ue000", "[character U+E000]"),
        ("\U0001ffff", "[character U+1FFFF]"),
        ("\ud800", "[character U+D800]"),
        ("ગુજરાતી اردو 漢字", "ગુજરાતી اردو 漢字"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
    ],
)
def test_spelt_out(text: str, expected: str) -> None:
    assert characters.spelt_out(text, KNOWN) == expected


def test_text_without_odd_signs_is_the_same_object() -> None:
    text = "A note of some length, " * 100
    assert characters.spelt_out(text, KNOWN) is text


def test_every_font_has_the_letters_of_polish() -> None:
    for name, (media_type, data) in assets.all_of_ours().items():
        if media_type == "font/ttf":
            assert {ord(letter) for letter in POLISH} <= characters.known_to(data), name
