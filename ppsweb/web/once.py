"""The same form sent twice does its work once; the same form with other answers in it is never thrown away.

A form carries a random value that was made when it was drawn. The id of the row that it makes (`Form.identifier`)
begins with half of that value, and its other half is a keyed hash of the answers. So the same answers sent again
(two clicks, Back and again) have the id of the row that is there, and other answers (Back, and the next note typed
over the last) are known by the first half. If the same comes twice at the same moment, the primary key refuses the
second row, and the error page says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import flash

from ppsweb import keys
from ppsweb.database import Table, new_id
from ppsweb.database.fields import ALPHABET, ID_LENGTH
from ppsweb.web.messages import IMPORTANT

if TYPE_CHECKING:
    from ppsweb.web.forms import Form

HALF = ID_LENGTH // 2
#: 128 bits in 26 letters of five: the first letter holds only three
_ONCE = re.compile(rf"[0-7][{ALPHABET}]{{{ID_LENGTH - 1}}}")
SAVED_ALREADY = "This was saved already."


def already_done(table: type[Table], form: Form, message: str = SAVED_ALREADY) -> bool:
    """Whether the row that this form makes is there already, because the same was sent before; `message` says so.

    If the form was saved with other answers, the answer is no, and the form refuses itself when it is validated.
    """
    first = form.identifier[:HALF]
    family = table.id.between(first + ALPHABET[0] * HALF, first + ALPHABET[-1] * HALF)
    found = [row.id for row in table.select(table.id).where(family)]
    if form.identifier in found:
        flash(message, IMPORTANT)
        return True
    if found:
        form.refuse_changed()
    return False


def row_id(once: str, content: str) -> str:
    """The id of the row that a form makes; a value that no form of ours carries is replaced."""
    if not _ONCE.fullmatch(once):
        return new_id()
    return once[:HALF] + _letters(keys.mac("once", once, content))


def _letters(code: str) -> str:
    """The beginning of a hexadecimal code as the second half of an id."""
    number = int(code, 16) >> 4 * len(code) - 5 * HALF
    return "".join(ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(HALF)))
