"""Members of staff, their sessions, deputies, drafts and attempts to sign in.

Names and addresses of staff are sealed like a family's: only ids, codes and times stand in clear. What lets
somebody in (admission, deputising, a session) carries a code under a key that the database does not have, so
that a row written by a database administrator opens nothing.
"""

from __future__ import annotations

from datetime import date, datetime

from peewee import DateField, DateTimeField, ForeignKeyField

from ppsweb import keys
from ppsweb.audit import Subject, names
from ppsweb.database import CodeField, IdField, Table
from ppsweb.deadlines import clock
from ppsweb.keys import Sealed
from ppsweb.permissions.roles import Role


@names(Subject.MEMBER)
class Member(Table):
    """Somebody the directory knows, by objectGUID: names change and are used again (D6.17).

    `role` is what the directory's groups say; `admitted_at` is what a manager said. Both are needed for
    anything about a family.
    """

    guid = CodeField(max_length=36, unique=True)
    role = CodeField(Role)
    name = Sealed()
    upn = Sealed()
    email = Sealed()
    admitted_at = DateTimeField(null=True)
    admitted_by = IdField(null=True)
    left_at = DateTimeField(null=True)
    mac = CodeField(max_length=64, null=True)

    class Meta:
        table_name = "members"
        sealed_for = "staff"

    #: set where the member is loaded for a request: appointed deputy for today
    deputises = False

    def admission(self) -> tuple[object, ...]:
        """What the code of admission covers."""
        return (self.id, self.guid, _text(self.admitted_at), self.admitted_by, _text(self.left_at))

    @property
    def is_admitted(self) -> bool:
        """Admitted by a manager, still here, and the row is one that this site wrote."""
        if self.admitted_at is None or self.left_at is not None or self.mac is None:
            return False
        return keys.mac_holds(self.mac, "admission", *self.admission())

    @property
    def is_manager(self) -> bool:
        return self.role == Role.MANAGER

    @property
    def manages(self) -> bool:
        """The manager, or an officer who deputises today."""
        return self.is_manager or (self.role == Role.OFFICER and self.deputises)

    @property
    def in_service(self) -> bool:
        return self.is_admitted and self.role != Role.COUNCIL


class Deputy(Table):
    """An officer stands in for the manager from one day to another, both included."""

    member = ForeignKeyField(Member, backref="deputised", on_delete="RESTRICT")
    appointed_by = ForeignKeyField(Member, backref="appointed", on_delete="RESTRICT")
    first_day = DateField()
    last_day = DateField()
    ended_at = DateTimeField(null=True)
    mac = CodeField(max_length=64)

    class Meta:
        table_name = "deputies"

    def parts(self) -> tuple[object, ...]:
        return (
            self.id,
            self.member_id,
            self.appointed_by_id,
            self.first_day,
            self.last_day,
            _text(self.ended_at),
        )

    def stands_on(self, day: date) -> bool:
        """Whether the appointment is genuine and covers the day."""
        in_time = self.ended_at is None and self.first_day <= day <= self.last_day
        return in_time and keys.mac_holds(self.mac, "deputy", *self.parts())


class Session(Table):
    """One browser's session: the cookie holds the token, the row its hash (D6.02)."""

    token_hash = CodeField(max_length=64, unique=True)
    member = ForeignKeyField(Member, null=True, on_delete="CASCADE")
    data = keys.SealedBytes()
    started_at = DateTimeField(default=clock.now)
    seen_at = DateTimeField(default=clock.now, index=True)
    checked_at = DateTimeField(null=True)
    mac = CodeField(max_length=64)

    class Meta:
        table_name = "sessions"
        sealed_for = "sessions"

    def parts(self) -> tuple[object, ...]:
        """What the row's code covers: everything that could let somebody in or keep somebody in."""
        return (
            self.id,
            self.token_hash,
            self.member_id,
            bytes(self.__data__["data"]),
            _text(self.started_at),
            _text(self.seen_at),
            _text(self.checked_at),
        )


class Draft(Table):
    """What somebody had typed when the session was suspended, sealed, for the same person and page only."""

    member = ForeignKeyField(Member, on_delete="CASCADE", index=True)
    page = CodeField(max_length=80)
    subject = IdField(null=True)
    content = Sealed()

    class Meta:
        table_name = "drafts"
        sealed_for = "drafts"


class SignInAttempt(Table):
    """A refused attempt, by keyed hashes of the typed name and the address, to slow guessing (D6.09)."""

    at = DateTimeField(default=clock.now, index=True)
    name_hash = CodeField(max_length=64, index=True)
    address_hash = CodeField(max_length=64, index=True)

    class Meta:
        table_name = "sign_in_attempts"


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="microseconds")
