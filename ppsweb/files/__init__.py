"""Whatever is not a row (uploads, PDFs, fragments, attachments): sealed chunks in the database."""

from ppsweb.files.models import File, Kind, MediaType
from ppsweb.files.storing import Damaged, destroy, find, read, store

__all__ = ["Damaged", "File", "Kind", "MediaType", "destroy", "find", "read", "store"]
