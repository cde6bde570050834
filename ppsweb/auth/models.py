"""Members of staff, their sessions, deputies, drafts and attempts to sign in.

Names and addresses of staff are sealed like a family's: only ids, codes and times stand in clear. What lets
somebody in (admission, deputising, a session) carries a code under a key that the database does not have, so
that a row written by a database administrator opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask_login import UserMixin
from peewee import JOIN, DateField, DateTimeField, ForeignKeyField, ModelSelect

from ppsweb import keys
from ppsweb.audit import Subject, names
from ppsweb.auth import rules
from ppsweb.database import CodeField, Guard, IdField, Table, among, grows, kept_once_set, never, written
from ppsweb.deadlines import clock
from ppsweb.keys import Coded, Sealed
from ppsweb.permissions.roles import Role

ADMITTED_ANEW = "(NEW.left_at IS NULL AND NEW.admitted_at IS NOT NULL AND NEW.admitted_at > OLD.left_at)"


@names(Subject.MEMBER)
class Member(Coded, Table, UserMixin):
    """Somebody the directory knows, by objectGUID: names change and are used again (D6.17).

    `directory_role` is what the directory's groups say today, `admitted_role` what a manager said. Both are
    needed for anything about a family, and one code covers both: a role that was written into the row from
    outside opens nothing, and a higher one that the directory gives waits for the manager.

    `gone_at` is since when the directory does not vouch for them; without a code, because whoever is gone is
    refused by the directory itself. `looked_up_at` is when the worker last asked.
    """

    guid = CodeField(max_length=36, unique=True)
    directory_role = CodeField(Role)
    name = Sealed()
    upn = Sealed()
    email = Sealed()
    account_hash = CodeField(max_length=64, index=True)
    upn_hash = CodeField(max_length=64, null=True, index=True)
    gone_at = DateTimeField(null=True)
    looked_up_at = DateTimeField(null=True)
    admitted_role = CodeField(Role, null=True)
    admitted_at = DateTimeField(null=True)
    admitted_by = IdField(null=True)
    left_at = DateTimeField(null=True)
    mac = CodeField(max_length=64, null=True)

    CODE_PURPOSE = "admission"
    CODE_COVERS = ("id", "guid", "admitted_role", "admitted_at", "admitted_by", "left_at")
    GUARDS = (
        # the code of an earlier admission still holds for that admission: it must not be put back
        Guard(
            "let_go",
            "UPDATE",
            f"OLD.left_at IS NOT NULL AND NEW.left_at IS NOT OLD.left_at AND NOT {ADMITTED_ANEW}",
            "whoever was let go is admitted anew, and not again as before",
            refuse_postgresql="OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at "
            f"AND NOT {ADMITTED_ANEW}",
        ),
        grows(("admitted_at",), "a later admission does not become an earlier one"),
        never("DELETE", "who was ever a member of staff stays on record"),
    )

    class Meta:
        table_name = "members"
        sealed_for = "staff"

    #: set where the member is loaded for a request: appointed deputy for today
    deputises = False

    def bound(self) -> tuple[object, ...]:
        """What the code of admission covers: the admitted role, and the directory's where it is another."""
        said = super().bound()
        return said if self.directory_role == self.admitted_role else (*said, str(self.directory_role))

    @property
    def is_genuine(self) -> bool:
        """Whether this site wrote what the row says about admission; true of a row that says nothing."""
        if self.mac is None:
            return self.admitted_at is None and self.left_at is None
        return super().is_genuine

    @property
    def is_admitted(self) -> bool:
        """Admitted by a manager, still here and in the directory, and the row is one that this site wrote."""
        return self.admitted_at is not None and self.left_at is None and not self.is_gone and self.is_genuine

    @property
    def is_gone(self) -> bool:
        """The directory does not vouch for them any more: out of every group, switched off or deleted."""
        return self.gone_at is not None

    @property
    def has_left(self) -> bool:
        """Admitted and not let go, but the directory has them in none of the service's groups any more."""
        admitted = self.admitted_at is not None and self.left_at is None
        return admitted and (self.is_gone or self.directory_role == Role.COUNCIL)

    @property
    def role(self) -> Role:
        """The role that counts: what the directory says, and no more than a manager admitted."""
        directory_role: Role = self.directory_role
        return rules.role_that_counts(directory_role, self.admitted_role)

    @property
    def awaits_role(self) -> bool:
        """Admitted, and the directory has put them into another role since: the manager says whether for good."""
        return self.is_admitted and self.directory_role not in (self.admitted_role, Role.COUNCIL)

    @property
    def is_promoted(self) -> bool:
        """Admitted, and the directory has given them a higher role, which waits for the manager."""
        return self.awaits_role and self.directory_role != self.role

    @property
    def is_manager(self) -> bool:
        return self.role == Role.MANAGER and self.is_admitted

    @property
    def manages(self) -> bool:
        """The manager, or an officer who deputises today."""
        return self.is_manager or (self.role == Role.OFFICER and self.deputises and self.is_admitted)

    @property
    def in_service(self) -> bool:
        return self.role != Role.COUNCIL and self.is_admitted

    @property
    def is_waiting(self) -> bool:
        """In one of the service's groups, and not admitted (or no longer): a manager decides."""
        return self.directory_role != Role.COUNCIL and not self.is_admitted and not self.is_gone

    @classmethod
    def of_account(cls, typed: str) -> Member | None:
        """The one member that a typed name means, if it means exactly one."""
        typed_hash = account_hash(typed)
        found = list(
            cls.select().where((cls.account_hash == typed_hash) | (cls.upn_hash == typed_hash)).limit(2)
        )
        return found[0] if len(found) == 1 else None

    @classmethod
    def all_in_groups(cls) -> list[Member]:
        """Everybody whom the directory puts into one of the service's groups, or who was once admitted."""
        query = cls.select().where((cls.directory_role != Role.COUNCIL) | cls.admitted_at.is_null(False))
        return sorted(query, key=lambda member: member.name.casefold())

    @classmethod
    def all_who_left(cls) -> list[Member]:
        """Those who were admitted and were let go, or whom the directory has in no group of the service any more."""
        out = cls.left_at.is_null(False) | cls.gone_at.is_null(False) | (cls.directory_role == Role.COUNCIL)
        return list(cls.select().where(cls.admitted_at.is_null(False) & out))

    @classmethod
    def hashes_of(cls, typed: str) -> set[str]:
        """The hashes of every name of the account that a typed name means, of members by all their names (D6.09)."""
        typed_hash = account_hash(typed)
        same = cls.select().where((cls.account_hash == typed_hash) | (cls.upn_hash == typed_hash))
        return {typed_hash, *(name for each in same for name in (each.account_hash, each.upn_hash) if name)}

    @classmethod
    def due_for_look_up(cls, before: datetime, most: int) -> list[Member]:
        """Some of the admitted about whom the worker last asked before this moment, or never."""
        is_due = cls.looked_up_at.is_null() | (cls.looked_up_at <= before)
        admitted = cls.admitted_at.is_null(False) & cls.left_at.is_null()
        return list(cls.select().where(admitted & is_due).order_by(cls.id).limit(most))

    @classmethod
    def admitted_officers(cls) -> list[Member]:
        """The officers whom a manager has admitted, by name."""
        return [each for each in cls.all_in_groups() if each.role == Role.OFFICER and each.is_admitted]


