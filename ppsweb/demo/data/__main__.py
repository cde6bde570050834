"""`python -m ppsweb.demo.data`: migrate the database that the settings name, and fill it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ppsweb import create_app, settings
from ppsweb.database import database, migrate
from ppsweb.demo.data.loading import load
from ppsweb.demo.directory import DemoRefused

ROOT = Path(__file__).parents[3]


def main() -> None:
    """Leaves one whole file, without a log beside it, so that it can be given its name. Raises DemoRefused."""
    current = settings.load(ROOT)
    if not current.demo:
        raise DemoRefused("Invented data belongs to the training copy.")
    app = create_app(current)
    built: Any = database.obj
    with app.app_context(), built.connection_context():
        migrate.up(built)
        load(Path(current.instance_folder))
        built.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    built.close_all()


if __name__ == "__main__":
    main()
