"""What would run for ever, or fill the memory, ends with a clear reason; and the next drawing works."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from ppsweb import pdf
from ppsweb.pdf import Reason
from ppsweb.pdf.engine import engine
from ppsweb.pdf.limits import DEFAULT, MIB, Limits
from ppsweb.pdf.wording import REASONS
from tests.pdf import hostile

pytestmark = [pytest.mark.pdf, pytest.mark.slow]

SHORT = replace(DEFAULT, cpu_seconds=2)
ENDS = {Reason.TIME, Reason.MEMORY, Reason.TOO_NESTED}


def page(body: str) -> str:
    return f"<html lang='en'><title>t</title><body>{body}</body></html>"


def draws_again() -> bool:
    return engine.draw(page("<h1>As ever</h1>"), style="leaflet").pages == 1


@pytest.mark.parametrize("body", hostile.PATHOLOGICAL.values(), ids=hostile.PATHOLOGICAL.keys())
def test_a_pathological_layout_is_stopped(body: str) -> None:
    """Nothing is timed here: by the clock a busy machine takes any time, and without the limit these never end."""
    with pytest.raises(pdf.CannotRender) as refused:
        engine.draw(page(body), style="leaflet", limits=SHORT)
    assert refused.value.reason in ENDS
    assert draws_again()


@pytest.mark.parametrize(
    ("body", "limits", "reason"),
    [
        (hostile.PATHOLOGICAL["a million columns"], replace(DEFAULT, cpu_seconds=1), Reason.TIME),
        (hostile.PATHOLOGICAL["20,000 line breaks"], replace(DEFAULT, wall_seconds=1), Reason.TIME),
        ("<p>word</p>" * 10_000, replace(DEFAULT, memory=24 * MIB), Reason.MEMORY),
        (hostile.PATHOLOGICAL["nested divs"], DEFAULT, Reason.TOO_NESTED),
        ("x" * 2000, replace(DEFAULT, html=1000), Reason.TOO_LONG),
        ("<p>" + "x" * (3 * MIB) + "</p>", replace(DEFAULT, html=2 * MIB), Reason.TOO_LONG),
        ("<p>\U00030000</p>", DEFAULT, Reason.MISSING_LETTERS),
    ],
    ids=["time", "wall", "memory", "nested", "long", "3 MB", "letters"],
)
def test_each_reason(body: str, limits: Limits, reason: Reason) -> None:
    with pytest.raises(pdf.CannotRender) as refused:
        engine.draw(page(body), style="leaflet", limits=limits)
    assert refused.value.reason == reason
    assert draws_again()


@pytest.mark.parametrize("memory", [4, 16, 40])
def test_memory_is_the_reason_wherever_it_was_refused(memory: int) -> None:
    """It comes out of the libraries as different errors."""
    with pytest.raises(pdf.CannotRender) as refused:
        engine.draw(
            page("<p>word</p>" * 10_000),
            style="leaflet",
            limits=replace(DEFAULT, memory=memory * MIB, cpu_seconds=60, wall_seconds=120),
        )
    assert refused.value.reason == Reason.MEMORY


def test_an_error_of_the_engine_itself_is_told_from_the_others() -> None:
    with pytest.raises(pdf.CannotRender) as refused:
        engine.draw(page("<p>word</p>"), style="no such sheet")
    assert (refused.value.reason, refused.value.problems) == (Reason.ENGINE, ("KeyError",))


def test_the_letters_that_are_missing_are_named_and_nothing_is_quoted() -> None:
    with pytest.raises(pdf.CannotRender) as refused:
        engine.draw(page("<p>A private sentence \U00030000</p>"), style="leaflet")
    assert refused.value.problems == ("cjk",)
    assert "private" not in str(refused.value)


def test_a_style_of_the_authors_own_has_no_effect() -> None:
    """Flex boxes twelve deep take weasyprint hours; the style is taken out before the layout."""
    assert engine.draw(page(hostile.FLEX_BOMB), style="leaflet", limits=SHORT).pages == 1


def test_a_long_document_within_the_limits_is_drawn() -> None:
    """The control of the limits: size alone is not refused."""
    assert engine.draw(page("<p>word word word</p>" * 2000), style="leaflet").pages > 20


def test_no_file_is_written_and_few_are_opened() -> None:
    """The limits are the kernel's: tried in a process of its own, because nothing lifts them again."""
    program = """
import os, signal, tempfile
from ppsweb.pdf import warm
from ppsweb.pdf.limits import Limits
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file, _ = tempfile.mkstemp()
os.unlink(_)
print("before", os.write(file, b"x"))
warm.limit(Limits(files=20), 1 << 33)
try:
    os.write(file, b"y")
except OSError as error:
    print("write", error.strerror)
try:
    last = 0
    while True:
        last = os.open("/dev/null", os.O_RDONLY)
except OSError as error:
    print("open", last, error.strerror)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == [
        "before 1", "write File too large", "open 19 Too many open files",
    ]  # fmt: skip


def test_every_reason_has_a_sentence() -> None:
    assert set(REASONS) == set(Reason)
    told = pdf.sentence(pdf.CannotRender(Reason.TIME, item=7))
    assert told.startswith("Item 7: ")
    assert told.endswith(REASONS[Reason.TIME])
