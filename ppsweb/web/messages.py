"""What the next page says of the last action, when a button did not do what it says."""

from __future__ import annotations

from flask import flash

from ppsweb.refusal import Refused

#: drawn as "Important" (components/messages.html); without it a message is drawn as "Done"
IMPORTANT = "important"


def flash_refused(refused: Refused) -> None:
    """Say on the next page that nothing was done, and why. For a form use `form.refuse`."""
    flash(str(refused), IMPORTANT)
