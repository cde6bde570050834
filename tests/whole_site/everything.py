"""One thing of each kind that an address can name, so that every page of the site can be opened.

A route with an argument of a new kind needs a line in `everything` below, made by the same actions as on the site.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from flask import Flask
from werkzeug.routing import Rule

from ppsweb import files
from ppsweb.auth.actions.deputising import appoint_deputy
from ppsweb.auth.models import Member
from ppsweb.authorities.models import Copy
from ppsweb.cases.models import Case
from ppsweb.consents import actions as consents
from ppsweb.consents import copying
from ppsweb.consents.disagreeing import disagree
from ppsweb.database import database, new_id
from ppsweb.deadlines import clock
from ppsweb.demo.instance import Instance
from ppsweb.disclosures.models import SharingEnd
from ppsweb.leaflets.models import Edition
from ppsweb.mail import outbox
from ppsweb.mail.wording import Kind
from ppsweb.people import actions as people
from ppsweb.people.models import ContactKind, NamedPerson
from ppsweb.permissions.roles import Role
from ppsweb.subject_access import actions as requests
from ppsweb.subject_access.codes import PackState
from ppsweb.subject_access.models import DataRequest, Pack
from ppsweb.subject_access.standing import decided
from tests.given.concerns import a_concern, a_decision, a_telling
from tests.given.disclosing import a_breach, a_plan, an_act
from tests.given.families import a_case, a_client, a_note
from tests.given.leaflets import a_draft, a_leaflet
from tests.given.sharing import a_body, a_sharing
from tests.given.staff import Staff
from tests.subject_access.requests import a_request, a_verified_address, decide_everything, items_of

#: a value for each kind of argument for which nothing exists
ABSENT = {"id": "0" * 26, "slug": "no-such-leaflet", "integer": "999", "default": "none"}
Values = dict[str, str]


def everything(app: Flask, staff: Staff, instance: Path) -> Values:
    """The argument's name to the id or address of something that is there, in the file of the officer's family."""
    manager, officer = staff.member(Role.MANAGER), staff.member(Role.OFFICER)
    colleague = staff.member(Role.OFFICER, "Olive Orchid")
    waiting = staff.member(Role.OFFICER, "Will Willow", admitted=False)
    with app.app_context(), database.connection_context():
        deputy = appoint_deputy(
            manager, colleague, first_day=clock.today() + timedelta(7), last_day=clock.today() + timedelta(9),
            today=clock.today(),
        )  # fmt: skip
        leaflet = _published(officer, manager).leaflet.slug
        return {
            **_family(manager, officer, colleague),
            "colleagues_case": a_case(colleague, a_client(colleague, "Victor Vine")).id,
            "leaflet": leaflet,
            "published": leaflet,
            "edition": _with_pdf(a_draft(officer, "A second hedge")).id,
            "member": waiting.id,
            "deputy": deputy.id,
            "number": "1",
            "caught": _caught(instance),
        }


def _family(manager: Member, officer: Member, colleague: Member) -> Values:
    """The officer's family, with a pack that went out under the manager's hand."""
    case = a_case(officer, a_client(officer, safe={"safe_to_ring": True, "safe_to_email": True}))
    note = a_note(officer, case)
    address = a_verified_address(officer, case.person)
    unverified = people.add_contact(officer, case.person, ContactKind.EMAIL, "second@home.example")
    request = a_request(officer, person=case.person)
    decide_everything(officer, request)
    pack = _pack(officer, request)
    requests.sign(colleague, clock.now(), request, seen=decided(request).content_hash)
    released = requests.release(manager, clock.now(), request, address, about_nobody_else=True, seen=pack)
    body = a_body(officer)
    (sharing,) = a_sharing(officer, case.person, body)
    planned = a_plan(officer, case, body)
    signing = copying.signing_of(case.person, sharing.id)
    assert signing is not None
    copy = copying.note_copy(officer, clock.now(), case.person, signing, how=Copy.BY_HAND)
    ended = _ended(officer, case)
    now = clock.now()
    disagreement = disagree(officer, now, case.person, objector="Paul Plum", said="No.", said_at=now)
    message = outbox.put(
        officer,
        clock.now(),
        contact=unverified,
        authority=case.authority,
        kind=Kind.ADDRESS_CHECK,
        code="123456",
    )
    concern = a_concern(officer)
    decision = a_decision(officer, concern, colleague)
    return {
        "concern": concern.id,
        "decision": decision.id,
        "telling": a_telling(officer, decision).id,
        "case": case.id,
        "person": case.person_id,
        "note": note.id,
        "named": NamedPerson.get(NamedPerson.person == case.person).id,
        "contact": unverified.id,
        "request": request.id,
        "item": items_of(request)[0].id,
        "release": released.release.id,
        "message": message.id,
        "organisation": body.id,
        "sharing": sharing.id,
        "act": planned.id,
        "breach": a_breach(officer, case, body).breach_id,
        "sharing_end": ended,
        "disagreement": disagreement.id,
        "copy": copy.id,
    }


def _ended(by: Member, case: Case) -> str:
    """A permission has ended on which something was told."""
    other = a_body(by, "Mill Lane Surgery")
    (ended,) = a_sharing(by, case.person, other)
    an_act(by, case, other)
    consents.take_back(by, clock.now(), case.person, ended, because="Not any more.")
    return str(SharingEnd.get().id)


def _pack(by: Member, request: DataRequest) -> str:
    """Make the pack; answers its id."""
    pack = Pack(
        request=request, content_hash=decided(request).content_hash, asked_by=by, state=PackState.DRAWING
    ).insert_new()
    requests.finish_pack(clock.now(), pack, _small_pdf(), pages=1, used=set())
    return str(pack.id)


def _published(writer: Member, approver: Member) -> Edition:
    return _with_pdf(a_leaflet(writer, approver))


def _with_pdf(edition: Edition) -> Edition:
    edition.pdf = files.store(
        _small_pdf(), kind=files.Kind.LEAFLET, media=files.MediaType.PDF, name="leaflet.pdf", owner=edition
    )
    edition.save_changed()
    return edition


def _small_pdf() -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


def _caught(instance: Path) -> str:
    """A message as the training copy's mail catcher keeps it; answers its id."""
    message = EmailMessage()
    message["From"], message["To"] = "documents@send.example", "petra@mail.example"
    message["Subject"] = "A document you asked for"
    message.set_content("It is attached.")
    message.add_attachment(_small_pdf(), maintype="application", subtype="pdf", filename="document.pdf")
    folder, name = Instance(instance).mail_folder, new_id()
    folder.mkdir(parents=True, exist_ok=True)
    raw = b"X-Envelope-To: petra@mail.example\r\n" + message.as_bytes()
    (folder / f"20261124091500000000-{name}.eml").write_bytes(raw)
    return name


def address(rule: Rule, values: Values | None = None) -> str:
    """The address of a rule, with arguments for which nothing exists, or those of `everything`."""
    path = rule.rule
    for name in rule.arguments:
        kind = type(rule._converters[name]).__name__.removesuffix("Converter").casefold()
        value = ABSENT.get(kind, "none")
        if values is not None:
            known = "caught" if rule.endpoint.startswith("demo.") and name == "message" else name
            assert known in values, (
                f"{rule.endpoint}: give {name!r} a value in tests/whole_site/everything.py"
            )
            value = values[known]
        path = re.sub(rf"<(\w+:)?{name}>", value, path)
    return path
