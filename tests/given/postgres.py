"""A throw-away PostgreSQL cluster with the live site's two roles: one owns the tables, the other uses them.

The application under test is never the owner, so that what only an owner could do (switch a guard off,
change a table) fails in the tests as it would in service. The cluster listens on a socket in a folder that
nobody else can enter, and not on the network.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from tests.given import NotInstalled

OWNER, APPLICATION, ADMINISTRATOR = "ppsweb_owner", "ppsweb", "postgres"

# Nothing here has to survive a power cut, and every test waits for its commits.
QUICK = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
}


class Cluster:
    """A running cluster; addresses are what `database_url` and `database_owner_url` take."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def address(self, name: str, role: str = APPLICATION) -> str:
        """The address of a database for a role: the application's own, unless another is named."""
        return f"postgresql://{role}@/{name}?host={self.folder}"

    @contextmanager
    def connected(self, name: str = "postgres", role: str = ADMINISTRATOR) -> Iterator[psycopg.Connection]:
        """A connection beside the application's, in which each statement is its own transaction."""
        with psycopg.connect(self.address(name, role), autocommit=True) as connection:
            yield connection

    def create(self, name: str, template: str = "template1") -> None:
        """A new database of the owner's; as a copy of `template` it takes as long as a few tests."""
        self._run("CREATE DATABASE {} OWNER {} TEMPLATE {}", name, OWNER, template)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: LiteralString, *names: str) -> None:
        with self.connected() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class Emptying:
    """Puts a database back to what it held when this was made, in a few milliseconds.

    It deletes instead of truncating: almost every table is empty, and truncating makes new files for all of
    them (2 ms against 60 for 45 tables; a fresh copy of the template takes 70 to 500). It does so as the
    administrator and as a replica, for whom guards and foreign keys are silent, because the audit rightly
    cannot be deleted otherwise. Open connections of the application stay usable.
    """

    def __init__(self, cluster: Cluster, name: str) -> None:
        self.connection = psycopg.connect(cluster.address(name, ADMINISTRATOR), autocommit=True)
        # A test that leaves a transaction open is told so, instead of hanging the run.
        self.connection.execute("SET session_replication_role = replica; SET lock_timeout = '5s'")
        self.connection.execute("CREATE SCHEMA kept")
        tables = [
            sql.Identifier(*row)
            for row in self.connection.execute(
                "SELECT schemaname, tablename FROM pg_tables "
                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'kept') ORDER BY 1, 2"
            ).fetchall()
        ]
        steps: list[sql.Composed] = [sql.SQL("DELETE FROM {}").format(table) for table in tables]
        steps += [self._keep(number, table) for number, table in enumerate(tables) if self._holds_rows(table)]
        self.statement = sql.SQL("; ").join(steps)

    def __call__(self) -> None:
        with self.connection.transaction():
            self.connection.execute(self.statement)

    def close(self) -> None:
        self.connection.close()

    def _holds_rows(self, table: sql.Identifier) -> bool:
        row = self.connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(table)).fetchone()
        return row is not None and bool(row[0])

    def _keep(self, number: int, table: sql.Identifier) -> sql.Composed:
        """Copy a table that is not empty aside; the answer is how to fill it again."""
        kept = sql.Identifier("kept", f"table_{number}")
        self.connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(kept, table))
        columns = sql.SQL(", ").join(
            sql.Identifier(row[0])
            for row in self.connection.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass "
                "AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
                [table.as_string(self.connection)],
            ).fetchall()
        )
        return sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}").format(
            table, columns, columns, kept
        )


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a cluster in a new folder, make the two roles, and remove all of it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pps-pg-"))
    prefix = _without_privileges(folder)
    try:
        _initialise(folder, prefix)
        with _started(folder, prefix):
            running = Cluster(folder)
            with running.connected() as connection:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN; CREATE ROLE {APPLICATION} LOGIN")
            yield running
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """The cluster of this test process."""
    with cluster() as running:
        yield running


def _program(name: str) -> str:
    """The newest installed server's program; Debian keeps them off the PATH."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3])
    )
    found = str(folders[-1]) if folders else shutil.which(name)
    if found is None:
        raise NotInstalled(f"PostgreSQL ({name})", "postgresql")
    return found


def _without_privileges(folder: Path) -> list[str]:
    """PostgreSQL refuses root: then it runs as Debian's postgres, who is given the folder.

    Either way the server is told to stop when the tests die, whatever kills them.
    """
    prefix = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        prefix += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return prefix


def _initialise(folder: Path, prefix: list[str]) -> None:
    subprocess.run(
        [
            *prefix,
            _program("initdb"),
            *("--pgdata", folder / "data"),
            *("--username", ADMINISTRATOR, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"),
            *("--no-sync", "--no-instructions"),
        ],
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def _started(folder: Path, prefix: list[str]) -> Iterator[None]:
    """Run the server, from the line that says it accepts connections to its end."""
    options = [part for name, value in QUICK.items() for part in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        [*prefix, _program("postgres"), "-D", str(folder / "data"), "-k", str(folder), *options],
        cwd="/",
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_MESSAGES": "C"},
        # Ctrl-C is for the tests, which then stop the server themselves.
        start_new_session=True,
    )
    assert process.stderr is not None
    with process.stderr as said:
        lines = []
        for line in said:
            lines.append(line)
            if "ready to accept connections" in line:
                break
        else:
            raise RuntimeError("PostgreSQL did not start:\n" + "".join(lines))
        # The rest, statements that failed as tests meant them to, is read so that the pipe never fills.
        reader = threading.Thread(target=lambda: [None for _ in said])
        reader.start()
        try:
            yield
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(30)
            reader.join()
