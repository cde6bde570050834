"""What the mail room holds."""

from typing import Any

from ppsweb.database.personal_data import BASE, About, Holding, Holds
from ppsweb.mail.models import Delivery, OutboxDocument, OutboxMessage


def _of_messages(table: Any, which: Any) -> Any:
    """The rows of a table that belong to some messages, in time order."""
    return table.select().join(OutboxMessage).where(which).order_by(table.created_at, table.id)


HOLDINGS = [
    Holding(
        table=OutboxMessage,
        columns={
            **BASE,
            "authority": Holds.ID,
            "person": Holds.ID,
            "contact": Holds.ID,
            "case": Holds.ID,
            "asked_by": Holds.ID,
            "data_key": Holds.ID,
            "kind": Holds.CODE,
            "reference": Holds.CODE,
            "body": Holds.SEALED,
            "domain": Holds.CODE,
            "state": Holds.CODE,
            "reason": Holds.CODE,
            "not_before": Holds.TIME,
            "next_try_at": Holds.TIME,
            "first_try_at": Holds.TIME,
            "started_at": Holds.TIME,
            "ended_at": Holds.TIME,
            "attempts": Holds.NUMBER,
            "failures": Holds.NUMBER,
            "dealt_with_at": Holds.TIME,
        },
        about=About.CLIENT,
        why="An e-mail to the client: that it was asked for, when it left, and what became of it.",
        disclosed="To the client, in full.",
        disposed="With the case that it belongs to, or with the client.",
        of_case=lambda case: (
            OutboxMessage.select()
            .where(OutboxMessage.case == case)
            .order_by(OutboxMessage.created_at, OutboxMessage.id)
        ),
        of_person=lambda person: (
            OutboxMessage.select()
            .where(OutboxMessage.person == person)
            .order_by(OutboxMessage.created_at, OutboxMessage.id)
        ),
    ),
    Holding(
        table=OutboxDocument,
        columns={
            **BASE,
            "message": Holds.ID,
            "data_key": Holds.ID,
            "number": Holds.NUMBER,
            "file": Holds.ID,
            "size": Holds.NUMBER,
            "sha256": Holds.SEALED,
            "destroy_file": Holds.CODE,
        },
        about=About.CLIENT,
        why="Which document went with an e-mail; of what was sent only the hash stays (D8.08).",
        disclosed="To the client, in full.",
        disposed="The file after delivery or seven days; the row with its message.",
        of_case=lambda case: _of_messages(OutboxDocument, OutboxMessage.case == case),
        of_person=lambda person: _of_messages(OutboxDocument, OutboxMessage.person == person),
    ),
    Holding(
        table=Delivery,
        columns={
            **BASE,
            "message": Holds.ID,
            "attempt": Holds.NUMBER,
            "began_at": Holds.TIME,
            "ended_at": Holds.TIME,
            "result": Holds.CODE,
            "reason": Holds.CODE,
            "answer": Holds.NUMBER,
            "tls": Holds.CODE,
        },
        about=About.CLIENT,
        why="Each try to send an e-mail: when, over which encryption, with which answer (D8.08).",
        disclosed="To the client, in full.",
        disposed="With its message.",
        of_case=lambda case: _of_messages(Delivery, OutboxMessage.case == case),
        of_person=lambda person: _of_messages(Delivery, OutboxMessage.person == person),
    ),
]
