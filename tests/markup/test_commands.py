"""`flask markup clean`: standard input to standard output, and what was altered on standard error."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask

from ppsweb.markup.commands import cli
from ppsweb.markup.limits import BYTES


def run(source: bytes) -> Result:
    app = Flask(__name__)
    app.cli.add_command(cli)
    return app.test_cli_runner().invoke(args=["markup", "clean"], input=source)


def test_clean() -> None:
    result = run("<p onclick=x>é<script>y</script></p>".encode())
    assert result.exit_code == 0
    assert result.stdout == "<p>é</p>\n"
    assert result.stderr.splitlines() == [
        "Took out tags that a leaflet cannot hold: <script>.",
        "Took out settings that a leaflet cannot hold: onclick.",
    ]


def test_its_own_output_comes_back_as_it_is() -> None:
    first = run(b"<h3>a</h3><li>b")
    again = run(first.stdout.encode())
    assert (again.stdout, again.stderr) == (first.stdout, "")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"x" * 3_000_000, "kB long"),
        (b"a" * (BYTES - 1) + "é".encode() * 10, "kB long"),
        (b"<blockquote>" * 40, "levels deep"),
        (b"a\x00", "hidden character"),
        (b"caf\xe9", "not UTF-8 (byte 4)"),
    ],
)
def test_what_is_refused_fails_with_the_reason(source: bytes, reason: str) -> None:
    result = run(source)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert reason in result.stderr
