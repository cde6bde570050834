"""How long PDFs take, each beside what it is compared with, in turns on the same machine: only ratios travel.

One JSON line for each: `.venv/bin/python -m tests.bench.bench_pdf`
"""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pikepdf
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from ppsweb import pdf
from ppsweb.pdf import assets, stamping
from ppsweb.pdf.drawing import Workshop
from ppsweb.pdf.rendering import document, saved
from ppsweb.pdf.warm import QUIET_SECONDS
from tests.given.browser import _installed as chromium
from tests.pdf import samples

NOTES = 200
TURNS, LEAFLET_TURNS = 5, 15
PAUSE = QUIET_SECONDS + 0.5
STAMP = pdf.Stamp("Bradwell Parent Partnership Service\nVersion 1.0. Review by 1 October 2027")
#: what stamping and joining do for us, as WeasyPrint does it by itself
MARGIN_BOXES = """
@page { @bottom-left { content: "Reference 7Q4K-2MXD" }
        @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
.contents a::after { content: ", page " target-counter(attr(href), page) }
"""


def run() -> Iterator[dict[str, Any]]:
    """Every measurement: seconds, and the ratio to what `ratio_to` names."""
    yield from leaflet()
    yield from pack()


def leaflet() -> Iterator[dict[str, Any]]:
    """A leaflet of three pages: drawn in its limited child, drawn in process, and printed by Chromium."""
    workshop = Workshop()
    html = samples.leaflet()

    def isolated() -> bytes:
        """Leaflets are drawn one at a time, an edition each, so the child that waits has had its quiet moment."""
        return pdf.render(html, style="leaflet", title="Asking", stamp=STAMP).data

    def in_process() -> bytes:
        drawn = workshop.draw(document(html, "Asking", "en-GB"), "leaflet", 0)
        with pikepdf.open(io.BytesIO(drawn.data)) as file:
            stamping.on(file, STAMP)
            return saved(file)

    assert isolated() == in_process(), "they do not draw the same"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "leaflet.html"
        page.write_text(for_browser(html))
        ours, inside, theirs = in_turns(
            (isolated, LEAFLET_TURNS),
            (in_process, LEAFLET_TURNS),
            (lambda: printed(page), TURNS),
            pause=PAUSE,
        )
    yield result("pdf.leaflet_isolated", ours, "a print by Chromium", theirs, 1 / 6)
    yield result("pdf.leaflet_isolated", ours, "the same in process", inside, 1.3)


def pack() -> Iterator[dict[str, Any]]:
    """A pack of 200 notes, drawn anew, assembled and checked; and the same text as one plain document."""
    parts = samples.pack(NOTES)
    html = plain(parts)
    style = (sheet("base") + sheet("pack") + MARGIN_BOXES).replace(
        'url("asset:', f'url("{assets.STATIC.as_uri()}/'
    )

    def ours() -> bytes:
        return pdf.pack(parts).data

    def naive() -> bytes:
        fonts = FontConfiguration()
        sheets = [weasyprint.CSS(string=style, font_config=fonts)]
        return bytes(
            weasyprint.HTML(string=html).write_pdf(
                stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1"
            )
        )

    assert abs(pages(ours()) - pages(naive())) <= 2, "they are not the same text in the same layout"
    mine, one = in_turns((ours, TURNS), (naive, TURNS))
    yield result("pdf.pack_of_200_notes", mine, "one plain WeasyPrint document", one, 1 / 2)


def in_turns(*contenders: tuple[Callable[[], object], int], pause: float = 0) -> list[float]:
    """The median seconds of each, measured alternately so that a busy moment meets all of them alike.

    Those with fewer turns have them spread over the whole.
    """
    most = max(times for _, times in contenders)
    taken: list[list[float]] = [[] for _ in contenders]
    for turn in range(most):
        for (work, times), seconds in zip(contenders, taken, strict=True):
            if turn * times >= len(seconds) * most:
                time.sleep(pause)
                begun = time.perf_counter()
                work()
                seconds.append(time.perf_counter() - begun)
    return [median(seconds) for seconds in taken]


def result(bench: str, value: float, ratio_to: str, other: float, goal: float) -> dict[str, Any]:
    ratio = value / other
    return {
        "bench": bench,
        "value": round(value, 4),
        "ratio_to": ratio_to,
        "ratio": round(ratio, 3),
        "goal": round(goal, 3),
        "met": ratio <= goal,
    }


def printed(page: Path) -> None:
    """Chromium started, made to print a page, and ended: what a site that prints by a browser does."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603
            [chromium(), "--headless", *(["--no-sandbox"] if os.geteuid() == 0 else []), "--disable-gpu",
             f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={profile}/out.pdf",
             page.as_uri()],
            capture_output=True, check=True, timeout=60,
        )  # fmt: skip
        assert (Path(profile) / "out.pdf").stat().st_size > 1000, "Chromium printed nothing"


def for_browser(html: str) -> str:
    """The same page with its sheets inside and its fonts by path."""
    style = (sheet("base") + sheet("leaflet")).replace('url("asset:', f'url("{assets.STATIC.as_uri()}/')
    return document(html, "Asking", "en-GB").replace(
        "</head>", f'<meta charset="utf-8"><style>{style}</style></head>'
    )


def plain(parts: pdf.Pack) -> str:
    """The pack as one document, whose contents WeasyPrint itself gives their page numbers."""
    front = parts.front_html([0] * len(parts.items)).replace(", page 0</li>", "</li>")
    for number in range(len(parts.items), 0, -1):
        front = front.replace(f'"{pdf.jump(number)}"', f'"#item-{number}"')
    body = "".join(
        f'<article class="item" id="item-{number}">{item.html}</article>'
        for number, item in enumerate(parts.items, start=1)
    )
    return document(front + body, parts.title, parts.lang)


def sheet(name: str) -> str:
    return assets.read(f"print/{name}.css").decode()


def pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as file:
        return len(file.pages)


def main() -> int:
    """Print every result; a goal that is missed is said in it."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL + 1)
    for each in run():
        sys.stdout.write(json.dumps(each) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
