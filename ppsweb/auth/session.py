"""The session: a row in the database, and in the browser nothing but a random token (D6.02, D6.07).

The row holds the token's hash, sealed data and a code over all of it, so neither a copy of the table nor a row
written into it lets anybody in. It is read when something first asks for it, so that a file or an error page
needs no database. A row that is absent, forged or over is no session at all.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from flask import Flask, Request, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from peewee import DatabaseError

from ppsweb.auth import rules
from ppsweb.auth.models import Member, Session
from ppsweb.database import Stale
from ppsweb.deadlines import clock
from ppsweb.settings import Settings

COOKIE = "__Host-ppsweb"
TOKEN_BYTES = 32
TOKEN_LENGTH = 43  # of 32 bytes in base64 without padding

log = logging.getLogger(__name__)
_json = TaggedJSONSerializer()


def new_token() -> str:
    """256 random bits: no session can be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """What the row keeps of a token. A random token needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_row(token: str, member: Member | None, data: dict[str, Any]) -> Session:
    """Write the row of a new session. For a member: call it inside the act of signing in."""
    row = Session(token_hash=hash_of(token), member=member, data=packed(data))
    if member is not None:
        row.checked_at = row.started_at
    else:
        Session.make_room()
    return row.signed().insert_new()


def packed(data: dict[str, Any]) -> bytes:
    return _json.dumps(data).encode()


class ServerSession(SessionMixin):
    """What Flask calls the session: a dictionary, read from the row when it is first looked into."""

    modified = False
    accessed = False

    def __init__(self, token: str | None, settings: Settings) -> None:
        self._token = token
        self._settings = settings
        self._data: dict[str, Any] | None = None
        self._row: Session | None = None
        #: the genuine row of a session that is over: it opens nothing, but says whose typing this was
        self.over: Session | None = None
        self.new_cookie: str | None = None

    @property
    def row(self) -> Session | None:
        """The row behind this session; None for a stranger who has not been given one."""
        self._read()
        return self._row

    @property
    def member(self) -> Member | None:
        """Whose session it is."""
        return self.row.member if self.row is not None else None

    @property
    def held(self) -> dict[str, Any]:
        """What it holds, or held until it was over."""
        data = self._read()
        return data if self.over is None else cast(dict[str, Any], _json.loads(self.over.data))

    def _read(self) -> dict[str, Any]:
        if self._data is None:
            self.accessed = True
            # first of all: if the database does not answer, the browser keeps its token
            row = Session.of_token(hash_of(self._token)) if self._token else None
            self._data = {}
            if row is not None and self._is_over(row):
                self.over = row
            elif row is not None:
                self._row, self._data = row, _json.loads(row.data)
        return self._data

    def _is_over(self, row: Session) -> bool:
        return rules.is_over(
            signed_in=row.member_id is not None,
            started_at=row.started_at,
            seen_at=row.seen_at,
            now=clock.now(),
            idle=timedelta(minutes=self._settings.idle_minutes),
            absolute=timedelta(hours=self._settings.absolute_hours),
        )

    def adopt(self, token: str, row: Session) -> None:
        """Go on as this new session; the one before it is over, with all it held (no session fixation)."""
        self.end()
        self._row, self._data, self.new_cookie = row, _json.loads(row.data), token

    def end(self) -> None:
        """Delete the row: the token is worth nothing from here on, wherever it has been copied to (D6.02)."""
        self._read()
        for row in (self._row, self.over):
            if row is not None:
                Session.delete_by_id(row.id)
        self._row, self.over, self._data, self.modified = None, None, {}, False

    def save(self) -> None:
        """Write what has changed: data when it did, the time of last use at most every SEEN_EVERY."""
        if self._data is None:
            return
        if self._row is None:
            if self.modified and self._data:
                self.new_cookie = new_token()
                self._row = open_row(self.new_cookie, None, self._data)
        elif self.modified:
            self._row.data = packed(self._data)
            self._write(self._row, again=True)
        elif self._row.member_id is not None and clock.now() >= self._row.seen_at + rules.SEEN_EVERY:
            try:
                self._write(self._row)
            except DatabaseError as error:
                # a page is not lost for this: the session ends a little earlier, and the numbers to ring are seen
                log.warning("the last use of a session was not written: %s", type(error).__name__)

    def touch(self) -> None:
        """Count this moment as use, whatever was written lately."""
        if self.row is not None:
            self._write(self.row)

    def checked(self) -> None:
        """The directory has just said that the member still belongs."""
        if self.row is not None:
            self.row.checked_at = clock.now()
            self._write(self.row)

    def _write(self, row: Session, *, again: bool = False) -> None:
        """Write the row. A row that is gone stays gone, and one that was changed by hand ends the session.

        Another request of the same browser may have been faster: its time of use will do, but changed data
        (`again`) is written over the row as it is now.
        """
        row.seen_at = clock.now()
        try:
            row.signed().save_changed()
        except Stale:
            newer = Session.of_token(row.token_hash)
            if newer is None:
                self.end()
            elif again:
                newer.data, newer.seen_at = packed(self._data or {}), row.seen_at
                newer.signed().save_changed()
                self._row = newer

    @property
    def should_drop_cookie(self) -> bool:
        """The browser holds a token that opens nothing."""
        return self._data is not None and self._token is not None and self._row is None

    def __getitem__(self, name: str) -> Any:
        return self._read()[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._read()[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self._read()[name]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


class RowSessions(SessionInterface):
    """Tells Flask to keep sessions in rows."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(COOKIE)
        return ServerSession(token if token and len(token) == TOKEN_LENGTH else None, self._settings)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        session = cast(ServerSession, session)
        session.save()
        if session.accessed:
            response.vary.add("Cookie")
        if session.new_cookie is not None:
            # Strict: no other site's link or form carries the session (docs/decisions)
            response.set_cookie(
                COOKIE, session.new_cookie, secure=True, httponly=True, samesite="Strict", path="/"
            )
        elif session.should_drop_cookie and session.over is None:
            response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Strict", path="/")
