"""`python -m ppsweb.demo.directory FOLDER [--port PORT]`: the demo directory in a process of its own."""

from __future__ import annotations

import argparse
from pathlib import Path

from ppsweb.demo.directory.server import PORT, DemoDirectoryConfig, serve

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The training copy's directory, on this machine only.")
    parser.add_argument("folder", type=Path, help="where its certificate is kept")
    parser.add_argument("--port", type=int, default=PORT)
    given = parser.parse_args()
    serve(DemoDirectoryConfig(given.folder, "demo", port=given.port))
