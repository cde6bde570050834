"""Commands of the database: migrate up and down, show the state."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from ppsweb import settings
from ppsweb.database import engine, migrate
from ppsweb.keys import derive

cli = AppGroup("database", help="The database: migrations and their state.")


def _owner():
    """The engine that may change tables: on PostgreSQL the owner's, else the application's own."""
    current = settings.current()
    return engine.build(current.database_owner_url or current.database_url, derive("database file"))


@cli.command("migrate")
@click.option("--to", "target", help="Stop after this migration.")
def migrate_up(target: str | None) -> None:
    """Apply the migrations that are pending."""
    current = settings.current()
    role = engine.role_of(current.database_url) if current.database_owner_url else None
    owner = _owner()
    with owner.connection_context():
        done = migrate.up(owner, target, role=role)
    click.echo("\n".join(done) if done else "Nothing to do: the database is up to date.")


@cli.command("back")
@click.option("--to", "target", help="Go back through this migration.")
@click.confirmation_option(prompt="Going back can lose data. Have you made a backup?")
def migrate_down(target: str | None) -> None:
    """Revert the newest migration, or all back through one."""
    owner = _owner()
    with owner.connection_context():
        click.echo("\n".join(migrate.down(owner, target)))


@cli.command("status")
def status() -> None:
    """Which migrations are applied, which are pending."""
    owner = _owner()
    with owner.connection_context():
        for each in migrate.runner(owner).status():
            click.echo(f"{each.name}  {'applied' if each.applied else 'pending'}")
