"""What is sent with a decision about a message: only the version that the person saw."""

from __future__ import annotations

from ppsweb.web.forms import Form, VersionField


class Decision(Form):
    """A button: cancel, send again, it arrived, dealt with."""

    version = VersionField()
