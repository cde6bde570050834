"""The corpus of known bypasses: harmless after cleaning, and after either sanitiser with the other switched out."""

from __future__ import annotations

from typing import Any

import pytest

from ppsweb.markup import clean, cleaning, passes, plain, safe
from tests.markup import bypasses
from tests.markup.harmless import SCHEMES, faults

CORPUS = [
    pytest.param(html, id=f"{kind}-{number}")
    for kind, entries in bypasses.ALL.items()
    for number, html in enumerate(entries)
]


def read_faults(html: str) -> list[str]:
    return faults(html, passes.READS, passes.READS_ATTRIBUTES, SCHEMES)


def written_faults(html: str) -> list[str]:
    return faults(html, passes.WRITES, passes.WRITES_ATTRIBUTES)


def test_corpus_is_large_and_repeats_nothing() -> None:
    entries = [html for group in bypasses.ALL.values() for html in group]
    assert len(entries) >= 120
    assert len(entries) == len(set(entries))


@pytest.mark.parametrize("html", CORPUS)
def test_the_check_finds_fault_with_the_raw_text(html: str) -> None:
    """The control of the tests below: each entry is something that the check does see."""
    assert written_faults(html)


@pytest.mark.parametrize("html", CORPUS)
def test_cleaned(html: str) -> None:
    assert written_faults(clean(html).html) == []
    assert written_faults(safe(html)) == []


@pytest.mark.parametrize("html", CORPUS)
def test_inside_a_leaflet(html: str) -> None:
    assert written_faults(clean(f"<h2>Dates</h2><ul><li>one {html}</li><li>two</li></ul>").html) == []
    assert written_faults(clean(f"<table><tr><th>A</th></tr><tr><td>{html}</td></tr></table>").html) == []


@pytest.mark.parametrize("html", CORPUS)
def test_each_sanitiser_alone(html: str) -> None:
    assert read_faults(passes.first(html)) == []
    assert read_faults(passes.second(html)) == []


@pytest.mark.parametrize("switched_out", ["first", "second"])
@pytest.mark.parametrize("html", CORPUS)
def test_cleaned_with_one_sanitiser_switched_out(
    html: str, switched_out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, switched_out, lambda html: html)
    assert written_faults(clean(html).html) == []


def reaching_the_reader(html: str, patch: pytest.MonkeyPatch, *switched_out: str) -> str:
    """What the sanitisers hand to the repairs: these write the short list alone, so they would hide a missing pass."""
    handed: list[str] = []
    real = cleaning._body

    def body(html: str) -> Any:
        handed.append(html)
        return real(html)

    patch.setattr(cleaning, "_body", body)
    for name in switched_out:
        patch.setattr(passes, name, lambda html: html)
    clean(html)
    (only,) = handed
    return only


@pytest.mark.parametrize("switched_out", ["first", "second"])
@pytest.mark.parametrize("html", CORPUS)
def test_the_other_sanitiser_stops_what_one_lets_through(
    html: str, switched_out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_faults(reaching_the_reader(html, monkeypatch, switched_out)) == []


def test_without_both_sanitisers_the_corpus_reaches_the_repairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above: it is the sanitisers that stop it, and nothing before or after them."""
    through = 0
    for entry in CORPUS:
        with monkeypatch.context() as patch:
            (html,) = entry.values
            through += bool(read_faults(reaching_the_reader(str(html), patch, "first", "second")))
    assert through > 100


@pytest.mark.parametrize("html", CORPUS)
def test_as_plain_text(html: str) -> None:
    assert faults(plain(html), {"p", "br"}, {}) == []
