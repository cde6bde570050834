"""What the auth room holds: data of staff, and for a few days what they had typed about families."""

from ppsweb.auth.models import Deputy, Draft, Member, Session, SignInAttempt
from ppsweb.database.personal_data import BASE, About, Holding, Holds

HOLDINGS = [
    Holding(
        table=Member,
        columns={
            **BASE,
            "guid": Holds.ID,
            "role": Holds.CODE,
            "name": Holds.SEALED,
            "upn": Holds.SEALED,
            "email": Holds.SEALED,
            "account_hash": Holds.HASH,
            "admitted_at": Holds.TIME,
            "admitted_by": Holds.ID,
            "left_at": Holds.TIME,
            "mac": Holds.HASH,
        },
        about=About.STAFF,
        why="Who has signed in, and whom a manager has admitted to the service.",
        disclosed="To the member of staff themselves; the name also to clients whose file they worked on.",
        disposed="Kept as long as a file or the record of access names the member.",
    ),
    Holding(
        table=Deputy,
        columns={
            **BASE,
            "member": Holds.ID,
            "appointed_by": Holds.ID,
            "first_day": Holds.TIME,
            "last_day": Holds.TIME,
            "ended_at": Holds.TIME,
            "mac": Holds.HASH,
        },
        about=About.STAFF,
        why="Who could act as manager on which days, because acts of those days rest on it.",
        disclosed="To the member of staff themselves.",
        disposed="Kept with the member.",
    ),
    Holding(
        table=Session,
        columns={
            **BASE,
            "token_hash": Holds.HASH,
            "member": Holds.ID,
            "data": Holds.SEALED,
            "started_at": Holds.TIME,
            "seen_at": Holds.TIME,
            "checked_at": Holds.TIME,
            "mac": Holds.HASH,
        },
        about=About.STAFF,
        why="That a browser is signed in, and until when.",
        disclosed="To the member of staff themselves, while it lasts.",
        disposed="At sign-out; otherwise by the worker, at most a day after it was last used.",
    ),
    Holding(
        table=Draft,
        columns={
            **BASE,
            "member": Holds.ID,
            "page": Holds.CODE,
            "subject": Holds.ID,
            "content": Holds.SEALED,
        },
        about=About.CLIENT,
        why="What a member of staff had typed when their session was suspended, until they send or discard it.",
        disclosed="Not by itself: what becomes part of a file is disclosed with the file.",
        disposed="When its form is sent or it is thrown away; otherwise by the worker after seven days.",
    ),
    Holding(
        table=SignInAttempt,
        columns={**BASE, "at": Holds.TIME, "name_hash": Holds.HASH, "address_hash": Holds.HASH},
        about=About.STAFF,
        why="To slow guessing before the council's directory locks an account.",
        disclosed="Not: the rows say nothing without the name that was typed.",
        disposed="By the worker after an hour.",
    ),
]
