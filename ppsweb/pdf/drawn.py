"""What comes out of a drawing: the PDF, and where its headings and items are."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from ppsweb.pdf import frames


@dataclass(frozen=True)
class Mark:
    """A heading as a bookmark: the page is counted from 0, `y` in points from the bottom of the page."""

    level: int
    label: str
    page: int
    y: float


@dataclass(frozen=True)
class Anchor:
    """Where an element with an id begins; counted as in Mark."""

    page: int
    y: float


@dataclass(frozen=True)
class Rendered:
    """A drawn PDF.

    `number` tells which fragment of a pack it is (0: the front, or a document of its own). `refused` is how often
    the HTML asked for something from outside and was refused.
    """

    data: bytes = field(repr=False)
    pages: int
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    anchors: dict[str, Anchor] = field(default_factory=dict, repr=False)
    number: int = 0
    refused: int = 0

    def dump(self) -> bytes:
        """The whole as bytes, so that a fragment can be kept and used again. It holds personal data: seal it."""
        return frames.joined(self.about(), self.data)

    @classmethod
    def load(cls, kept: bytes) -> Rendered:
        """What `dump` gave. Raises frames.BadFrame on anything else."""
        about, data = frames.parted(kept)
        return cls.from_parts(about, data)

    def about(self) -> dict[str, Any]:
        """Everything but the PDF itself, as JSON can carry it."""
        return {key: value for key, value in asdict(self).items() if key != "data"}

    @classmethod
    def from_parts(cls, about: dict[str, Any], data: bytes) -> Rendered:
        """The opposite of `about`. Raises BadFrame when a part is missing or of another kind."""
        try:
            return cls(
                data=data,
                pages=int(about["pages"]),
                marks=tuple(
                    Mark(int(each["level"]), str(each["label"]), int(each["page"]), float(each["y"]))
                    for each in about["marks"]
                ),
                anchors={
                    str(name): Anchor(int(each["page"]), float(each["y"]))
                    for name, each in about["anchors"].items()
                },
                number=int(about["number"]),
                refused=int(about["refused"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise frames.BadFrame("not what a drawing answers") from error
