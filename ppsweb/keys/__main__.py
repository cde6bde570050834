"""`python -m ppsweb.keys`: what has to work before the site can start, because it has no key yet."""

from __future__ import annotations

from pathlib import Path

import click

from ppsweb.keys import master
from ppsweb.keys.ring import Ring


@click.group(help="The master key: make one, or make it again from the recovery sheet.")
def cli() -> None:
    """The group of both commands."""


@cli.command("new")
@click.argument("path", type=click.Path(path_type=Path))
def new(path: Path) -> None:
    """Make a new master key in the new file PATH."""
    try:
        master.create(path)
    except master.MasterKeyRefused as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"Written. Name of this key: {Ring(master.read(path)).fingerprint()}")


@cli.command("from-sheet")
@click.argument("path", type=click.Path(path_type=Path))
def from_sheet(path: Path) -> None:
    """Type the sheet's four lines to make the master key file PATH again."""
    lines = [click.prompt(f"Line {number}") for number in range(1, 5)]
    try:
        secret = master.from_sheet(lines)
        master.create(path, secret)
    except master.MasterKeyRefused as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"Written. Name of this key: {Ring(secret).fingerprint()}")


if __name__ == "__main__":
    cli()
