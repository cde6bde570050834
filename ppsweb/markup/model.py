"""What a leaflet's text consists of once it is read: blocks, and lines of runs inside them.

Text inside a block is flat (a run knows its own emphasis and link), so a link can hold nothing but text and
nesting cannot go wrong; `writing` knows how to write these shapes and no others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Style:
    strong: bool = False
    em: bool = False
    href: str | None = None
    link_title: str | None = None
    abbr: str | None = None


@dataclass(frozen=True)
class Run:
    text: str
    style: Style = Style()


@dataclass(frozen=True)
class Break:
    """A new line inside a block."""


Inline: TypeAlias = Run | Break
Line: TypeAlias = tuple[Inline, ...]


@dataclass
class Paragraph:
    line: Line


@dataclass
class Heading:
    level: int
    line: Line


@dataclass
class Item:
    parts: list[Line | List]


@dataclass
class List:
    ordered: bool
    items: list[Item]


@dataclass
class Quote:
    blocks: list[Block]


@dataclass
class Cell:
    line: Line
    heading: bool = False


@dataclass
class Table:
    """A plain grid, every row as wide as the others; a heading heads its column in `head`, else its row."""

    caption: Line = ()
    head: list[Cell] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


Block: TypeAlias = Paragraph | Heading | List | Quote | Table
