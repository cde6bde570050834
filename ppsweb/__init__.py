"""ppsweb: the intranet site of a Parent Partnership Service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from ppsweb.settings import Settings


def create_app(given: Settings | None = None) -> Flask:
    """The site (see `ppsweb.application`), imported late: the PDF renderer uses this package without Flask."""
    from ppsweb.application import build

    return build(given)
