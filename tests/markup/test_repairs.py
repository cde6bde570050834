"""The constructs that fail PDF/UA-1: each is seen to be wrong, and comes out mended.

veraPDF found seventeen of 74 snippets at fault; `pdf_ua.breaches` looks for the same in the HTML. That the finished
PDFs pass is shown where PDFs are made.
"""

from __future__ import annotations

import pytest
import tinyhtml5  # type: ignore[import-untyped]

from ppsweb.markup import Cleaned, clean, passes
from tests.markup.pdf_ua import breaches

LINK = '<a href="https://x.example/">'

# What sanitisers let through, since none of it is dangerous: only the repairs stand between it and the PDF.
SOUND_BUT_REFUSED = {
    "link with strong": (f"<p>{LINK}<strong>a</strong> b</a></p>", f"<p>{LINK}a b</a></p>"),
    "link with abbreviation": (f'<p>{LINK}<abbr title="A">a</abbr></a></p>', f"<p>{LINK}a</a></p>"),
    "link with blocks": (f"{LINK}<p>a</p><p>b</p></a>", f"<p>{LINK}a</a></p>\n<p>{LINK}b</a></p>"),
    "link with emphasis in emphasis": (
        f"<p><b>{LINK}<i>a</i></a></b></p>",
        f"<p><strong>{LINK}a</a></strong></p>",
    ),
    "link without text": (f"<p>a{LINK}</a></p>", "<p>a</p>"),
    "list item with two paragraphs": ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul>\n<li>a<br>b</li>\n</ul>"),
    "list item with one paragraph": ("<ol><li><p>a</p></li></ol>", "<ol>\n<li>a</li>\n</ol>"),
    "list item without list": ("<li>a</li><li>b</li>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "list straight in a list": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
    ),
    "skipped heading level": ("<h2>a</h2><h4>b</h4>", "<h2>a</h2>\n<h3>b</h3>"),
    "first heading too deep": ("<h3>a</h3><h3>b</h3>", "<h2>a</h2>\n<h2>b</h2>"),
    "second title": ("<h1>a</h1><h2>b</h2>", "<h2>a</h2>\n<h3>b</h3>"),
    "empty heading": ("<h2>&nbsp;</h2><p>a</p>", "<p>a</p>"),
    "row heading without scope under a caption": (
        "<table><caption>c</caption><tr><th>a</th><td>b</td></tr></table>",
        "<table>\n<caption>c</caption>\n<tbody>\n"
        '<tr><th scope="row">a</th><td>b</td></tr>\n</tbody>\n</table>',
    ),
    "heading across columns": (
        "<table><tr><th colspan=2>a</th></tr><tr><td>b</td><td>c</td></tr></table>",
        '<table>\n<thead>\n<tr><th scope="col">a</th><th scope="col">a</th></tr>\n</thead>\n'
        "<tbody>\n<tr><td>b</td><td>c</td></tr>\n</tbody>\n</table>",
    ),
    "cell across rows": (
        "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "<table>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>a</td><td>c</td></tr>\n</tbody>\n</table>",
    ),
    "list in a cell": (
        "<table><tr><td><ul><li>a</li><li>b</li></ul></td><td><ol><li>c<li>d</ol></td></tr></table>",
        "<table>\n<tbody>\n<tr><td>• a<br>• b</td><td>1. c<br>2. d</td></tr>\n</tbody>\n</table>",
    ),
    "table of headings alone": ("<table><tr><th>a</th><th>b</th></tr></table>", "<p>a; b</p>"),
    "heading that heads nothing": (
        "<table><tr><td>a</td><th>b</th></tr></table>",
        "<table>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n</tbody>\n</table>",
    ),
    "empty heading cell": (
        "<table><tr><th></th><th>a</th></tr><tr><th>b</th><td>c</td></tr></table>",
        '<table>\n<thead>\n<tr><td></td><th scope="col">a</th></tr>\n</thead>\n'
        '<tbody>\n<tr><th scope="row">b</th><td>c</td></tr>\n</tbody>\n</table>',
    ),
    "table in a table": (
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>",
        "<table>\n<tbody>\n<tr><td>a; b</td><td>c</td></tr>\n</tbody>\n</table>",
    ),
    "rows of different width": (
        "<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "<table>\n<tbody>\n<tr><td>a</td><td></td></tr>\n<tr><td>b</td><td>c</td></tr>\n</tbody>\n</table>",
    ),
}

