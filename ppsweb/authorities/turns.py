"""Who rests something on a client's permissions, and who ends one, take turns (D4.05)."""

from __future__ import annotations

from typing import Any

from ppsweb.authorities.models import Authority, Purpose
from ppsweb.database import locked


def take_turns(data_key_id: str) -> None:
    """Wait for everybody who rests something on a client's permissions at the moment, and let the next ones wait.

    Whoever needs several of them takes that to hold data first, and so do the guards of what rests on them: nobody
    waits in a ring.
    """
    held: Any = Authority.select(Authority.id).where(
        (Authority.data_key == data_key_id) & (Authority.purpose == Purpose.HOLD_DATA)
    )
    list(locked(held.order_by(Authority.id)))
