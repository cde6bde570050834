"""What every HTML page of the site must be; tests/client.py asks it of each page that a test passes through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.datastructures import Headers

LABELLED = ("input", "select", "textarea")
NEEDS_NO_LABEL = ("hidden", "submit", "button", "reset", "image")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "list")
CSRF_FIELD = "csrf_token"


def read(html: str) -> tuple[Element, list[str]]:
    """The tree of a page, and each place where it is not HTML."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(html)
    faults = [
        f"line {place[0]}: {html5lib.constants.E[code] % values}" for place, code, values in parser.errors
    ]
    return root, faults


def faults_of(root: Element, headers: Headers) -> list[str]:
    """Everything that is wrong with a page that could be parsed; empty for a good one."""
    checks = (_heading_and_title, _ids, _labels, _forms, _nothing_inline, _texts)
    return [*_headers(headers), *(fault for check in checks for fault in check(root))]


def named(root: Element, tag: str) -> list[Element]:
    """All elements of a kind, in the order of the page."""
    return list(root.iter(tag))


def with_class(root: Element, name: str) -> list[Element]:
    """All elements of a class."""
    return [each for each in root.iter() if name in each.get("class", "").split()]


def text_of(element: Element) -> str:
    """The words of an element as they are read, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _headers(headers: Headers) -> Iterator[str]:
    if headers.get("Content-Type") != "text/html; charset=utf-8":
        yield f"content type is {headers.get('Content-Type')}"
    policy = headers.get("Content-Security-Policy", "")
    if "default-src" not in policy:
        yield "no Content-Security-Policy with a default-src"
    if "unsafe-" in policy:
        yield f"the Content-Security-Policy allows what is unsafe: {policy}"
    if "no-store" not in headers.get("Cache-Control", ""):
        yield "no Cache-Control: no-store"


def _heading_and_title(root: Element) -> Iterator[str]:
    if not root.get("lang"):
        yield "<html> has no lang"
    headings = [text_of(each) for each in named(root, "h1")]
    titles = [text_of(each) for each in root.findall("head/title")]
    if len(headings) != 1 or not headings[0]:
        yield f"there is not one <h1> with words but {headings}"
    elif len(titles) != 1 or not _agree(titles[0], headings[0]):
        yield f"the title {titles} does not begin as the <h1> does: {headings[0]!r}"
    if titles:
        has_errors = bool(with_class(root, "govuk-error-summary"))
        if titles[0].startswith("Error: ") != has_errors:
            yield f"'Error: ' in the title and an error summary go together: {titles[0]!r}"


def _agree(title: str, heading: str) -> bool:
    """Whether the title's first part is how the heading begins; a name in the heading stays out of the title,
    because titles are kept in the browser's history."""
    first = re.split(r" [–-] ", title.removeprefix("Error: "))[0]
    return bool(first) and (heading.startswith(first) or first.startswith(heading))


def _ids(root: Element) -> Iterator[str]:
    ids = Counter(each.get("id") for each in root.iter() if each.get("id") is not None)
    for name, count in ids.items():
        if count > 1 or not name:
            yield f"{count} elements have the id {name!r}"
    for each in root.iter():
        for attribute in REFERENCES:
            for name in each.get(attribute, "").split():
                if name not in ids:
                    yield f"{attribute}={name!r} leads to nothing"
        href = each.get("href", "")
        if each.tag == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"the link {href!r} leads to nothing on the page"


def _labels(root: Element) -> Iterator[str]:
    labels = {each.get("for") for each in named(root, "label") if text_of(each)}
    wrapped = {id(each) for label in named(root, "label") if text_of(label) for each in label.iter()}
    ids = {each.get("id") for each in root.iter()}
    for each in root.iter():
        if each.tag not in LABELLED or each.get("type") in NEEDS_NO_LABEL:
            continue
        named_by = each.get("aria-label") or each.get("aria-labelledby")
        if not (named_by or each.get("id") in labels or id(each) in wrapped):
            yield f"<{each.tag} name={each.get('name')!r}> has no label"
    for label in named(root, "label"):
        if label.get("for") is not None and label.get("for") not in ids:
            yield f"the label {text_of(label)!r} is for nothing"
    for fieldset in named(root, "fieldset"):
        legend = fieldset.find("legend")
        if legend is None or not text_of(legend):
            yield "a <fieldset> has no legend"


def _forms(root: Element) -> Iterator[str]:
    for form in named(root, "form"):
        posts = form.get("method", "get").lower() == "post"
        fields = [each for each in form.iter() if each.tag in LABELLED]
        tokens = [each for each in fields if each.get("name") == CSRF_FIELD and each.get("value")]
        if posts and len(tokens) != 1:
            yield f"a form that posts has {len(tokens)} CSRF tokens"
        if not posts and tokens:
            yield "a form that gets puts its CSRF token into the address"
        if (
            any(each.get("type") == "file" for each in fields)
            and form.get("enctype") != "multipart/form-data"
        ):
            yield "a form with a file is not multipart/form-data"
        if not [each for each in form.iter() if each.tag == "button" or each.get("type") == "submit"]:
            yield "a form has no button"


def _nothing_inline(root: Element) -> Iterator[str]:
    """What the content security policy would block, and what would tell another host who reads the page."""
    for each in root.iter():
        if each.tag == "style" or each.get("style") is not None:
            yield f"a style stands in the page, at <{each.tag}>"
        if each.tag == "script" and (each.get("src") is None or text_of(each)):
            yield "a script stands in the page"
        for name, value in each.attrib.items():
            if name.startswith("on"):
                yield f"a script stands in {name} of <{each.tag}>"
            if re.match(r"\s*(javascript|vbscript|data):", value, re.IGNORECASE):
                yield f"{name} of <{each.tag}> is {value[:40]!r}"
        loaded = each.get("src") or (each.get("href") if each.tag == "link" else None)
        if loaded and re.match(r"(\w+:)?//", loaded):
            yield f"<{each.tag}> loads {loaded} from elsewhere"


def _texts(root: Element) -> Iterator[str]:
    for image in named(root, "img"):
        if image.get("alt") is None:
            yield f"the image {image.get('src')} has no alt"
    for each in root.iter():
        if each.tag in ("a", "button") and not (text_of(each) or each.get("aria-label")):
            yield f"a <{each.tag}> without words: {each.attrib}"
