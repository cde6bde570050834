"""What WeasyPrint is given to fetch with: it hands out our own files from memory and refuses everything else."""

from __future__ import annotations

from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse

from ppsweb.pdf.assets import SCHEME


class Locked(URLFetcher):
    """Serves `asset:<name>`; opens no file, no connection and no data: address, and counts what it refused.

    WeasyPrint 70 asks for an instance of its own class (a plain function fails). Refusing by ValueError lets the
    drawing go on without the resource.
    """

    def __init__(self, assets: Mapping[str, tuple[str, bytes]]) -> None:
        # An empty tuple allows no protocol; None would allow every one.
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._assets = assets
        self.refused = 0

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The asset of that name. Raises ValueError for any other address, and does not repeat the address."""
        asset = self._assets.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if asset is None:
            self.refused += 1
            raise ValueError("not an asset")
        media_type, data = asset
        return URLFetcherResponse(url, data, {"Content-Type": media_type})
