"""The PDFs that readers fetch: looked up in one statement, and kept in memory once they were unsealed.

A published edition is never changed and its PDF is made once (guards `kept` and `pdf_kept`), so the bytes can be
remembered by the ids of both. Whether it is still the published one, and not late in its review (D9.03), is asked each
time. Nothing of a family is ever read here.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from ppsweb import files
from ppsweb.database import database
from ppsweb.files import File
from ppsweb.leaflets import rules
from ppsweb.leaflets.models import Edition

#: so many PDFs are remembered; a leaflet's has about a quarter of a megabyte
REMEMBERED = 64
#: written here, because Peewee takes longer to write it than the database to answer
PUBLISHED = (
    "SELECT e.id, e.pdf_id, e.review_on FROM leaflet_editions e JOIN leaflets l ON l.id = e.leaflet_id "
    "WHERE l.slug = ? AND e.state = 'published' AND e.pdf_id IS NOT NULL"
)


class Published(NamedTuple):
    """The published edition of a leaflet that has a PDF."""

    slug: str
    edition: str
    file: str
    review_on: date

    def is_being_checked(self, today: date) -> bool:
        """Whether its review is so late that its PDF is no longer given out (D9.03)."""
        return rules.is_being_checked(self.review_on, today)


def published_for(member: Any, slug: str) -> Published | None:
    """What is published at this address, for whoever may read leaflets; None if it has no PDF yet."""
    found = database.execute_sql(PUBLISHED.replace("?", database.param), (slug,)).fetchone()
    if found is None:
        return None
    edition, file, review_on = found
    return Published(slug, edition, file, Edition.review_on.python_value(review_on))


@lru_cache(maxsize=REMEMBERED)
def pdf_of(edition: str, file: str) -> bytes:
    """The bytes of an edition's PDF, by both ids. Raises as `files.read` does."""
    return files.read(File.get_by_id(file), kind=files.Kind.LEAFLET, data_key=None, owner=edition)
