"""The site under test: its settings, its migrated database on the engine of this run, the application.

One application serves a whole run, as it does in service; before each test its database goes back to what the
migrations made. Commits are real, and there is nothing a test has to put back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
import sqlcipher3
from flask import Flask
from peewee import Database

from ppsweb import create_app, keys, rooms, settings
from ppsweb.database import database, engine, migrate
from ppsweb.deadlines import clock
from ppsweb.keys import master
from ppsweb.settings import Settings
from tests.client import Client
from tests.given.authority import Authority
from tests.given.postgres import APPLICATION, OWNER, Cluster, Emptying

SQLCIPHER, POSTGRESQL = "sqlcipher", "postgresql"


class Store(Protocol):
    """A migrated database that can be put back."""

    url: str
    owner_url: str

    def reset(self) -> None:
        """Put the database back to what the migrations made."""

    def blank(self) -> str:
        """The owner's address of another database, with nothing in it."""

    def close(self) -> None:
        """Let go of everything at the end of the run."""


class SqlCipherStore:
    """A file. SQLite's own backup puts it back (2 ms), which open connections notice, unlike a copied file."""

    owner_url = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlcipher://{folder / 'ppsweb.db'}"
        self._blanks = 0
        _migrate(f"sqlcipher://{folder / 'template.db'}")
        self._template = self._opened("template.db")

    def reset(self) -> None:
        with closing(self._opened("ppsweb.db")) as file:
            self._template.backup(file)

    def blank(self) -> str:
        self._blanks += 1
        return f"sqlcipher://{self.folder / f'blank-{self._blanks}.db'}"

    def close(self) -> None:
        self._template.close()

    def _opened(self, name: str) -> Any:
        connection = sqlcipher3.connect(self.folder / name, isolation_level=None, timeout=5)
        connection.execute(f"PRAGMA key = \"x'{keys.derive('database file').hex()}'\"")
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("PRAGMA synchronous = off")
        return connection


class PostgresStore:
    """A database whose tables belong to a role that the application does not have."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._blanks = 0
        cluster.create("ppsweb")
        self.url, self.owner_url = cluster.address("ppsweb"), cluster.address("ppsweb", OWNER)
        _migrate(self.owner_url, role=APPLICATION)
        self._emptying: Emptying | None = None

    def reset(self) -> None:
        # The queue makes its tables when the application starts, so what is to be emptied is seen only now.
        self._emptying = self._emptying or Emptying(self.cluster, "ppsweb")
        self._emptying()

    def blank(self) -> str:
        self._blanks += 1
        self.cluster.create(f"blank_{self._blanks}")
        return self.cluster.address(f"blank_{self._blanks}", OWNER)

    def close(self) -> None:
        if self._emptying is not None:
            self._emptying.close()


@pytest.fixture(scope="session")
def engine_name(pytestconfig: pytest.Config) -> str:
    """The engine of this run: `sqlcipher` or `postgresql`."""
    return str(pytestconfig.getoption("engine"))


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of the run, with a master key."""
    folder = tmp_path_factory.mktemp("instance")
    master.create(folder / "master.key")
    keys.open_ring(master.read(folder / "master.key"))
    return folder


