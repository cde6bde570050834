"""Tag soup for property tests: pieces of markup, sound, broken and hostile, in any order."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.markup import bypasses

_KEPT = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h6",
    "ul",
    "ol",
    "li",
    "strong",
    "b",
    "em",
    "i",
    "a",
    "abbr",
    "div",
    "br",
)
_TABLE = ("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
_FOREIGN = (
    "span",
    "font",
    "svg",
    "math",
    "style",
    "script",
    "template",
    "select",
    "option",
    "form",
    "colgroup",
    "x",
)
_ATTRIBUTES = (
    "",
    "",
    ' href="https://x.example/a?b=1&amp;c=2"',
    " href='javascript:alert(1)'",
    ' href="mailto:a@x.example"',
    ' title="a &lt;b&gt; \' &quot;c"',
    " title='\u200b'",
    ' scope="row"',
    ' scope="col"',
    ' colspan="2"',
    ' rowspan="3"',
    " rowspan=0",
    " onclick=alert(1)",
    " class=x style='color:red'",
    "/",
)
_TEXTS = (
    " ",
    "  ",
    "\n",
    "\r\n",
    "word",
    " two words ",
    "&nbsp;",
    "&amp;lt;",
    "&lt;b&gt;",
    "&#1;",
    "&#x200b;",
    "&",
)
_RAW = ("<", ">", "</", "<!--", "-->", '"', "'", "]]>", "<![CDATA[")
_LETTERS = ("é", "\u200b", "\u202b", "\ue000", "\uf0b7", "\u00a0")

_names = st.sampled_from(_KEPT * 2 + _TABLE * 2 + _FOREIGN)
_opening = st.builds("<{}{}>".format, _names, st.sampled_from(_ATTRIBUTES))
_closing = st.builds("</{}>".format, _names)
_hostile = st.sampled_from([html for group in bypasses.ALL.values() for html in group])
_small = st.sampled_from(_TEXTS + _RAW + _LETTERS)
_pieces = st.one_of(_opening, _closing, _small, _hostile, st.text(max_size=5))


def _element(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        "<{0}{1}>{2}</{0}>".format,
        _names,
        st.sampled_from(_ATTRIBUTES),
        st.lists(content, max_size=4).map("".join),
    )


loose = st.lists(_pieces, max_size=40).map("".join)
_tree = st.recursive(st.one_of(_pieces, st.sampled_from(_TEXTS)), _element, max_leaves=25)
nested = st.lists(_tree, max_size=4).map("".join)
soup = st.one_of(loose, nested)
