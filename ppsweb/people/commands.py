"""Commands of the clients' files: count from when each child decides, for those named before that was kept."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from ppsweb.database import database
from ppsweb.people.models import NamedPerson, Relation
from ppsweb.people.rules import decides_from

cli = AppGroup("people", help="Clients' files.")


@cli.command("count-ages")
def count_ages() -> None:
    """Work out from when each child decides for themself, where it is not kept yet. Run once, after an upgrade."""
    with database.connection_context(), database.atomic():
        waiting = NamedPerson.select().where(
            NamedPerson.relation == Relation.CHILD,
            NamedPerson.born_on.is_null(False),
            NamedPerson.decides_from.is_null(),
        )
        counted = 0
        for child in waiting:
            child.decides_from = decides_from(child.born_on)
            child.save_changed()
            counted += 1
    click.echo(f"Worked out for {counted} children.")
