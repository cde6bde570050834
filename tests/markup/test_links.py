"""Which addresses a link may have; hosts are as they are."""

from __future__ import annotations

import pytest

from ppsweb.markup import clean
from ppsweb.markup.links import address
from tests.markup.bypasses import ADDRESSES

NO_ADDRESS = "A link without a full https, mailto or tel address became plain words."


@pytest.mark.parametrize(
    "href",
    [
        "https://www.legislation.gov.uk/uksi/2014/1530/regulation/13",
        "https://x.example",
        "HTTPS://X.example/",
        "https://x.example:8443/a/b.html?c=d&e=f#g",
        "https://x.example?q=a:b@c",
        "https://bücher.example/straße",
        "mailto:office@service.example",
        "tel:+441254000000",
        "tel:01254-000-000",
    ],
)
def test_full_addresses_stay(href: str) -> None:
    assert address(f" {href}\n") == href
    assert clean(f'<a href="{href}">a</a>').html.replace("&amp;", "&") == f'<p><a href="{href}">a</a></p>'


@pytest.mark.parametrize("html", ADDRESSES)
def test_other_addresses_go_and_the_words_stay(html: str) -> None:
    result = clean(f"<p>before {html} after</p>")
    assert "evil.example" not in result.html
    assert "script:" not in result.html
    assert "before" in result.html
    assert "after" in result.html


@pytest.mark.parametrize(
    "href", ["//x.example/", "/page", "#part", "http://x.example/", "javascript:alert(1)", ""]
)
def test_a_link_that_goes_is_told(href: str) -> None:
    result = clean(f'<p><a href="{href}">words</a></p>')
    assert result.html == "<p>words</p>"
    assert result.changes == [NO_ADDRESS]
