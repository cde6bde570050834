"""The two papers of the gate: the account for a client, and the form with which they permit one thing (PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import render_template

from ppsweb import pdf, settings
from ppsweb.authorities.models import SHARING, Purpose
from ppsweb.authorities.wording import CATEGORIES, PURPOSES, SHARE
from ppsweb.disclosures.ledger import Line
from ppsweb.organisations.models import Organisation
from ppsweb.people.models import Person
from ppsweb.web.filters import day

ACCOUNT, PERMISSION = "Who we told", "May we be in touch with somebody for you?"


def account_pdf(person: Person, lines: Sequence[Line], today: date) -> bytes:
    """Who we told, line by line. Each copy says that the law may stop us listing some sharing (D4.20).

    Raises CannotRender.
    """
    html = render_template("disclosures/account.pdf.html", person=person, lines=lines, today=today)
    stamp = pdf.Stamp(footer_left=f"{settings.current().service_name} · {ACCOUNT}, {day(today)}")
    return pdf.render(html, style="letter", title=ACCOUNT, stamp=stamp).data


def permission_pdf(body: Organisation | None, purpose: Purpose | None) -> bytes:
    """The form, with the body and the purpose written in if they are known. It names no client. Raises CannotRender."""
    html = render_template(
        "disclosures/permission.pdf.html",
        body=body.name if body is not None else "",
        purpose=PURPOSES[purpose] if purpose is not None else "",
        purposes=[PURPOSES[each] for each in SHARING],
        categories=CATEGORIES.values(),
        wording=SHARE,
    )
    stamp = pdf.Stamp(footer_left=f"{settings.current().service_name} · wording {SHARE.version}")
    return pdf.render(html, style="form", title=PERMISSION, stamp=stamp).data