# What the sanitisers take out in any case.
TAKEN_OUT = {
    "picture without words": ('<p>a<img src="x" alt=""></p>', "<p>a</p>"),
    "drawing without title": ("<p>a<svg><path></path></svg></p>", "<p>a</p>"),
    "see-through": ('<p style="opacity:0.5">a</p>', "<p>a</p>"),
    "inline list item": ('<ul><li style="display:inline">a</li></ul>', "<ul>\n<li>a</li>\n</ul>"),
    "hidden heading": ('<h2 style="display:none">a</h2><h3>b</h3>', "<h2>a</h2>\n<h3>b</h3>"),
}
EVERY = SOUND_BUT_REFUSED | TAKEN_OUT


@pytest.mark.parametrize("name", EVERY)
def test_construct_is_mended(name: str) -> None:
    html, mended = EVERY[name]
    assert breaches(html) != []
    result = clean(html)
    assert result.html == mended
    assert result.changes != []
    assert breaches(result.html) == []
    assert clean(result.html) == Cleaned(mended, [])


@pytest.mark.parametrize("name", SOUND_BUT_REFUSED)
def test_sanitisers_alone_would_let_it_through(name: str) -> None:
    """The control: without the repairs the construct would reach the PDF."""
    html, _ = SOUND_BUT_REFUSED[name]
    assert breaches(passes.second(passes.first(html))) != []


@pytest.mark.parametrize(
    "html",
    [
        "<h2>a</h2>\n<p>b <strong>c <em>d</em></strong> <em>e</em></p>\n<h3>f</h3>\n<h2>g</h2>",
        '<p>a <a href="tel:01234567890" title="Call">b</a>, <abbr title="Special">SEN</abbr></p>',
        "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c<br>d</li>\n</ol>",
        "<blockquote>\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n</blockquote>",
        "<p>5 &lt; 6 &amp; 7 &gt; 2 · £5 · اردو · ਪੰਜਾਬੀ · “quoted”</p>",
        "",
    ],
)
def test_what_is_sound_stays_to_the_letter(html: str) -> None:
    assert clean(html) == Cleaned(html, [])


@pytest.mark.parametrize(
    ("html", "meant"),
    [
        ("a<div>b</div>c", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<b>a</b><i>b</i>", "<p><strong>a</strong><em>b</em></p>"),
        ("<p>a\r\n  b\t c</p>", "<p>a b c</p>"),
        ("<p><br>a <br> b<br></p>", "<p>a<br>b</p>"),
        ("<strong>a <strong>b</strong></strong>", "<p><strong>a b</strong></p>"),
        ("<p><strong> </strong>a<strong></strong></p>", "<p>a</p>"),
        ("<em>a<ul><li>b</li></ul></em>", "<p><em>a</em></p>\n<ul>\n<li><em>b</em></li>\n</ul>"),
        ("<section><h1>a</h1></section>", "<h2>a</h2>"),
        ("<p>\uf0b7 a</p>", "<p>• a</p>"),
        ("<h2>a<br>b</h2>", "<h2>a b</h2>"),
        ("<ul>\n<li>a</li>\n</ul>\n<li>b</li>", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>"),
        (
            "<table><tfoot><tr><td>c<tbody><tr><td>a<td>b</table>",
            "<table>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td></td></tr>\n</tbody>\n</table>",
        ),
        (
            "<table><thead><tr><th>a<th>b<tr><th>c<th>b<tbody><tr><td>1<td>2</table>",
            '<table>\n<thead>\n<tr><th scope="col">a<br>c</th><th scope="col">b</th></tr>\n</thead>\n'
            "<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>",
        ),
    ],
)
def test_other_ways_of_saying_the_same(html: str, meant: str) -> None:
    assert clean(html).html == meant


def test_a_short_text_that_names_a_file_is_text() -> None:
    """tinyhtml5 opens a short string that is a path, as the control shows; so the cleaner gives it no string."""
    assert clean(__file__).html == f"<p>{__file__}</p>"
    assert "tinyhtml5 opens a short string" in "".join(tinyhtml5.parse(__file__).itertext())
