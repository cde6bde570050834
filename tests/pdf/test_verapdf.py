"""The referee itself: it passes what is right, names the rule where something is wrong, and is loud when missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import weasyprint

from tests.given import NotInstalled, verapdf
from tests.given.verapdf import Verdict, accessible

pytestmark = [pytest.mark.pdf, pytest.mark.slow]

GOOD = "<html lang='en'><title>t</title><h1>One</h1>" + "<p>two</p>" * 30 + "</html>"
BROKEN = {
    "7.1-9": GOOD.replace("<title>t</title>", ""),
    "7.2-29": GOOD.replace(" lang='en'", ""),
    "7.4.2-1": GOOD.replace("</html>", "<h3>skipped</h3></html>"),
    "7.18.5-1": GOOD.replace("</html>", "<p><a href='https://example.org'>a <em>link</em></a></p></html>"),
    "7.2-20": GOOD.replace("</html>", "<ul><li><p>one</p><p>two</p></li></ul></html>"),
    "7.3-1": GOOD.replace("</html>", "<svg width='9' height='9'><rect width='9' height='9'/></svg></html>"),
}


def drawn(html: str) -> bytes:
    """As plain WeasyPrint draws it: nothing of ours repairs it first."""
    return bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))


def test_it_tells_right_from_wrong(verapdf: Callable[..., list[Verdict]]) -> None:
    good, *broken = verapdf(drawn(GOOD), *map(drawn, BROKEN.values()))
    accessible(good)
    for rule, verdict in zip(BROKEN, broken, strict=True):
        assert not verdict.compliant, rule
        assert rule in verdict.rules, f"{rule} among {verdict.rules}"
        with pytest.raises(AssertionError, match="not PDF/UA-1"):
            accessible(verdict)


def test_a_file_that_is_no_pdf_stops_the_run(tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_text("nothing")
    with pytest.raises(RuntimeError, match="veraPDF stopped"):
        verapdf.validate([path])


def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(NotInstalled, match="default-jdk-headless"):
        verapdf.validate([tmp_path / "any.pdf"])


def test_without_jaxb_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(verapdf, "JAVA_LIBRARY", tmp_path)
    with pytest.raises(NotInstalled, match="libjaxb-java"):
        verapdf.validate([tmp_path / "any.pdf"])
