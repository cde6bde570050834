"""From a database address to a connected engine: SQLCipher for one machine, PostgreSQL for a council's server."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from peewee import Database, DatabaseProxy, PostgresqlDatabase
from playhouse.pool import PooledPostgresqlDatabase, _PooledSqliteDatabase
from playhouse.sqlcipher_ext import SqlCipherDatabase

PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    # or INSERT OR REPLACE deletes a row without asking the guard that refuses it
    "recursive_triggers": 1,
    "secure_delete": 1,
    "synchronous": "full",
    "busy_timeout": 5000,
    "temp_store": "memory",
    "cache_size": -16000,
}


class PooledSqlCipherDatabase(_PooledSqliteDatabase, SqlCipherDatabase):
    """SQLCipher with connections kept open, so that decrypted pages are read once."""


class UnknownEngine(ValueError):
    """The address names neither SQLCipher nor PostgreSQL."""


def build(address: str, file_key: bytes, *, synchronous: str = "full") -> Database:
    """An engine for `sqlcipher:///PATH` (opened with the raw 32-byte `file_key`) or `postgresql://…`.

    Nothing is opened yet. Raises UnknownEngine: an unencrypted SQLite file has no address here (C4).
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlcipher":
        return PooledSqlCipherDatabase(
            unquote(parts.path),
            passphrase=f"x'{file_key.hex()}'",
            pragmas={**PRAGMAS, "synchronous": synchronous},
            lock_type="IMMEDIATE",
            # the pool gives a connection to one thread at a time, but not always to the same one
            check_same_thread=False,
            max_connections=32,
            timeout=10,
        )
    if parts.scheme == "postgresql":
        options = _options(parts.query)
        return PooledPostgresqlDatabase(
            unquote(parts.path.lstrip("/")),
            host=options.pop("host", parts.hostname),
            port=parts.port,
            user=unquote(parts.username or ""),
            password=unquote(parts.password) if parts.password else None,
            prefer_psycopg3=True,
            max_connections=32,
            stale_timeout=300,
            timeout=10,
            **{"application_name": "ppsweb", **options},
        )
    raise UnknownEngine("The database address begins with sqlcipher:/// or postgresql://.")


def _options(query: str) -> dict[str, str]:
    """What libpq is told besides, such as `sslmode=verify-full&sslrootcert=/…` or the socket's folder as `host`.

    Raises UnknownEngine for what has its place before the question mark: it would be said twice.
    """
    options = dict(parse_qsl(query, strict_parsing=bool(query)))
    if twice := sorted({"dbname", "user", "password", "port"} & options.keys()):
        raise UnknownEngine(f"The database address says {', '.join(twice)} before the question mark.")
    return options


def role_of(address: str) -> str:
    """The role name in a PostgreSQL address, checked to be a plain name because it goes into a GRANT."""
    role = unquote(urlsplit(address).username or "")
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
        raise UnknownEngine("The database role is a plain lower-case name.")
    return role


def is_postgresql(database: Database | DatabaseProxy) -> bool:
    """Whether this engine (or the proxy in front of it) is PostgreSQL."""
    return isinstance(getattr(database, "obj", database), PostgresqlDatabase)


def file_of(address: str) -> Path | None:
    """The file of a SQLCipher address, None for PostgreSQL."""
    parts = urlsplit(address)
    return Path(unquote(parts.path)) if parts.scheme == "sqlcipher" else None
