"""The page that shows a document's password once, to be told to the client by another road (D8.02)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template

from ppsweb.mail.passwords import spoken
from ppsweb.people.models import Contact, Person
from ppsweb.people.wording import LANGUAGES


def told_once(
    person: Person,
    password: str,
    *,
    document: str,
    numbers: Sequence[Contact],
    told_address: str,
    back: tuple[str, str],
) -> str:
    """The answer to the very form that sent `document` ("pack"): its password, whom to ring and how safely.

    It is no redirect, because a password in an address, a session or a row would be a password kept. `told_address` is
    where it is noted that it was told; `back` is the words and the address of the way on.
    """
    return render_template(
        "people/password_once.html",
        person=person,
        document=document,
        password=password,
        spoken=spoken(password),
        numbers=numbers,
        told_address=told_address,
        back_text=back[0],
        back_address=back[1],
        languages=LANGUAGES,
    )
