"""The only files that a drawing may use: our own, read into memory once and named `asset:<path below static/>`."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
SCHEME = "asset:"
FONT = "fonts/SourceSans3-Regular.ttf"
BASE = "base"

MEDIA_TYPES = {".ttf": "font/ttf", ".css": "text/css", ".jpg": "image/jpeg", ".png": "image/png"}


def all_of_ours() -> dict[str, tuple[str, bytes]]:
    """Media type and bytes of every font, print sheet and picture, by name."""
    return {
        path.relative_to(STATIC).as_posix(): (MEDIA_TYPES[path.suffix], path.read_bytes())
        for folder in ("fonts", "print")
        for path in sorted((STATIC / folder).rglob("*"))
        if path.suffix in MEDIA_TYPES
    }


def styles() -> list[str]:
    """The names of the print sheets: static/print/<name>.css, without what they share."""
    return sorted(path.stem for path in (STATIC / "print").glob("*.css") if path.stem != BASE)


def read(name: str) -> bytes:
    """One of our files."""
    return (STATIC / name).read_bytes()
