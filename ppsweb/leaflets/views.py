"""Pages of the leaflets: for readers, for writers, for the second person."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from peewee import JOIN, ModelSelect

from ppsweb import markup, settings
from ppsweb.auth import acting_member
from ppsweb.cases.models import Case
from ppsweb.cases.views.files import room_satellites as on_case
from ppsweb.cases.views.room import to_case
from ppsweb.database import written
from ppsweb.deadlines import clock
from ppsweb.leaflets import actions, tasks, wording  # noqa: F401 (tasks: what waits on the first page)
from ppsweb.leaflets.forms import Approval, Sending, Writing, lines_of
from ppsweb.leaflets.models import Edition, Leaflet, LeafletSent, State, published_editions
from ppsweb.leaflets.serving import Published, pdf_of, published_for
from ppsweb.mail import wording as mail_wording
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.rules import counts_as_verified
from ppsweb.mail.states import Kind
from ppsweb.mail.views import room_satellites as in_message
from ppsweb.people.models import Contact, ContactKind
from ppsweb.permissions import Room, may
from ppsweb.refusal import Refused
from ppsweb.web.fields.choosing import choices
from ppsweb.web.filters import plural
from ppsweb.web.messages import flash_refused, saying
from ppsweb.web.once import already_done

room = Room("leaflets", __name__, url_prefix="/leaflets")


def _leaflet(member: Any, slug: str) -> Leaflet | None:
    found: Leaflet | None = Leaflet.get_or_none(Leaflet.slug == slug)
    if found is None or (found.published is None and not may(member, "leaflets.publish")):
        return None
    return found


def _edition(member: Any, edition_id: str) -> Edition | None:
    found: Edition | None = Edition.get_or_none(Edition.id == edition_id)
    if found is None or (found.state == State.DRAFT and not may(member, "leaflets.publish")):
        return None
    return found


room.loads(leaflet=_leaflet, published=published_for, edition=_edition, case=Case.found_for)


@room.get("/", needs="leaflets.read")
def index() -> str:
    """All published leaflets; for the service the drafts too."""
    drafts = []
    if may(acting_member(), "leaflets.publish"):
        drafts = list(Edition.select(Edition, Leaflet).join(Leaflet).where(Edition.state == State.DRAFT))
    return render_template(
        "leaflets/index.html", editions=published_editions(), drafts=drafts, today=clock.today()
    )


@room.get("/<slug:leaflet>", needs="leaflets.read")
def show(leaflet: Leaflet) -> str:
    """A leaflet at its stable address: the published edition."""
    edition = leaflet.published or leaflet.draft
    if edition is None:
        return abort(404)
    return render_template(
        "leaflets/show.html",
        leaflet=leaflet,
        edition=edition,
        body=markup.safe(edition.body),
        draft=leaflet.draft if may(acting_member(), "leaflets.publish") else None,
        being_checked=edition.is_being_checked(clock.today()),
        pdf_failed=actions.has_failed_pdf(edition),
        wording=wording,
    )


@room.get("/<slug:published>/pdf", needs="leaflets.read")
def pdf(published: Published) -> Any:
    """The published edition's PDF, made once and served from the store."""
    late = published.is_being_checked(clock.today())
    return _given(published.slug, published.edition, published.file, late=late)


@room.post("/editions/<id:edition>/make-pdf", needs="leaflets.publish")
def make_pdf(edition: Edition) -> Any:
    """Try again to make a PDF that could not be made."""
    with saying("The PDF is being made."):
        actions.make_pdf_again(acting_member(), edition)
    return redirect(url_for("leaflets.show", leaflet=edition.leaflet.slug), 303)


@room.get("/editions/<id:edition>/pdf", needs="leaflets.read")
def edition_pdf(edition: Edition) -> Any:
    """The PDF of one edition, also of one that has been replaced."""
    if edition.pdf_id is None:
        return abort(404)
    late = edition.is_being_checked(clock.today())
    return _given(edition.leaflet.slug, edition.id, edition.pdf_id, late=late)


