"""A family's name is drawn as they write it, in whatever script (the fonts are the system's, .ci/packages)."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from ppsweb.pdf.engine import engine
from tests.given.verapdf import accessible

pytestmark = [pytest.mark.pdf, pytest.mark.slow]

NAMES = ("桂小明", "さくら", "김서연", "ਗੁਰਪ੍ਰੀਤ", "মোহাম্মদ", "محمد", "Ольга", "Nguyễn")


def test_a_letter_is_drawn_to_every_name(verapdf: Callable[..., Any]) -> None:
    paragraphs = "".join(f"<p>Dear {name},</p>" for name in NAMES)
    html = f"<html lang='en'><title>t</title><body><h1>Your information</h1>{paragraphs}</body></html>"
    drawn = engine.draw(html, style="pack")
    accessible(verapdf(drawn.data)[0])
    assert len(drawn.data) < 1_000_000, "only the letters that are used are in the file"
    with pikepdf.open(io.BytesIO(drawn.data)) as pdf:
        assert len(pdf.pages) == 1
    said = subprocess.run(["pdftotext", "-", "-"], input=drawn.data, capture_output=True, check=True)
    text = said.stdout.decode()
    for name in ("桂小明", "さくら", "김서연", "Ольга"):
        assert f"Dear {name}," in text
