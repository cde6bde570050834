"""Which addresses are refused, in which words, and how the others look on the wire."""

from __future__ import annotations

import pytest

from ppsweb.mail.address import BadAddress, checked

LONG_DOMAIN = ".".join(["x" * 60] * 3) + ".example"


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("sam.taylor@home.example", "sam.taylor@home.example"),
        ("Sam.O'Neil+post@Home.Example", "Sam.O'Neil+post@home.example"),
        ("sam@bücher.example", "sam@xn--bcher-kva.example"),
        ("sam@xn--bcher-kva.example", "sam@xn--bcher-kva.example"),
        ("a@b.cd", "a@b.cd"),
        ("x" * 64 + "@home.example", "x" * 64 + "@home.example"),
        ("x" * 64 + "@" + "y" * 60 + ".example", "x" * 64 + "@" + "y" * 60 + ".example"),
    ],
)
def test_goes_on_the_wire_as(typed: str, wire: str) -> None:
    assert checked(typed) == wire
    assert checked(wire) == wire


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter an e-mail address"),
        ("sam@home.example\nRCPT TO:<eve@elsewhere.example>", "on one line"),
        ("sam@home.example\r\nBcc: eve@elsewhere.example", "on one line"),
        ("sam\0@home.example", "on one line"),
        ("sam@home.example\x85", "on one line"),
        ("sam@home.example\u2028", "a space"),
        (" sam@home.example", "a space"),
        ("sam taylor@home.example", "a space"),
        ("sam.home.example", "exactly one @"),
        ("sam@home@example.com", "exactly one @"),
        ("sam@home.example,eve@elsewhere.example", "exactly one @"),
        ("@home.example", "before the @"),
        (".sam@home.example", "before the @"),
        ("sam..taylor@home.example", "before the @"),
        ('"sam"@home.example', "before the @"),
        ("sam,eve@home.example", "before the @"),
        ("Sam<sam@home.example>", "before the @"),
        ("müller@home.example", "before the @"),
        ("x" * 65 + "@home.example", "64 characters"),
        ("sam@", "domain name"),
        ("sam@home", "domain name"),
        ("sam@home..example", "domain name"),
        ("sam@-home.example", "domain name"),
        ("sam@home.example.", "domain name"),
        ("sam@[127.0.0.1]", "domain name"),
        ("sam@127.0.0.1", "domain name"),
        ("sam@" + "x" * 64 + ".example", "domain name"),
        ("sam@\ud800.example", "domain name"),
        ("x" * 64 + "@" + LONG_DOMAIN, "254 characters"),
    ],
)
def test_refused_with_the_reason(typed: str, says: str) -> None:
    with pytest.raises(BadAddress, match=says):
        checked(typed)


@pytest.mark.parametrize("lookalike", ["straße.example", "ｈome.example", "home．example", "ﬁle.example"])  # noqa: RUF001
def test_a_domain_that_would_become_another_is_refused(lookalike: str) -> None:
    """ "straße" would quietly become "strasse", which is somebody else's (D8.04)."""
    with pytest.raises(BadAddress, match="domain name"):
        checked(f"sam@{lookalike}")


def test_the_message_does_not_repeat_the_address() -> None:
    with pytest.raises(BadAddress) as refused:
        checked("sam.taylor@home")
    assert "taylor" not in str(refused.value)
