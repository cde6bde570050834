"""`flask --app wsgi deadlines check FILE.json`: do the rules give the dates that a file expects?

Only click is imported: the rules are pure, and so is the way to check them.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from ppsweb.deadlines.calendars import known
from ppsweb.deadlines.checking import BadFile, check


@click.group("deadlines", help="Statutory dates: check the rules against a file of cases.")
def cli() -> None:
    """The commands of this room."""


@cli.command("check", help="Work out every case of FILE.json and print each date that does not agree.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_file(file: Path) -> None:
    """Print every mismatch and the number of matches; end non-zero on any mismatch or an unreadable file."""
    try:
        results = list(check(json.loads(file.read_text(encoding="utf-8")), known(())))
    except (BadFile, ValueError) as wrong:
        raise click.ClickException(f"{file} cannot be checked. {wrong}") from None
    wrong_cases = [each for each in results if each.mismatches]
    for case in wrong_cases:
        given = ", ".join(f"{name} {value}" for name, value in case.inputs.items())
        for mismatch in case.mismatches:
            click.echo(f"Case {case.number}, {case.rule} ({given}): {mismatch}")
    click.echo(f"{len(results) - len(wrong_cases)} of {len(results)} cases match.")
    if wrong_cases:
        raise click.exceptions.Exit(1)
