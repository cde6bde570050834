"""`python -m ppsweb.demo.directory FOLDER [--port PORT]`: the demo directory in a process of its own.

It asks the settings which mode this is, as the mail catcher does: a site in service has its mode in a file, and lets
nobody in by passwords that stand in the source.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ppsweb import settings
from ppsweb.demo.directory.server import PORT, DemoDirectoryConfig, serve

ROOT = Path(__file__).parents[3]

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The training copy's directory, on this machine only.")
    parser.add_argument("folder", type=Path, help="where its certificate is kept")
    parser.add_argument("--port", type=int, default=PORT)
    given = parser.parse_args()
    serve(DemoDirectoryConfig(given.folder, settings.load(ROOT).mode, port=given.port))
