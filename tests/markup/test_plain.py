"""Plain text as paragraphs, and which characters a form refuses."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from ppsweb.markup import TooMuch, clean, plain, text_problem


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n\t\n", ""),
        ("one", "<p>one</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("one\r\ntwo\rthree", "<p>one<br>two<br>three</p>"),
        ("one\n\n \t\ntwo\n", "<p>one</p>\n<p>two</p>"),
        ("\n\none", "<p>one</p>"),
        ("a & b < c > d \"e\" 'f'", "<p>a &amp; b &lt; c &gt; d &quot;e&quot; &#x27;f&#x27;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("&lt;b&gt;", "<p>&amp;lt;b&amp;gt;</p>"),
        ("a\x00b\ud800c\x0bd\x85e\ue000f", "<p>a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf</p>"),
        ("\uf0b7 Word's bullet", "<p>• Word&#x27;s bullet</p>"),
        ("اردو\u200f (Urdu)", "<p>اردو\u200f (Urdu)</p>"),
    ],
)
def test_plain(text: str, html: str) -> None:
    written = plain(text)
    assert isinstance(written, Markup)
    assert written == html
    written.encode("utf-8")


def test_a_block_of_very_many_lines_becomes_several_paragraphs() -> None:
    written = plain("\n".join(str(number) for number in range(250)))
    assert written.count("<p>") == 3
    assert written.count("<br>") == 247
    assert "98<br>99</p>\n<p>100<br>101" in written


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b", "U+0000"),
        ("a\x07", "U+0007"),
        ("a\x0b", "U+000B"),
        ("a\x0c", "U+000C"),
        ("\x1b[31mred", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\ud800", "U+D800"),
        ("x\udfff", "U+DFFF"),
        ("\u202egnp.exe", "U+202E"),
        ("\ufffe", "U+FFFE"),
        ("\ufdd0", "U+FDD0"),
        ("\U0010ffff", "U+10FFFF"),
    ],
)
def test_characters_that_cannot_be_kept(text: str, code: str) -> None:
    problem = text_problem(f"first line\n{text}")
    assert problem is not None
    assert problem.startswith("Line 2 holds a hidden character")
    assert code in problem
    problem.encode("utf-8")
    with pytest.raises(TooMuch, match="Line 1 holds a hidden character"):
        clean(text)


@pytest.mark.parametrize(
    "text",
    ["", "a\tb\r\nc", "é ß İ", "اردو ਪੰਜਾਬੀ ગુજરાતી", "👩‍👧 emoji", "a\u200fb\u2068c\u2069", "\u00ad\u200b"],
)
def test_characters_that_can(text: str) -> None:
    assert text_problem(text) is None


@pytest.mark.parametrize("reference", ["&#1;", "&#x202e;", "&#xFFFE;", "&#xE000;", "&#11;"])
def test_a_character_written_as_a_reference_is_taken_out_and_told(reference: str) -> None:
    result = clean(f"<p>a{reference}b</p>")
    assert result.html == "<p>ab</p>"
    assert result.changes == ["Characters that no page can show were taken out."]
