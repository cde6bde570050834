"""What goes to the directory as a password: exactly what was typed, or nothing at all."""

from __future__ import annotations

import pytest

from ppsweb.directory import NotAdmitted, Refusal
from ppsweb.directory.passwords import as_sent


@pytest.mark.parametrize("typed", ["", " ", "\t\n ", "\u00a0\u2003"])
def test_an_empty_password_is_refused(typed: str) -> None:
    with pytest.raises(NotAdmitted) as refused:
        as_sent(typed)
    assert refused.value.refusal is Refusal.EMPTY_PASSWORD


@pytest.mark.parametrize("typed", ["\x00", "right\x00", "\x00right", "\ud800", "x" * 1025, "ü" * 513])
def test_a_password_that_cannot_be_one_is_refused(typed: str) -> None:
    with pytest.raises(NotAdmitted) as refused:
        as_sent(typed)
    assert refused.value.refusal is Refusal.BAD_PASSWORD


@pytest.mark.parametrize(
    "typed", ["x", " leading and trailing ", "ﬁ ligature, e\u0301 accent", "x" * 64, "x" * 1024]
)
def test_a_password_is_sent_as_typed(typed: str) -> None:
    assert as_sent(typed) == typed.encode()
