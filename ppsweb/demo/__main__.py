"""`python -m ppsweb.demo`: what `make run` does. `flask --app wsgi` would need the settings that are made here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ppsweb.demo import running
from ppsweb.demo.directory import DemoRefused
from ppsweb.keys.master import MasterKeyRefused
from ppsweb.settings import SettingsRefused

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Run the training copy; answers the status with which the command ends."""
    try:
        return running.run(ROOT, dict(os.environ))
    except (DemoRefused, SettingsRefused, MasterKeyRefused) as refused:
        click.echo(str(refused), err=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
