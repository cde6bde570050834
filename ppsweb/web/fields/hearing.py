"""An answer in words, as it stands in a field or as it was once sent: so that the two can be read side by side."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields import SelectFieldBase

from ppsweb.web.fields.choosing import TickField, TicksField
from ppsweb.web.fields.days import PARTS, DayField
from ppsweb.web.fields.uploading import UploadField
from ppsweb.web.fields.writing import PasswordField
from ppsweb.web.text import tidy

NOTHING = "nothing"
TICKED, UNTICKED = "ticked", "not ticked"


def heard(field: Field, sent: MultiDict[str, str] | None = None) -> str | None:
    """What was sent for this field, or (None) what stands in it; None where nobody can tell, as for a password."""
    if isinstance(field, (PasswordField, UploadField)):
        return None
    if isinstance(field, TickField):  # a box without a tick is not sent at all
        return TICKED if (field.data if sent is None else field.name in sent) else UNTICKED
    if isinstance(field, TicksField):
        return _words(field, field.data or [] if sent is None else sent.getlist(field.name))
    if isinstance(field, DayField):
        return _day(field, sent)
    if sent is not None and field.name not in sent:
        return None
    answer = field.data if sent is None else sent[field.name]
    if isinstance(field, SelectFieldBase):
        return _words(field, [answer] if answer else [])
    return tidy(str(answer or "")) or NOTHING


def _day(field: DayField, sent: MultiDict[str, str] | None) -> str | None:
    names = [f"{field.name}-{part}" for part in PARTS]
    if sent is not None and not any(name in sent for name in names):
        return None
    boxes = field.parts if sent is None else [tidy(sent.get(name, "")) for name in names]
    return " ".join(box for box in boxes if box) or NOTHING


def _words(field: Any, codes: list[Any]) -> str:
    """The words of the codes, in the order in which they are offered; a code that is offered no more is itself."""
    chosen = {str(code) for code in codes}
    offered = {str(value): str(label) for value, label, *_ in field.iter_choices()}
    known = [label for code, label in offered.items() if code in chosen]
    return ", ".join([*known, *sorted(chosen - offered.keys())]) or NOTHING
