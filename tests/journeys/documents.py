"""What a parent does with a document that came by e-mail: save it, open it, read it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf

from tests.given.browser import SCREENSHOTS


class Document:
    """A PDF that was attached to a message, and its password if it has one."""

    def __init__(self, data: bytes, folder: Path, password: str = "") -> None:
        self.path = folder / "received.pdf"
        self.path.write_bytes(data)
        self.password = password

    def check(self) -> None:
        """Fail unless qpdf finds its structure sound."""
        done = subprocess.run(
            ["qpdf", "--check", f"--password={self.password}", str(self.path)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "No syntax or stream encoding errors found" in done.stdout

    def opened(self) -> bytes:
        """The document without its password, for those who judge it."""
        plain = self.path.with_name("opened.pdf")
        subprocess.run(
            ["qpdf", "--decrypt", f"--password={self.password}", str(self.path), str(plain)], check=True
        )
        return plain.read_bytes()

    def pages(self) -> list[str]:
        """The words of each page, in reading order."""
        done = subprocess.run(
            ["pdftotext", "-layout", "-upw", self.password, str(self.path), "-"],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.split("\f")[:-1]

    def numbers(self) -> list[tuple[int, int]]:
        """What each page says of itself: (page, of pages)."""
        found = [re.findall(r"[Pp]age (\d+) of (\d+)", page) for page in self.pages()]
        return [(int(number), int(total)) for each in found for number, total in each[-1:]]

    def keep_pictures(self, name: str, pages: int = 4) -> None:
        """Keep pictures of the first pages as screenshots/<name>-1.png and so on, to be looked at."""
        target = SCREENSHOTS / name
        target.parent.mkdir(parents=True, exist_ok=True)
        what = ["-r", "70", "-png", "-l", str(pages), "-upw", self.password, str(self.path), str(target)]
        subprocess.run(["pdftoppm", *what], check=True)

    def opens_without_password(self) -> bool:
        try:
            pikepdf.open(self.path).close()
        except pikepdf.PasswordError:
            return False
        return True
