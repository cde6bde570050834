"""The same form sent twice does its work once.

A form carries the id of the row that it will make (`Form.identifier`). A view asks `already_done` first and shows
what is there. If both come at the same moment, the primary key refuses the second row, and the error page says so.
"""

from __future__ import annotations

from ppsweb.database import Table
from ppsweb.web.forms import Form


def already_done(table: type[Table], form: Form) -> bool:
    """Whether the row that this form makes is there already, because the form was sent before."""
    found: bool = table.select().where(table.id == form.identifier).exists()
    return found