def _given(slug: str, edition: str, file: str, *, late: bool) -> Any:
    if late:  # a kept address, too, leads to the page that says so
        return redirect(url_for("leaflets.show", leaflet=slug), 303)
    answer = Response(pdf_of(edition, file), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{slug}.pdf"'
    return answer


@room.get("/<slug:leaflet>/editions", needs="leaflets.publish")
def editions(leaflet: Leaflet) -> str:
    """What was said when: every edition of a leaflet, newest first."""
    rows = list(Edition.select().where(Edition.leaflet == leaflet).order_by(Edition.number.desc()))
    return render_template(
        "leaflets/editions.html", leaflet=leaflet, editions=rows, wording=wording, today=clock.today()
    )


@room.form("/write", needs="leaflets.write")
def write() -> Any:
    """A new leaflet."""
    form = Writing()
    if form.is_submitted() and already_done(Leaflet, form):
        return redirect(url_for("leaflets.show", leaflet=Leaflet.get_by_id(form.identifier).slug), 303)
    if form.validate_on_submit():
        try:
            edition = actions.write_leaflet(acting_member(), identifier=form.identifier, **_typed(form))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The draft is saved. A second person has to approve it.")
            return redirect(url_for("leaflets.preview", edition=edition.id), 303)
    return render_template("leaflets/write.html", form=form, heading="Write a leaflet"), _status(form)


@room.form("/editions/<id:edition>/edit", needs="leaflets.write")
def edit(edition: Edition) -> Any:
    """Change a draft."""
    form = Writing(obj=edition, data={"sources": lines_of(edition.source_list)})
    if form.sources.raw_data is None:  # neither sent nor filled in from a draft
        form.sources.data = lines_of(edition.source_list)
    if form.validate_on_submit():
        try:
            actions.change_draft(acting_member(), edition, form.seen_version, **_typed(form))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The draft is saved. A second person has to approve it.")
            return redirect(url_for("leaflets.preview", edition=edition.id), 303)
    return render_template("leaflets/write.html", form=form, heading="Change the draft"), _status(form)


@room.post("/<slug:leaflet>/new-edition", needs="leaflets.write")
def new_edition(leaflet: Leaflet) -> Any:
    """Begin the next edition."""
    try:
        edition = actions.start_edition(acting_member(), leaflet)
    except Refused as refused:
        flash_refused(refused)
        return redirect(url_for("leaflets.show", leaflet=leaflet.slug), 303)
    return redirect(url_for("leaflets.edit", edition=edition.id), 303)


@room.form("/editions/<id:edition>", needs="leaflets.publish")
def preview(edition: Edition) -> Any:
    """The draft as readers will see it, and the second person's approval."""
    form = Approval()
    if form.validate_on_submit():
        try:
            actions.publish(
                acting_member(),
                clock.now(),
                clock.today(),
                edition,
                content_hash=request.form.get("read_hash", ""),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("The leaflet is published. Its PDF is being made.")
            return redirect(url_for("leaflets.show", leaflet=edition.leaflet.slug), 303)
    page = render_template(
        "leaflets/preview.html",
        form=form,
        edition=edition,
        body=markup.safe(edition.body),
        is_writer=acting_member().id in (edition.author_id, edition.last_editor_id),
        wording=wording,
    )
    return page, _status(form)


@room.post("/<slug:leaflet>/withdraw", needs="leaflets.write")
def withdraw(leaflet: Leaflet) -> Any:
    """Take a leaflet away from readers."""
    with saying("Readers do not see it any more. Its editions are kept."):
        actions.withdraw_leaflet(acting_member(), leaflet)
    return redirect(url_for("leaflets.index"), 303)


@room.form("/send/<id:case>", needs="cases.write")
def send(case: Case) -> Any:
    """Send a leaflet to the client of a case."""
    form = Sending()
    today = clock.today()
    ready = {
        edition.id: edition.title
        for edition in published_editions()
        if edition.pdf_id and not edition.is_being_checked(today)
    }
    form.edition.choices = choices({"": "Choose", **ready})
    addresses = _addresses(case)
    form.contact.choices = choices({"": "Choose", **addresses})
    if form.is_submitted() and already_done(LeafletSent, form):
        return to_case(case)
    if form.validate_on_submit():
        try:
            actions.send_leaflet(
                acting_member(),
                clock.now(),
                case,
                Edition.get_by_id(form.edition.data),
                Contact.get_by_id(form.contact.data),
                identifier=form.identifier,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_in_the_outbox())
            return to_case(case)
    if len(addresses) == 1 and not form.is_submitted():
        form.contact.data = next(iter(addresses))
    page = render_template(
        "leaflets/send.html",
        form=form,
        case=case,
        ready=ready,
        addresses=addresses,
        emails=Contact.in_use(case.person_id, ContactKind.EMAIL),
    )
    return page, _status(form)


def _in_the_outbox() -> Markup:
    """That a leaflet waits to be sent, for how long (D8.04), and where it can be cancelled until then."""
    minutes = settings.current().cancel_minutes
    said = Markup(
        'The leaflet is in the outbox. {} <a class="govuk-notification-banner__link" href="{}">Messages</a>.'
    )
    until = f"You can cancel it for {plural(minutes, 'minute')} in" if minutes else "It leaves at once; see"
    return said.format(until, url_for("mail.index"))


def _addresses(case: Case) -> dict[str, str]:
    """The client's addresses to which a leaflet may go, by id; none where they did not say that e-mail is safe."""
    if not case.person.is_safe("safe_to_email"):
        return {}
    return {
        contact.id: contact.value
        for contact in Contact.in_use(case.person_id, ContactKind.EMAIL)
        if counts_as_verified(contact.proven_at, clock.now())
    }


def _typed(form: Writing) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "summary": form.summary.data,
        "audience": form.audience.data,
        "body": form.body.data,
        "sources": form.source_list,
        "review_on": form.review_on.data,
    }


def _status(form: Any) -> int:
    return 422 if form.has_problems else 200


@written
def _sent_in(case_id: str) -> ModelSelect[LeafletSent]:
    """The last five leaflets sent in a case, with their editions and messages."""
    return (
        LeafletSent.select(
            LeafletSent.id,
            LeafletSent.sent_at,
            Edition.id,
            Edition.leaflet,
            Edition.number,
            Edition.title,
            OutboxMessage.id,
            OutboxMessage.state,
        )
        .join(Edition)
        .switch(LeafletSent)
        .join(OutboxMessage, JOIN.LEFT_OUTER)
        .where(LeafletSent.case == case_id)
        .order_by(LeafletSent.sent_at.desc())
        .limit(5)
    )


def _on_case(case: Case) -> Markup:
    """The leaflets that the client of a case was given, and the way to send one."""
    sent = _sent_in(case.id)
    return Markup(render_template("leaflets/_on_case.html", case=case, sent=sent, mail=mail_wording))  # noqa: S704


def _in_message(message: OutboxMessage) -> tuple[str, str] | None:
    """Which leaflet a message carries, for whoever may read leaflets and has found the message."""
    if message.kind is not Kind.LEAFLET or not may(acting_member(), "leaflets.read"):
        return None
    sent = LeafletSent.get_or_none(LeafletSent.message == message)
    return None if sent is None else ("Leaflet", f"{sent.edition.title}, version {sent.edition.version_name}")


on_case.append(_on_case)
in_message.append(_in_message)
