"""`flask --app wsgi markup clean`: what the leaflet form does to a text, on standard input and output."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from ppsweb.markup.cleaning import clean
from ppsweb.markup.limits import BYTES, TooMuch

TOO_LONG = f"The text is more than {BYTES // 1024} kB long. Shorten it or make two leaflets of it."

cli = AppGroup("markup", help="The markup of leaflets.")


@cli.command("clean")
def clean_command() -> None:
    """Clean HTML from standard input; what was altered is told on standard error."""
    source = sys.stdin.buffer.read(BYTES + 1)
    if len(source) > BYTES:
        # cut off here, perhaps inside a letter: to say that it is not UTF-8 would be wrong
        raise click.ClickException(TOO_LONG)
    try:
        cleaned = clean(source.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"The text is not UTF-8 (byte {error.start + 1}).") from error
    except TooMuch as error:
        raise click.ClickException(error.reason) from error
    for sentence in cleaned.changes:
        click.echo(sentence, err=True)
    click.echo(cleaned.html)
