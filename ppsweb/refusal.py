"""The one domain error: an action will not be done, and says why, field by field, in words for staff."""

from __future__ import annotations


class Refused(Exception):
    """An action was refused and nothing was changed.

    `reasons` maps a form field's name, or None for the whole form, to a sentence that says what to do.
    """

    def __init__(self, reasons: dict[str | None, str] | str) -> None:
        self.reasons: dict[str | None, str] = {None: reasons} if isinstance(reasons, str) else dict(reasons)
        super().__init__("; ".join(self.reasons.values()))
