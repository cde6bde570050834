"""The fields of every form: GOV.UK components, caps on length, a clear message beside the field.

What was typed is always kept and shown again. A message names its field: by the label, or by `called` where the
label is a question.
"""

from ppsweb.web.fields.choosing import ChoiceField, ListField, TickField, TicksField
from ppsweb.web.fields.days import DayField, month_number
from ppsweb.web.fields.hidden import HiddenValue, OnceField, VersionField
from ppsweb.web.fields.times import TimeField, present_time, read_time
from ppsweb.web.fields.uploading import UploadField
from ppsweb.web.fields.writing import (
    EmailField,
    LongTextField,
    PasswordField,
    PhoneField,
    PostcodeField,
    TextField,
)

__all__ = [
    "ChoiceField",
    "DayField",
    "EmailField",
    "HiddenValue",
    "ListField",
    "LongTextField",
    "OnceField",
    "PasswordField",
    "PhoneField",
    "PostcodeField",
    "TextField",
    "TickField",
    "TicksField",
    "TimeField",
    "UploadField",
    "VersionField",
    "month_number",
    "present_time",
    "read_time",
]
