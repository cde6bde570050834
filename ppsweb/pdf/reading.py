"""The text of a finished file, page by page, as anybody's program would read it out."""

from __future__ import annotations

import threading

import pypdfium2

#: pdfium keeps its state for the whole process and bears one thread at a time
ONE_AT_A_TIME = threading.Lock()


def texts(data: bytes, password: str | None = None) -> list[str]:
    """The text of each page. Raises pypdfium2.PdfiumError when the file cannot be opened."""
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(data, password=password) as pdf:
        found = []
        for number in range(len(pdf)):
            page = pdf[number]
            text = page.get_textpage()
            found.append(text.get_text_bounded().replace("\r\n", "\n"))
            text.close()
            page.close()
        return found
