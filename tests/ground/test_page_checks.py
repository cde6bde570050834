"""A good page passes the checks; each fault put into it is found, by its own message."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import Headers

from tests import page_checks

HEADERS = Headers(
    {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'self'",
        "Cache-Control": "no-store",
    }
)
GOOD = """<!DOCTYPE html>
<html lang="en"><head><title>Open a case - The service</title><link rel="stylesheet" href="/static/a.css"></head>
<body><!-- a remark --><main><h1>Open a case</h1>
<p id="why">Why we ask. <a href="#name">Name</a> <img src="/static/a.png" alt=""></p>
<form method="post"><input type="hidden" name="csrf_token" value="t">
<label for="name">Name</label><input id="name" name="name" aria-describedby="why">
<fieldset><legend>Safe to ring</legend>
<input type="radio" id="yes" name="ring" value="yes"><label for="yes">Yes</label></fieldset>
<label>Note <textarea name="note"></textarea></label>
<button>Save</button></form></main></body></html>"""


def faults(html: str, headers: Headers = HEADERS) -> str:
    root, found = page_checks.read(html)
    return "\n".join(found + page_checks.faults_of(root, headers))


def test_a_good_page_has_no_fault() -> None:
    assert faults(GOOD) == ""


def test_a_name_in_the_heading_may_stay_out_of_the_title() -> None:
    assert faults(GOOD.replace("<h1>Open a case</h1>", "<h1>Open a case: Petra Plum</h1>")) == ""


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("<!DOCTYPE html>", "", "Expected DOCTYPE"),
        ("</p>\n<form", "</b>\n<form", "Unexpected end tag"),
        ('lang="en"', "", "no lang"),
        ("<h1>Open a case</h1>", "", "not one <h1>"),
        ("</h1>", "</h1><h1>Again</h1>", "not one <h1>"),
        ("<h1>Open a case</h1>", "<h1></h1>", "not one <h1>"),
        ("<title>Open", "<title>Close", "does not begin"),
        ("<title>Open a case", "<title>", "does not begin"),
        ("<title>Open", "<title>Error: Open", "go together"),
        ("<main>", '<main><div class="govuk-error-summary">No</div>', "go together"),
        ('id="yes"', 'id="name"', "2 elements have the id 'name'"),
        ('describedby="why"', 'describedby="whence"', "leads to nothing"),
        ('href="#name"', 'href="#nobody"', "leads to nothing"),
        ('<label for="name">Name</label>', "", "has no label"),
        ('<label for="name">Name</label>', '<label for="name"></label>', "has no label"),
        ("<label>Note ", "<label>", "has no label"),
        ('for="yes"', 'for="no"', "is for nothing"),
        ("<legend>Safe to ring</legend>", "", "has no legend"),
        ('name="csrf_token"', 'name="token"', "0 CSRF tokens"),
        ('value="t"', 'value=""', "0 CSRF tokens"),
        ('<form method="post">', "<form>", "into the address"),
        ("<textarea name", '<input type="file" name="f"><textarea name', "multipart"),
        ("<button>Save</button>", "", "no button"),
        ("<p id", '<p style="color:red" id', "a style stands"),
        ("</head>", "<style>p{}</style></head>", "a style stands"),
        ("</head>", "<script>1</script></head>", "a script stands"),
        ("<p id", '<p onclick="x()" id', "in onclick"),
        ('href="#name"', 'href="javascript:x()"', "'javascript:x()'"),
        ('href="/static/a.css"', 'href="https://cdn.example/a.css"', "from elsewhere"),
        ('src="/static/a.png"', 'src="//cdn.example/a.png"', "from elsewhere"),
        (' alt=""', "", "no alt"),
        (">Name</a>", "></a>", "without words"),
    ],
)
def test_a_fault_is_found(good: str, bad: str, message: str) -> None:
    assert GOOD.count(good) >= 1
    assert message in faults(GOOD.replace(good, bad))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("Content-Type", "text/html", "content type"),
        ("Content-Security-Policy", None, "no Content-Security-Policy"),
        ("Content-Security-Policy", "default-src 'self'; script-src 'unsafe-inline'", "unsafe"),
        ("Cache-Control", "private", "no-store"),
    ],
)
def test_a_missing_header_is_found(name: str, value: str | None, message: str) -> None:
    headers = Headers(HEADERS)
    headers.remove(name)
    if value is not None:
        headers[name] = value
    assert message in faults(GOOD, headers)
