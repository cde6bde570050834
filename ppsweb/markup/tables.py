"""Tables as plain grids: every row as wide as the others, every heading cell with something to head.

A heading across columns, a row header without scope and a heading with no cell below it all fail PDF/UA-1 7.5
and 7.2; spanning cells are therefore written out in each place that they covered.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ppsweb.markup import limits
from ppsweb.markup.changes import Changes
from ppsweb.markup.lines import flattened, joined, row_line
from ppsweb.markup.model import Block, Cell, Line, Paragraph, Style, Table

_DIGITS = re.compile(r"\s*([0-9]{1,9})")


@dataclass
class _Spanning:
    cell: Cell
    columns: int
    rows: int


class Tables:
    """Reads the tables of one text; counts their cells together. `blocks` reads the content of a cell."""

    def __init__(self, changes: Changes, blocks: Callable[[Element, Style], list[Block]]) -> None:
        self._changes = changes
        self._blocks = blocks
        self._cells = 0

    def read(self, element: Element, style: Style) -> Table | Paragraph | None:
        """The table; a paragraph where nothing stands below the headings; None where there is nothing at all."""
        caption = joined(self._line(child, style) for child in element if child.tag == "caption")
        head = self._section(element, style, "thead")
        rows = self._section(element, style, "tbody") + self._section(element, style, "tfoot")
        width = max((len(row) for row in head + rows), default=0)
        self._fill_up(head + rows, width)
        self._count(len(head) + len(rows), width)
        return self._made(Table(caption, self._one_head(head, rows), rows))

    def _fill_up(self, rows: list[list[Cell]], width: int) -> None:
        for row in rows:
            if len(row) < width:
                self._changes.note("Rows of a table were made as long as its longest.")
                row.extend(Cell(()) for _ in range(width - len(row)))

    def _made(self, table: Table) -> Table | Paragraph | None:
        if table.rows:
            self._mark_headings(table)
            return table
        self._changes.note("A table without rows below its headings was taken apart.")
        line = joined([table.caption, row_line(cell.line for cell in table.head)])
        return Paragraph(line) if line else None

    def _one_head(self, head: list[list[Cell]], rows: list[list[Cell]]) -> list[Cell]:
        """The heading row: several become one; the first row of the body when all of it is headings."""
        if len(head) > 1:
            self._changes.note("Several heading rows of a table became one.")
        if head:
            columns = zip(*head, strict=True)
            return [Cell(joined(dict.fromkeys(cell.line for cell in column))) for column in columns]
        if rows and _all_headings(rows[0]):
            self._changes.note("The row of headings at the top of a table was marked as such.")
            return rows.pop(0)
        return []

    def _mark_headings(self, table: Table) -> None:
        """A heading only where it has text and something to head: in the head, and first in a row below it."""
        for cell in table.head:
            cell.heading = bool(cell.line)
        for row in table.rows:
            for column, cell in enumerate(row):
                heading = cell.heading and column == 0 and len(row) > 1 and bool(cell.line)
                if heading != cell.heading:
                    self._changes.note("Heading cells that headed nothing became plain cells.")
                cell.heading = heading

    def _section(self, table: Element, style: Style, name: str) -> list[list[Cell]]:
        rows = [row for section in table if section.tag == name for row in section if row.tag == "tr"]
        grid = _grid([[self._spanning(cell, style) for cell in row] for row in rows])
        kept = [row for row in grid if any(cell.line for cell in row)]
        if len(kept) != len(grid):
            self._changes.note("Empty rows of a table were taken out.")
        return kept

    def _spanning(self, element: Element, style: Style) -> _Spanning:
        columns, rows = _span(element, "colspan"), _span(element, "rowspan")
        limits.check_colspan(columns)
        if columns > 1 or rows > 1:
            self._changes.note("A table cell across several columns or rows was written out in each of them.")
        line = self._line(element, style)
        if element.tag == "th" and element.get("scope") not in ("col", "row"):
            self._changes.note("Heading cells of a table were told what they head.")
        return _Spanning(Cell(line, element.tag == "th"), columns, rows)

    def _line(self, element: Element, style: Style) -> Line:
        blocks = self._blocks(element, style)
        if len(blocks) > 1 or any(not isinstance(block, Paragraph) for block in blocks):
            self._changes.note("Lists and paragraphs in table cells became lines.")
        return flattened(blocks)

    def _count(self, rows: int, width: int) -> None:
        limits.check_table(rows, width)
        self._cells += rows * width
        limits.check_cells(self._cells)


def _grid(rows: list[list[_Spanning]]) -> list[list[Cell]]:
    """The rows with every spanning cell repeated where it reached; a span ends with its section."""
    grid: list[list[Cell]] = []
    reaching: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        fresh = deque((spanning.cell, spanning.rows) for spanning in row for _ in range(spanning.columns))
        cells: list[Cell] = []
        below: dict[int, tuple[Cell, int]] = {}
        while fresh or any(column >= len(cells) for column in reaching):
            column = len(cells)
            if column in reaching:
                cell, left = reaching[column]
            else:
                cell, left = fresh.popleft() if fresh else (Cell(()), 1)
            if left > 1:
                below[column] = (cell, left - 1)
            cells.append(Cell(cell.line, cell.heading))
            limits.check_table(len(rows), len(cells))
        reaching = below
        grid.append(cells)
    return grid


def _all_headings(row: list[Cell]) -> bool:
    """Whether every cell is a heading; the first may be empty, as the corner of a table is."""
    corner, *others = row
    return all(cell.heading for cell in others) and (corner.heading or bool(others and not corner.line))


def _span(element: Element, name: str) -> int:
    """How far a cell reaches; what is no number reaches one, as in browsers."""
    digits = _DIGITS.match(element.get(name, ""))
    return max(int(digits.group(1)), 1) if digits else 1
