"""A drawing fetches nothing, opens no file and runs no author's style, whatever the HTML asks for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from ppsweb.pdf import assets
from ppsweb.pdf.engine import engine
from ppsweb.pdf.fetcher import Locked
from tests.pdf import hostile

pytestmark = pytest.mark.pdf

MARKER = b"a line of a local file that nobody may read"


@pytest.fixture
def server() -> Iterator[hostile.Counting]:
    with hostile.counting() as server:
        yield server


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_bytes(MARKER)
    return path


def everything(data: bytes) -> bytes:
    """Every stream of a PDF, unpacked, and what is written outside of them."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)
                   and each.get("/Subtype") != pikepdf.Name.Image]  # fmt: skip
        plain = [each.unparse() for each in pdf.objects if not isinstance(each, pikepdf.Stream)]
    return b"\n".join([*streams, *plain])


def test_weasyprint_by_itself_would_fetch_all_of_it(server: hostile.Counting, secret: Path) -> None:
    """The control of the tests below."""
    data = weasyprint.HTML(string=hostile.curious(server.address, secret)).write_pdf()
    wanted = ["link.css", "target", "import.css", "font", "background", "picture", "svg", "attachment"]
    assert {f"/{name}" for name in wanted} <= set(server.asked)
    assert MARKER in everything(data)


def test_the_engine_fetches_nothing(server: hostile.Counting, secret: Path) -> None:
    drawn = engine.draw(hostile.curious(server.address, secret), style="leaflet")
    assert server.asked == []
    assert drawn.refused >= 5
    held = everything(drawn.data)
    assert MARKER not in held
    assert server.address.encode() not in held
    assert b"javascript" not in held
    assert secret.name.encode() not in held
    assert b"/EmbeddedFile" not in held


def test_the_locked_fetcher_holds_without_the_stripping(server: hostile.Counting, secret: Path) -> None:
    fetcher = Locked(assets.all_of_ours())
    page = weasyprint.HTML(string=hostile.curious(server.address, secret), url_fetcher=fetcher)
    data = page.write_pdf(presentational_hints=True)
    assert server.asked == []
    assert fetcher.refused >= 12
    assert MARKER not in everything(data)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/", "file:///etc/passwd", "data:text/plain,x", "ftp://example.org/", "asset:",
        "asset:../setup.cfg", "asset:fonts/../../setup.cfg", "ASSET:print/base.css", "asset:print/base.css?x",
        "asset://print/base.css", "//example.org", "",
    ],
)  # fmt: skip
def test_the_fetcher_refuses(address: str) -> None:
    fetcher = Locked(assets.all_of_ours())
    for ask in (fetcher.fetch, fetcher.open, fetcher):
        with pytest.raises(ValueError, match="not an asset"):
            ask(address)
    assert fetcher.refused == 3


def test_the_fetcher_serves_our_own() -> None:
    fetcher = Locked(assets.all_of_ours())
    assert fetcher.fetch("asset:print/base.css").read() == assets.read("print/base.css")
    assert fetcher.refused == 0


def test_an_asset_is_drawn_by_name() -> None:
    """The control of the refusals: the same document with our own fonts refuses nothing."""
    drawn = engine.draw("<html lang='en'><title>t</title><h1>One</h1><p>two</p></html>", style="leaflet")
    assert drawn.refused == 0
    with pikepdf.open(io.BytesIO(drawn.data)) as pdf:
        names = {str(each.FontName) for each in pdf.objects
                 if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each}  # fmt: skip
    assert names
    assert all("Source-Sans" in name for name in names), names
