"""The sentences for staff when a PDF could not be made."""

from __future__ import annotations

from ppsweb.pdf.refusals import CannotRender, Reason

REASONS = {
    Reason.TIME: "It took too long to draw, so it was stopped. Very large tables or many empty lines do this.",
    Reason.MEMORY: "It needed too much memory to draw, so it was stopped. Very large tables or pictures do this.",
    Reason.TOO_NESTED: "Its parts are nested too deeply, for example a list in a list in a list.",
    Reason.TOO_LONG: "It is too long to be drawn in one piece.",
    Reason.MISSING_LETTERS: "It has letters that no font on this machine can draw.",
    Reason.NOT_ACCESSIBLE: "The PDF would not be accessible to people who use a screen reader.",
    Reason.NOT_COMPLETE: "The finished PDF was checked, and something was missing or out of order.",
    Reason.ENGINE: "The program that draws PDFs failed. Try again, or tell whoever looks after the system.",
}


def sentence(problem: CannotRender) -> str:
    """What a member of staff is told."""
    said = REASONS[problem.reason]
    return said if problem.item is None else f"Item {problem.item}: {said}"
