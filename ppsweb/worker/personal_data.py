"""What the worker holds."""

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.worker.models import Job

HOLDINGS = [
    Holding(
        table=Job,
        columns={
            **BASE,
            "kind": Holds.CODE,
            "subject": Holds.ID,
            "state": Holds.CODE,
            "due_at": Holds.TIME,
            "started_at": Holds.TIME,
            "finished_at": Holds.TIME,
            "attempts": Holds.NUMBER,
            "problem": Holds.CODE,
        },
        about=About.NOBODY,
        why="What is to be done: ids and codes only.",
        disclosed="Never: it says nothing about anybody.",
        disposed="With the subject it names.",
    ),
]
