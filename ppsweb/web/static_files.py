"""Addresses of static files carry a hash of the content, so that a browser may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import current_app, request


@lru_cache(maxsize=256)
def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of one static file with its content's hash. Raises OSError if there is no such file."""
    digest = _digest(str(Path(current_app.static_folder or "", name)))
    return f"{current_app.static_url_path}/{name}?v={digest}"


def may_be_kept() -> bool:
    """Whether this request is for a static file by the address that changes whenever the file does."""
    return request.endpoint == "static" and len(request.args.get("v", "")) == 12
