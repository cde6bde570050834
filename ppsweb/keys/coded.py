"""Rows that carry a code: what stands in clear is believed only as this site wrote it.

A sealed value cannot be forged, but an id, a day or a tick can be written into the database by whoever administers
it. Where such a row lets somebody in, lets something out or says who did what, it carries a code over what it says,
under a key that the database does not have. The row names what is bound; whoever uses it asks whether it
`is_genuine`, each time. A code does not tell that a row is missing, nor that a whole row was put back as it once was.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from ppsweb.keys.hashes import mac, mac_holds


class Coded:
    """What a row with a code inherits beside `Table`; the column of the code it declares itself."""

    #: the purpose of the key under which the code is
    CODE_PURPOSE: ClassVar[str]
    #: the fields that the code covers, the id among them
    CODE_COVERS: ClassVar[tuple[str, ...]]
    CODE_FIELD: ClassVar[str] = "mac"

    def bound(self) -> tuple[object, ...]:
        """What the code covers, as the row says it now; what was not read counts as nothing, and holds for nobody."""
        values: dict[str, Any] = getattr(self, "__data__")  # noqa: B009 - the class would mangle the name
        return tuple(_as_bound(values.get(name)) for name in self.CODE_COVERS)

    @property
    def is_genuine(self) -> bool:
        """Whether this site wrote what the row says now."""
        code = getattr(self, self.CODE_FIELD)
        return code is not None and mac_holds(code, self.CODE_PURPOSE, *self.bound())

    def signed(self) -> Self:
        """This row with the code of what it says now: for what was just written, never for a row as it was read."""
        setattr(self, self.CODE_FIELD, mac(self.CODE_PURPOSE, *self.bound()))
        return self


def _as_bound(value: Any) -> object:
    """A value in the one form that it has before it is stored and after it is read, on both engines."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return value
