"""The throw-away cluster: the application's role is not the owner, and emptying leaves what a migration put in."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.given.postgres import OWNER, Cluster, Emptying


@pytest.fixture
def copy(postgres_cluster: Cluster) -> Iterator[str]:
    """A database as a migration leaves it: a table with two rows, one without, a guard on both."""
    postgres_cluster.create("ground_template")
    with postgres_cluster.connected("ground_template", OWNER) as owner:
        owner.execute(
            "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'never'; END$$"
        )
        for table in ("kinds", "acts"):
            owner.execute(f"CREATE TABLE {table} (id int PRIMARY KEY, words text)")
            owner.execute(f"CREATE TRIGGER never BEFORE DELETE ON {table} EXECUTE FUNCTION never()")
        owner.execute("ALTER TABLE acts ADD FOREIGN KEY (id) REFERENCES kinds")
        owner.execute("INSERT INTO kinds VALUES (1, 'one'), (2, 'two')")
        owner.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ppsweb")
    postgres_cluster.create("ground_copy", "ground_template")
    yield "ground_copy"
    postgres_cluster.drop("ground_copy")
    postgres_cluster.drop("ground_template")


def test_emptying_goes_back_to_the_migrated_state_past_every_guard(
    postgres_cluster: Cluster, copy: str
) -> None:
    with psycopg.connect(postgres_cluster.address(copy), autocommit=True) as application:
        empty = Emptying(postgres_cluster, copy)
        application.execute("INSERT INTO kinds VALUES (3, 'three'); INSERT INTO acts VALUES (3, 'done')")
        application.execute("UPDATE kinds SET words = 'changed' WHERE id = 1")
        with pytest.raises(psycopg.errors.RaiseException, match="never"):
            application.execute("DELETE FROM acts")
        empty()
        assert application.execute("SELECT * FROM kinds ORDER BY id").fetchall() == [(1, "one"), (2, "two")]
        assert application.execute("SELECT * FROM acts").fetchall() == []
        empty.close()


def test_a_transaction_left_open_is_named_and_does_not_hang(postgres_cluster: Cluster, copy: str) -> None:
    empty = Emptying(postgres_cluster, copy)
    empty.connection.execute("SET lock_timeout = '50ms'")
    with psycopg.connect(postgres_cluster.address(copy)) as forgotten:
        forgotten.execute("LOCK TABLE kinds")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            empty()
    empty()
    empty.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (i int)",
        "ALTER TABLE acts DISABLE TRIGGER never",
        "DROP TRIGGER never ON acts",
        "TRUNCATE acts",
        "SET session_replication_role = replica",
    ],
)
def test_the_applications_role_cannot_do_what_an_owner_can(
    postgres_cluster: Cluster, copy: str, statement: str
) -> None:
    with (
        psycopg.connect(postgres_cluster.address(copy), autocommit=True) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(statement)
    # the same statement is good SQL for the administrator
    with postgres_cluster.connected(copy) as administrator:
        administrator.execute(statement)
