"""A file to upload."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import StopValidation

from ppsweb.web.fields import widgets


class UploadField(FileField):
    """A file; data is None until one is chosen. What it may be is judged from its content by `files`."""

    widget = widgets.Upload()

    def __init__(self, label: str, *, missing: str | None = None, hint: str = "", **kwargs: Any) -> None:
        def check(form: Any, field: Any) -> None:
            if not field.data:
                raise StopValidation(missing) if missing else StopValidation()

        super().__init__(label, validators=[check], description=hint, **kwargs)
