"""The caps: the last text that passes, the first that does not, and the sentence that tells why."""

from __future__ import annotations

import pytest

from ppsweb.markup import TooMuch, clean, limits, safe


def nested(levels: int) -> str:
    """`levels` elements inside one another, written as the cleaner writes them."""
    return "<blockquote>" * (levels - 1) + "<p>a</p>" + "</blockquote>" * (levels - 1)


def table(rows: int, columns: int) -> str:
    return f"<table>{('<tr>' + '<td>a</td>' * columns + '</tr>') * rows}</table>"


def words(count: int) -> str:
    return f"<p>{'word ' * count}</p>"


def breaks(count: int) -> str:
    return f"<p>a{'<br>a' * count}</p>"


@pytest.mark.parametrize(
    ("fits", "too_much", "reason"),
    [
        (nested(limits.DEPTH), nested(limits.DEPTH + 1), "levels deep"),
        (table(2, limits.COLUMNS), table(2, limits.COLUMNS + 1), "13 columns"),
        (table(limits.ROWS, 2), table(limits.ROWS + 1, 2), "201 rows"),
        (table(200, 5) * 2, table(200, 5) * 2 + table(1, 1), "2,001 cells"),
        (words(limits.WORDS_IN_PARAGRAPH), words(limits.WORDS_IN_PARAGRAPH + 1), "1,001 words"),
        (breaks(limits.BREAKS_IN_LINE), breaks(limits.BREAKS_IN_LINE + 1), "101 line breaks"),
        (
            "<table><tr><td colspan=10>a</td></tr></table>",
            "<table><tr><td colspan=11>a</td></tr></table>",
            "across 11 columns",
        ),
        ("<p>a</p>" * (limits.TAGS // 2), "<p>a</p>" * (limits.TAGS // 2) + "<p>", "10,001 tags"),
    ],
)
def test_cap(fits: str, too_much: str, reason: str) -> None:
    assert clean(fits).html
    with pytest.raises(TooMuch, match=reason) as refused:
        clean(too_much)
    assert refused.value.reason.endswith(".")
    with pytest.raises(TooMuch):
        safe(too_much)


def test_bytes_are_counted_not_letters() -> None:
    letters = limits.BYTES // 2
    text = "é" * (letters - 4 * 1024)
    assert clean(text).html == f"<p>{text}</p>"
    with pytest.raises(TooMuch, match="kB"):
        clean("é" * (letters + 1))


def test_three_megabytes_are_refused_before_any_parser_sees_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ppsweb.markup.passes.skeleton", None)
    with pytest.raises(TooMuch, match="3,072 kB"):
        clean("x" * 3 * 1024 * 1024)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td colspan=1000000>a</td></tr></table>",
        "<br>".join("a" * 20_000),
        "<div>" * 5_000,
        "<ul><li>" * 4_000,
        "<blockquote><p>" * 5_000,
        "<table><tr><td>" * 3_000,
        "".join(f"<em a={number}>" for number in range(3_000)) + "<p>x" * 3_000,
        "".join(f"<em a='>{number}'>" for number in range(3_000)) + "<p>x" * 3_000,
        "".join(f"<FONT\ncolor={number}>" for number in range(3_000)) + "<p>x" * 3_000,
        "<p>" + "word " * 40_000,
        table(2_000, 5),
        "<" * 60_000,
    ],
)
def test_pathological_layouts_are_refused(html: str) -> None:
    with pytest.raises(TooMuch):
        clean(html)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td rowspan=100000>a</td><td>b</td></tr></table>",
        "<p>" + "a" * 100_000,
        "<p>" + "&nbsp;" * 10_000 + "a",
        "<" * 9_000,
        "&" * 20_000,
        "<!--" * 9_000,
        "<p>a<strong>" * 2_000,
        "</p>" * 5_000,
    ],
)
def test_what_only_looks_pathological_is_taken(html: str) -> None:
    result = clean(html)
    assert clean(result.html).html == result.html


def test_breaks_together_are_shortened_and_told() -> None:
    result = clean(f"<p>a{'<br> ' * 5_000}b</p>")
    assert result.html == "<p>a<br><br><br>b</p>"
    assert result.changes == ["More than 3 line breaks together were shortened."]
    assert clean("<p>a<br><br><br>b</p>").changes == []


def test_what_grows_over_a_cap_while_it_is_mended_is_refused() -> None:
    """A loose list item gains a list round it: cleaning again would refuse what cleaning once let pass."""
    with pytest.raises(TooMuch, match="levels deep"):
        clean("<blockquote>" * (limits.DEPTH - 1) + "<li>a</li>" + "</blockquote>" * (limits.DEPTH - 1))
