"""Commands of sign-in: admit the first manager, see whether the directory answers as the settings say."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from ppsweb.auth import looking_up
from ppsweb.auth.actions import membership
from ppsweb.auth.models import Member
from ppsweb.auth.staff_directory import directory
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.directory import DirectoryDown
from ppsweb.refusal import Refused

cli = AppGroup("auth", help="Sign-in: the first manager, and the directory.")


@cli.command("admit")
@click.argument("upn")
def admit(upn: str) -> None:
    """Admit UPN, who has signed in once, as the first manager.

    The directory is asked what the account is today. Everybody else is admitted by the manager, on a page.
    """
    with database.connection_context():
        member = Member.of_account(upn)
        if member is None:
            raise click.ClickException(
                "Nobody with this name has signed in yet. Sign in once, then run this again."
            )
        try:
            if not looking_up.look_up(member):
                raise click.ClickException(
                    "The directory does not have this account in the service's groups."
                )
            membership.admit_first(clock.now(), member)
        except DirectoryDown:
            raise click.ClickException("The directory does not answer. Nobody was admitted.") from None
        except Refused as refused:
            raise click.ClickException(str(refused)) from None
        click.echo(f"{member.name} is admitted as the first manager.")


@cli.command("check-directory")
def check_directory() -> None:
    """Ask the directory for the groups that the settings name: a slip in one would lock everybody out."""
    try:
        missing = directory().missing_groups()
    except DirectoryDown:
        raise click.ClickException("The directory does not answer, or refuses the service account.") from None
    if missing:
        raise click.ClickException("The directory does not have:\n" + "\n".join(missing))
    click.echo("The directory answers and has every group.")
