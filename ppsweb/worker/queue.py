"""The queue: huey, which only says "look now". Everything is done every minute too, so losing it loses nothing.

Its payloads are pickles, so they are signed, and carry nothing at all: the work is in the job rows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from huey import Huey, PostgresHuey, crontab
from huey.serializer import SignedSerializer
from huey.storage import SqliteStorage

from ppsweb import keys
from ppsweb.database import database
from ppsweb.database.engine import is_postgresql
from ppsweb.settings import Settings
from ppsweb.worker import jobs

log = logging.getLogger(__name__)

_rounds: list[Callable[[], Any]] = [jobs.do_due]


def every_round(work: Callable[[], Any]) -> Callable[[], Any]:
    """Register work that every round of the worker does (the outbox, clearing of sessions)."""
    if work not in _rounds:
        _rounds.append(work)
    return work


def init_app(app: Flask, settings: Settings) -> None:
    """Open the queue beside the database and register its one task."""
    serializer = SignedSerializer(secret=keys.derive("queue").hex(), salt="ppsweb")
    if is_postgresql(database):
        huey = _on_postgresql(_in_own_schema(settings.database_url), serializer)
    else:
        path = Path(settings.instance_folder, "queue.db")
        huey = Huey("ppsweb", storage_class=_InFile, filename=str(path), serializer=serializer, results=False)

    @huey.task(name="look")
    def look() -> None:
        one_round(app)

    @huey.periodic_task(crontab(minute="*"), name="every_minute")
    def every_minute() -> None:
        one_round(app)

    app.extensions["queue"] = huey
    app.extensions["look"] = look


def look_now() -> None:
    """Say "look now" once the transaction at hand has committed. A queue that fails costs a minute, not a job."""
    from flask import current_app, has_app_context

    if not has_app_context() or "look" not in current_app.extensions:
        return
    try:
        current_app.extensions["look"].schedule(delay=1)
    except Exception as error:
        log.warning("the queue did not answer (%s); the next round finds the job", type(error).__name__)


def one_round(app: Flask) -> None:
    """Do all that is due, each kind of work on its own so that one failure stops no other."""
    with app.app_context(), database.connection_context():
        for work in list(_rounds):
            try:
                work()
            except Exception as error:
                log.error("a round of %s failed with %s", work.__module__, type(error).__name__)
            finally:
                keys.forget()


class _InFile(SqliteStorage):
    """The queue in a file of its own. Whoever deletes the file loses nothing: the next connection makes its tables."""

    def _create_connection(self) -> Any:
        connection = super()._create_connection()
        for statement in self.ddl:
            connection.execute(statement)
        return connection


def _in_own_schema(address: str) -> str:
    """The queue's tables stand in a schema of their own, the only one in which this role may make any."""
    return address + ("&" if "?" in address else "?") + "options=-csearch_path%3Dqueue"


def _on_postgresql(address: str, serializer: SignedSerializer) -> Huey:
    """The queue in PostgreSQL. Its schema is made by the first migration, which needs the site to be built: until
    then the queue has no tables, and nothing is lost by that.
    """
    with psycopg.connect(address) as connection:
        there = (
            connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'queue'").fetchone() is not None
        )
    if not there:
        log.warning("the queue has no tables yet; run `database migrate`")
    return PostgresHuey("ppsweb", dsn=address, serializer=serializer, results=False, create_tables=there)
