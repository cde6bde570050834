"""What the site asks of the database: the text of each statement, in order, without its values."""

from __future__ import annotations

from typing import Any

from ppsweb.database import database


class Statements:
    """Listens while it is entered, whichever thread asks; `texts` is what was asked."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def _note(self, event: Any) -> None:
        self.texts.append(event.sql)

    def __enter__(self) -> Statements:
        database.obj.query_hooks.append(self._note)
        return self

    def __exit__(self, *problem: Any) -> None:
        database.obj.query_hooks.remove(self._note)

    def name(self, *tables: str) -> bool:
        """Whether any of these tables was named in one of them."""
        return any(each in text for text in self.texts for each in tables)
