"""The door of the room: what is stored, what is shown, what is told, from any thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from markupsafe import Markup

from ppsweb.markup import Cleaned, clean, passes, safe
from ppsweb.markup.changes import foreign


def test_safe_is_markup_and_cleans_again() -> None:
    shown = safe("<p onclick=alert(1)>a</p><script>alert(1)</script>")
    assert isinstance(shown, Markup)
    assert shown == "<p>a</p>"


def test_changes_name_what_was_taken_out() -> None:
    result = clean('<p class="x" style="y"><span>a</span><o:p></o:p></p><script>b</script>')
    assert result == Cleaned(
        "<p>a</p>",
        [
            "Took out tags that a leaflet cannot hold: <o:p>, <script>, <span>.",
            "Took out settings that a leaflet cannot hold: class, style.",
        ],
    )


def test_an_address_with_an_equals_sign_is_no_setting() -> None:
    assert clean('<p><a href="https://x.example/?class=y">a</a></p>').changes == []


def test_very_many_foreign_tags_are_told_in_one_sentence() -> None:
    sentences = foreign("".join(f"<x{number}>" for number in range(20)))
    assert len(sentences) == 1
    assert sentences[0].endswith("and 8 more.")


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("a<script>b</script>c<STYLE>d</STYLE >e<title>f</title>g", "<p>aceg</p>"),
        ("a<style>b", "<p>ab</p>"),
        ("a<stylex>b</stylex>c", "<p>abc</p>"),
    ],
)
def test_hidden_text_goes_with_its_tags(html: str, kept: str) -> None:
    assert clean(html).html == kept


def test_bleach_alone_would_leave_the_words_of_a_script() -> None:
    assert "alert" in passes.first("a<script>alert(1)</script>")


def test_threads_do_not_share_a_parser() -> None:
    texts = [f"<h2>{number}</h2><ul><li><p>{'word ' * number}</p></li></ul>" for number in range(1, 60)]
    alone = [clean(text) for text in texts]
    with ThreadPoolExecutor(max_workers=8) as pool:
        together = list(pool.map(clean, texts * 3))
    assert together == alone * 3
