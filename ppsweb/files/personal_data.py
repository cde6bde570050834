"""What the files room holds."""

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.files.models import File, FileChunk

HOLDINGS = [
    Holding(
        table=File,
        columns={
            **BASE,
            "data_key": Holds.ID,
            "kind": Holds.CODE,
            "media": Holds.CODE,
            "name": Holds.SEALED,
            "size": Holds.NUMBER,
            "content_mac": Holds.HASH,
        },
        about=About.CLIENT,
        why="Uploads, packs and letters of a case, and the published leaflets, which are about nobody.",
        disclosed="Through the room that owns the file.",
        disposed="With the case or client under whose key it was stored; packs seven days after delivery.",
    ),
    Holding(
        table=FileChunk,
        columns={
            **BASE,
            "file": Holds.ID,
            "data_key": Holds.ID,
            "number": Holds.NUMBER,
            "content": Holds.SEALED,
        },
        about=About.CLIENT,
        why="The content of a file, in pieces.",
        disclosed="With its file.",
        disposed="With its file.",
    ),
]
