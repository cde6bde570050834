"""Pages of the outbox: what waits, what was sent, what needs a person, and the decisions about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from peewee import fn
from werkzeug.wrappers import Response

from ppsweb.audit import Reference, record, referred_to
from ppsweb.deadlines import clock
from ppsweb.mail import listing, outbox
from ppsweb.mail.commands import send
from ppsweb.mail.forms import Decision
from ppsweb.mail.models import Delivery, OutboxMessage
from ppsweb.mail.wording import REASONS, RESULTS
from ppsweb.permissions import Room
from ppsweb.permissions.room import belongs_to, current_member
from ppsweb.refusal import Refused

Answer = Response | tuple[str, int]
Verb = Callable[[Any, datetime, OutboxMessage, int | None], None]

room = Room("mail", __name__, url_prefix="/outbox", cli_group="outbox")
room.cli.add_command(send)


def _file_of_message(message_id: str) -> Reference | None:
    cases, people = OutboxMessage.case.rel_model, OutboxMessage.person.rel_model
    query = OutboxMessage.select(fn.COALESCE(cases.audit_ref, people.audit_ref))
    query = query.left_outer_join(cases, on=(OutboxMessage.case == cases.id)).switch(OutboxMessage)
    query = query.join(people, on=(OutboxMessage.person == people.id))
    return referred_to(query.where(OutboxMessage.id == message_id))


belongs_to(message=_file_of_message)
room.loads(message=OutboxMessage.found_for)

#: rooms above say what a message carries: each answers (label, words), or None if it put nothing into this message
room_satellites: list[Callable[[OutboxMessage], tuple[str, str] | None]] = []


@room.get("", needs="mail.view")
def index() -> str:
    """The messages of one's own cases, those that need a decision first."""
    member = current_member()
    record("mail.view", by=member)
    return render_template(
        "mail/index.html",
        needed=listing.waiting_for_a_person(member),
        lines=listing.newest(member),
        most=listing.MOST,
    )


@room.get("/<id:message>", needs="mail.view")
def show(message: OutboxMessage) -> tuple[str, int]:
    """One message, each try to send it, and what may be done about it."""
    record("mail.show", by=current_member(), case=outbox.file_of(message), subject=message)
    return _page(message, Decision())


@room.post("/<id:message>/cancel", needs="mail.cancel")
def cancel(message: OutboxMessage) -> Answer:
    """Make sure that it is not sent."""
    return _decide(message, outbox.cancel, "The message is cancelled. It will not be sent.")


@room.post("/<id:message>/send-again", needs="mail.resend")
def send_again(message: OutboxMessage) -> Answer:
    """Send what stopped, or what may have been sent, once more."""
    return _decide(message, outbox.send_again, "The message will be sent again.")


@room.post("/<id:message>/arrived", needs="mail.resend")
def arrived(message: OutboxMessage) -> Answer:
    """Somebody asked: it did arrive."""
    return _decide(message, outbox.confirm_arrival, "It is recorded that the message arrived.")


@room.post("/<id:message>/dealt-with", needs="mail.resend")
def dealt_with(message: OutboxMessage) -> Answer:
    """Take it off the list of those that need a decision."""
    return _decide(message, outbox.deal_with, "It is off the list of messages that need a decision.")


def _decide(message: OutboxMessage, verb: Verb, done: str) -> Answer:
    form = Decision()
    if form.validate_on_submit():
        try:
            verb(current_member(), clock.now(), message, form.seen_version)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(done)
            return redirect(url_for("mail.show", message=message.id), 303)
    return _page(message, form)


def _page(message: OutboxMessage, form: Decision) -> tuple[str, int]:
    tries = Delivery.select().where(Delivery.message == message).order_by(Delivery.began_at)
    page = render_template(
        "mail/show.html",
        form=form,
        line=listing.line(message),
        carries=[found for each in room_satellites if (found := each(message)) is not None],
        tries=list(tries),
        results=RESULTS,
        reasons=REASONS,
    )
    return page, 422 if form.has_problems else 200
