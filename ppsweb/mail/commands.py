"""Commands of mail: one round of the outbox by hand, and reading what came back.

`flask outbox send` hangs on the room's blueprint (views.py), `flask mail bounces` stands here.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from ppsweb import settings
from ppsweb.database import database
from ppsweb.mail.config import from_settings
from ppsweb.mail.returning import LARGEST, Came, Taken, take_maildir, take_message
from ppsweb.mail.sending import send_due
from ppsweb.mail.wording import STATES

cli = AppGroup("mail", help="Mail: what came back.")

#: EX_TEMPFAIL of sysexits.h: the mail server that pipes a message keeps it
KEEP_IT = 75

CAME = {
    Came.HARD: "did not arrive; the address is no longer verified",
    Came.RETURNED: "did not arrive; the address stays verified",
    Came.DELAYED: "still being tried by the mail servers",
    Came.NOTHING: "automatic replies and good news, thrown away",
    Came.FOR_A_PERSON: "not understood, left for a person to read",
}


@click.command("send")
@with_appcontext
def send() -> None:
    """Send whatever is due: one round, by hand."""
    with database.connection_context():
        done = send_due()
    for state, count in sorted(done.came_to.items()):
        click.echo(f"{count} {STATES[state].lower()}")
    if not done.came_to:
        click.echo("Nothing is due.")


@cli.command("bounces")
@click.option(
    "--maildir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read every message of this maildir. Without it, one message from standard input.",
)
def bounces(maildir: Path | None) -> None:
    """Read what came back to the return path.

    Messages of a maildir that are understood are deleted; the others stay for a person. Of standard input nothing
    stays here: what is not understood ends with status 75, at which a mail server keeps the message and tries again.
    """
    config = from_settings(settings.current())
    with database.connection_context():
        if maildir is not None:
            taken = take_maildir(maildir, config)
        else:
            taken = Taken()
            data = sys.stdin.buffer.read(LARGEST + 1)
            taken.count(take_message(data, config) if len(data) <= LARGEST else Came.FOR_A_PERSON)
    for came, count in sorted(taken.came.items()):
        click.echo(f"{count} {CAME[came]}")
    if not taken.came:
        click.echo("Nothing came back.")
    if maildir is None and Came.FOR_A_PERSON in taken.came:
        sys.exit(KEEP_IT)
