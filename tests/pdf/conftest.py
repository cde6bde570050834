"""A pack of 60 notes, drawn once."""

from __future__ import annotations

import pytest

from ppsweb import pdf
from tests.pdf import samples


@pytest.fixture(scope="session")
def sixty() -> pdf.Built:
    """A pack of 60 notes with its fragments, as `pdf.pack` made and checked it."""
    return pdf.pack(samples.pack(60))


@pytest.fixture(scope="session")
def three() -> tuple[pdf.Rendered, ...]:
    """The fragments of a small pack: three items in two fragments."""
    items = [samples.item(number, 60) for number in (1, 2, 3)]
    return (
        pdf.fragment(article(1, items[0]) + article(2, items[1]), style="pack", title="Pack", number=1),
        pdf.fragment(article(3, items[2]), style="pack", title="Pack", number=2),
    )


def article(number: int, item: pdf.Item) -> str:
    """An item as `assemble` looks for it."""
    return f'<article class="item" id="item-{number}">{item.html}</article>'
