"""Commands of the keys: print the recovery sheet. (`python -m ppsweb.keys` makes a key and comes back from it.)"""

from __future__ import annotations

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
