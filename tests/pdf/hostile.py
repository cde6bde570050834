"""HTML that tries to make whoever draws it fetch something, open a file, or run for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Counting(ThreadingHTTPServer):
    """A server that notes every path it is asked for; `/go` leads on to `/target`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Counting)
        self.server.asked.append(self.path)
        self.send_response(302 if self.path == "/go" else 200)
        if self.path == "/go":
            self.send_header("Location", "/target")
        self.send_header("Content-Type", "text/css")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """What was asked is in `asked`."""


@contextmanager
def counting() -> Iterator[Counting]:
    """A counting server on a free port."""
    server = Counting()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def curious(address: str, file: Path) -> str:
    """A document that asks `address` for things in every known way, and wants `file` put into the PDF."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/svg" width="9" height="9"/></svg>'
    return f"""<!doctype html><html lang="en-GB"><head><title>Curious</title>
<base href="{address}/base/"><meta http-equiv="refresh" content="0; url={address}/refresh">
<link rel="stylesheet" href="{address}/link.css"><link rel="stylesheet" href="{address}/go">
<link rel="attachment" href="{file.as_uri()}"><link rel="attachment" href="{address}/attachment">
<style>@import "{address}/import.css"; @font-face {{ font-family: x; src: url({address}/font) }}
body {{ background: url({address}/background); font-family: x }} li {{ list-style-image: url({address}/list) }}
p::before {{ content: url({address}/content) }}</style>
<script src="{address}/script"></script></head>
<body background="{address}/presentational"><h1>Curious</h1>
<p style="background: url({address}/style)">Text that stays
<img src="{address}/picture" alt="x"><img src="relative" alt="x"><img src="{file.as_uri()}" alt="x">
<img src="//{address.partition("//")[2]}/schemeless" alt="x"><img srcset="{address}/set 2x" alt="x">
<img src="data:image/svg+xml,{svg.replace('"', "'").replace("#", "%23")}" alt="x">
<object data="{address}/object"></object><embed src="{address}/embed"><iframe src="{address}/frame"></iframe>
<object data="{file.as_uri()}"></object><video poster="{address}/poster" src="{address}/video"></video>
<input type="image" src="{address}/input"> {svg}
<a rel="attachment" href="{file.as_uri()}">a file</a> <a href="javascript:alert(1)">a script</a>
<a href="{file.as_uri()}">a path</a></p><ul><li>one</li></ul></body></html>"""


#: each was seen to run for minutes, to fill the memory or to end the process (name to body)
PATHOLOGICAL = {
    "a million columns": '<table><tr><td colspan="1000000">x</td></tr></table>',
    "20,000 line breaks": "<p>" + "x<br>" * 20_000 + "</p>",
    "nested divs": "<div>" * 400 + "x",
    "nested lists": "<ul><li>" * 300 + "x",
    "100,000 open spans": "<p>" + "<span>" * 100_000 + "x",
}
#: takes exponential time where an author's style counts; here it does not
FLEX_BOMB = '<div style="display: flex; flex-direction: column">' * 12 + "x" + "</div>" * 12
