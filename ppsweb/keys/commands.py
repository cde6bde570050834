"""Commands of the keys: make a master key, print the recovery sheet, come back from it."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask.cli import AppGroup

from ppsweb import settings
from ppsweb.keys import master
from ppsweb.keys.ring import Ring

cli = AppGroup("keys", help="The master key and its recovery sheet.")


@cli.command("recovery-sheet")
def recovery_sheet() -> None:
    """Print the master key for the service's own cabinet."""
    current = settings.current()
    secret = master.read(Path(current.master_key_file))
    click.echo(f"{current.service_name}: recovery sheet\n")
    click.echo("Whoever holds this sheet can open every file of the service. Keep it in the service's own")
    click.echo("locked cabinet, in a sealed envelope, and nowhere else. Do not photograph or e-mail it.\n")
    click.echo("\n".join(master.to_sheet(secret)))
    click.echo(f"\nName of this key: {Ring(secret).fingerprint()}")


@cli.command("from-sheet")
@click.argument("path", type=click.Path(path_type=Path, exists=False))
def from_sheet(path: Path) -> None:
    """Type the sheet's four lines to make the master key file PATH again."""
    lines = [click.prompt(f"Line {number}") for number in range(1, 5)]
    try:
        secret = master.from_sheet(lines)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except (master.MasterKeyRefused, FileExistsError) as refused:
        raise click.ClickException(str(refused)) from None
    with os.fdopen(handle, "w") as file:
        file.write(secret.hex() + "\n")
    click.echo(f"Written. Name of this key: {Ring(secret).fingerprint()}")