class Deputy(Coded, Table):
    """An officer stands in for the manager from one day to another, both included."""

    member = ForeignKeyField(Member, backref="deputised", on_delete="RESTRICT")
    appointed_by = ForeignKeyField(Member, backref="appointed", on_delete="RESTRICT")
    first_day = DateField()
    last_day = DateField()
    ended_at = DateTimeField(null=True)
    mac = CodeField(max_length=64)

    CODE_PURPOSE = "deputy"
    CODE_COVERS = ("id", "member", "appointed_by", "first_day", "last_day", "ended_at")
    GUARDS = (
        kept_once_set(("ended_at",), "who does not deputise any more is appointed anew"),
        never("DELETE", "who deputised stays on record"),
    )

    class Meta:
        table_name = "deputies"

    def stands_on(self, day: date) -> bool:
        """Whether the appointment is genuine and covers the day."""
        return self.ended_at is None and self.first_day <= day <= self.last_day and self.is_genuine

    @classmethod
    def current_and_coming(cls, day: date) -> list[Deputy]:
        """The appointments that are not over, the earliest first."""
        return list(
            cls.select(cls, Member)
            .join(Member, on=cls.member)
            .where(cls.ended_at.is_null() & (cls.last_day >= day))
            .order_by(cls.first_day, cls.id)
        )

    @classmethod
    def is_deputy(cls, member: Member, day: date) -> bool:
        """Whether this officer stands in for the manager on this day."""
        rows = cls.select().where(
            (cls.member == member.id)
            & cls.ended_at.is_null()
            & (cls.first_day <= day)
            & (cls.last_day >= day)
        )
        return any(row.stands_on(day) for row in rows)