@pytest.fixture(scope="session")
def store(engine_name: str, instance: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """The migrated database of this test process."""
    store: Store
    if engine_name == POSTGRESQL:
        store = PostgresStore(request.getfixturevalue("postgres_cluster"))
    else:
        store = SqlCipherStore(instance)
    yield store
    store.close()


@pytest.fixture(scope="session")
def ordinary_settings(store: Store, instance: Path, certificates: Authority) -> Settings:
    """Settings of an invented service, whose directory and mail relay do not answer."""
    return settings.from_values(
        {
            "mode": "test",
            "instance_folder": str(instance),
            "database_url": store.url,
            "database_owner_url": store.owner_url,
            "master_key_file": str(instance / "master.key"),
            "service_name": "Larkshire Parent Partnership",
            "council_name": "Larkshire Council",
            "controller_name": "Larkshire Council",
            "service_phone": "01632 960100",
            "service_email": "partnership@larkshire.example",
            "service_address": "The Old School; 1 Mill Lane; Larkford; LK1 1AA",
            "safeguarding_numbers": "Children's social care: 01632 960111; Out of hours: 01632 960112",
            "complaints_contact": "Data protection officer, dpo@larkshire.example",
            "public_address": "https://localhost",
            "directory_hosts": "ldaps://localhost:9",
            "directory_ca_file": str(certificates.ca),
            # the domain of tests/given/samba.py
            "directory_base": "DC=pps-test,DC=example",
            "directory_domain": "pps-test.example",
            "directory_netbios": "PPSTEST",
            "directory_account": "pps-reader@pps-test.example",
            "directory_password": "Demo-reader-2026",
            "manager_group": "CN=PPS Managers,OU=Groups,DC=pps-test,DC=example",
            "officer_group": "CN=PPS Officers,OU=Groups,DC=pps-test,DC=example",
            "leaflet_editor_group": "CN=PPS Leaflet Editors,OU=Groups,DC=pps-test,DC=example",
            "council_group": "CN=Council Staff,OU=Groups,DC=pps-test,DC=example",
            "mail_host": "localhost",
            "mail_port": "9",
            "mail_user": "relay",
            "mail_password": "the relay's password",
            "mail_ca_file": str(certificates.ca),
            "mail_sender": "documents@send.example",
            "mail_sender_name": "Documents",
            "mail_domain": "send.example",
            "trusted_proxies": "0",
            "synchronous": "off",
        }
    )


@pytest.fixture(scope="session")
def _site(ordinary_settings: Settings) -> Iterator[tuple[Flask, Any]]:
    """The application of the run, and the engine it opened."""
    app = _testing(create_app(ordinary_settings))
    own_engine = database.obj
    yield app, own_engine
    let_go(app, own_engine)


@pytest.fixture
def app(_site: tuple[Flask, Any], store: Store) -> Iterator[Flask]:
    """The application, with its database as the migrations left it and the clock as it is."""
    app, own_engine = _site
    store.reset()
    database.initialize(own_engine)
    keys.forget()
    yield app
    clock.move(timedelta())
    # the last word may be that of another application of this test
    database.obj.close_all()
    own_engine.close_all()


@pytest.fixture
def db(app: Flask) -> Iterator[Flask]:
    """Inside the application with a connection open, for tests of actions and models."""
    with app.app_context(), database.connection_context():
        yield app


@pytest.fixture
def make_app(app: Flask, ordinary_settings: Settings) -> Iterator[Callable[..., Flask]]:
    """A second application on the same database: `make_app(idle_minutes=1)`."""
    made: list[tuple[Flask, Any]] = []

    def make(**changes: Any) -> Flask:
        another = _testing(create_app(dataclasses.replace(ordinary_settings, **changes)))
        made.append((another, database.obj))
        return another

    yield make
    for each in made:
        let_go(*each)


@pytest.fixture
def blank_database(store: Store) -> Iterator[Database]:
    """The owner's connection to a database with nothing in it, for tests of the migrations themselves."""
    built: Any = engine.build(store.blank(), keys.derive("database file"), synchronous="off")
    with built.connection_context():
        yield built
    built.close_all()


@pytest.fixture
def client(app: Flask) -> Iterator[Client]:
    """Somebody at a browser who has not signed in."""
    client = Client(app)
    yield client
    client.close()


def let_go(app: Flask, own_engine: Any) -> None:
    """Close what an application opened: its database and its queue."""
    own_engine.close_all()
    app.extensions["queue"].storage.close()


def _testing(app: Flask) -> Flask:
    app.testing = True  # an error in a view reaches the test that caused it
    return app


def _migrate(address: str, *, role: str | None = None) -> None:
    """Migrate as the commands do, and close, so that a SQLCipher file is whole and can be copied."""
    rooms.import_tables()
    built: Any = engine.build(address, keys.derive("database file"), synchronous="off")
    with built.connection_context():
        migrate.up(built, role=role)
    built.close_all()
