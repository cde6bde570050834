"""What the next page says of the last action, when a button did what it says, and when it did not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash

from ppsweb.refusal import Refused

#: drawn as "Important" (components/messages.html); without it a message is drawn as "Done"
IMPORTANT = "important"


def flash_refused(refused: Refused) -> None:
    """Say on the next page that nothing was done, and why. For a form use `form.refuse`."""
    flash(str(refused), IMPORTANT)


@contextmanager
def saying(done: str) -> Iterator[None]:
    """Around the action of a button: `done` is said on the next page, or that nothing was done, and why."""
    try:
        yield
    except Refused as refused:
        flash_refused(refused)
    else:
        flash(done)