class Session(Coded, Table):
    """One browser's session: the cookie holds the token, the row its hash (D6.02)."""

    token_hash = CodeField(max_length=64, unique=True)
    member = ForeignKeyField(Member, null=True, on_delete="CASCADE")
    data = keys.SealedBytes()
    started_at = DateTimeField(default=clock.now)
    seen_at = DateTimeField(default=clock.now, index=True)
    checked_at = DateTimeField(null=True)
    mac = CodeField(max_length=64)

    CODE_PURPOSE = "session"
    #: everything that could let somebody in or keep somebody in
    CODE_COVERS = ("id", "token_hash", "member", "data", "started_at", "seen_at", "checked_at")

    class Meta:
        table_name = "sessions"
        sealed_for = "sessions"

    @classmethod
    def of_token(cls, token_hash: str) -> Session | None:
        """The genuine row of a token, with its member, in one query."""
        row: Session | None = (
            cls.select(cls, Member)
            .join(Member, JOIN.LEFT_OUTER, on=cls.member)
            .where(cls.token_hash == token_hash)
            .first()
        )
        return row if row is not None and row.is_genuine else None

    @classmethod
    def make_room(cls) -> None:
        """Keep the rows of strangers bounded, however often somebody asks for the sign-in form: the oldest go."""
        strangers = cls.select(cls.id).where(cls.member.is_null()).order_by(cls.started_at.desc(), cls.id)
        too_many = [row.id for row in strangers.offset(rules.MOST_SIGNED_OUT - 1)]
        if too_many:
            cls.delete().where(cls.id.in_(too_many)).execute()

    @classmethod
    def end_all_of(cls, member: Member) -> None:
        """End every session of somebody, on whatever machine."""
        cls.delete().where(cls.member == member.id).execute()

    @classmethod
    def clear(cls, now: datetime, absolute: timedelta) -> None:
        """Remove the rows that are over.

        A member's row stays for a while after its end: it lets nobody in, but a form that was sent too late
        still says whose typing is to be kept (D6.01).
        """
        signed_out = cls.member.is_null() & (cls.started_at <= now - rules.SIGNED_OUT_LIFE)
        over = cls.member.is_null(False) & (cls.seen_at <= now - absolute)
        cls.delete().where(signed_out | over).execute()


class Draft(Table):
    """What somebody had typed when the session was suspended, sealed, for the same person and page only."""

    member = ForeignKeyField(Member, on_delete="CASCADE", index=True)
    page = CodeField(max_length=80)
    subject = IdField(null=True)
    content = Sealed()

    class Meta:
        table_name = "drafts"
        sealed_with = ("member", "page", "subject")
        sealed_for = "drafts"

    @classmethod
    def of(cls, member: Any, page: str, subject: str | None) -> Draft | None:
        """The newest draft of this person for this page and record."""
        same = (cls.subject == subject) if subject is not None else cls.subject.is_null()
        mine = (cls.member == member.id) & (cls.page == page) & same
        return cls.select().where(mine).order_by(cls.created_at.desc()).first()

    @classmethod
    def forget(cls, member: Any, page: str, subject: str | None) -> None:
        """Remove what was kept for this page and record."""
        same = (cls.subject == subject) if subject is not None else cls.subject.is_null()
        cls.delete().where((cls.member == member.id) & (cls.page == page) & same).execute()

    @classmethod
    def clear(cls, now: datetime) -> None:
        """Remove what waited too long."""
        cls.delete().where(cls.created_at <= now - rules.DRAFT_LIFE).execute()


class SignInAttempt(Table):
    """A refused attempt, by keyed hashes of the typed name and the address, to slow guessing (D6.09)."""

    at = DateTimeField(default=clock.now, index=True)
    name_hash = CodeField(max_length=64, index=True)
    address_hash = CodeField(max_length=64, index=True)

    class Meta:
        table_name = "sign_in_attempts"

    @classmethod
    def times(
        cls, *, since: datetime, name_hashes: Iterable[str] = (), address_hash: str | None = None
    ) -> list[datetime]:
        """When there were attempts on any of these names, or from this address."""
        which = cls.name_hash.in_(list(name_hashes))
        if address_hash is not None:
            which = cls.address_hash == address_hash
        return [row.at for row in cls.select(cls.at).where(which & (cls.at > since))]

    @classmethod
    def forget(cls, name_hashes: Iterable[str]) -> None:
        """Begin to count anew, because the right password was shown."""
        cls.delete().where(cls.name_hash.in_(list(name_hashes))).execute()

    @classmethod
    def clear(cls, now: datetime) -> None:
        """Remove the attempts that count no more."""
        cls.delete().where(cls.at <= now - rules.REMEMBERED).execute()


def names_of(ids: Iterable[str] | None = None) -> dict[str, str]:
    """The names of these members, or (None) of all who have ever been in one of the service's groups, by id."""
    if ids is None:
        return {member.id: member.name for member in Member.all_in_groups()}
    wanted = set(ids)
    if not wanted:
        return {}
    return {member.id: member.name for member in _named(wanted)}


@written
def _named(ids: set[str]) -> ModelSelect[Member]:
    return Member.select(Member.id, Member.name).where(among(Member.id, ids))


def account_hash(typed: str) -> str:
    """The keyed hash of the account that a typed name means."""
    return keys.mac("account", rules.account_of(typed).encode("utf-8", "replace"))
