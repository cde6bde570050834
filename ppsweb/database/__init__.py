"""The database: one proxy, one base table, guards beside the models, numbered migrations, two engines."""

from ppsweb.database.among import among
from ppsweb.database.fields import ALPHABET, CodeField, IdField, id_bytes, id_from_bytes, new_id
from ppsweb.database.guards import Guard, grows, kept, kept_once_set, never
from ppsweb.database.locking import locked
from ppsweb.database.table import Stale, Table, database, tables
from ppsweb.database.written import written

__all__ = [
    "ALPHABET",
    "CodeField",
    "Guard",
    "IdField",
    "Stale",
    "Table",
    "among",
    "database",
    "id_bytes",
    "id_from_bytes",
    "grows",
    "kept",
    "kept_once_set",
    "locked",
    "never",
    "new_id",
    "tables",
    "written",
]
