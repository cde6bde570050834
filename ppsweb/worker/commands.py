"""Commands of the worker: run it, or do one round by hand."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from ppsweb.worker import queue

cli = AppGroup("worker", help="The worker that renders, sends and tidies.")


@cli.command("run")
@click.option("--workers", default=1, show_default=True, help="Threads beside the scheduler.")
def run(workers: int) -> None:
    """Run until told to stop."""
    huey = current_app.extensions["queue"]
    huey.create_consumer(workers=workers, periodic=True, check_worker_health=True).run()


@cli.command("once")
def once() -> None:
    """Do one round of all that is due."""
    queue.one_round(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo("One round done.")
