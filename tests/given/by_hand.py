"""`flask …` as a process of its own, with the settings of the run, for tests that end it or read what it says."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from ppsweb.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]


def started(settings: Settings, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """The process, just started. Nothing of this site's settings comes from the environment of the run."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    own = {
        PREFIX + each.name.upper(): _text(getattr(settings, each.name))
        for each in dataclasses.fields(settings)
    }
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        cwd=ROOT, env=others | own | environment, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)
