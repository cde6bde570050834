"""Sending a leaflet to a client: public text, but that it was sent is confidential (D8.11)."""

from __future__ import annotations

from datetime import datetime

from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.cases.models import Case
from ppsweb.deadlines import clock
from ppsweb.leaflets import wording
from ppsweb.leaflets.actions.publishing import has_failed_pdf
from ppsweb.leaflets.models import Edition, LeafletSent, State
from ppsweb.mail import outbox
from ppsweb.mail.models import OutboxMessage
from ppsweb.mail.sending import still_given_out
from ppsweb.mail.wording import Kind
from ppsweb.people.models import Contact
from ppsweb.refusal import Refused


@action
def send_leaflet(
    by: Member,
    when: datetime,
    case: Case,
    edition: Edition,
    contact: Contact,
    *,
    identifier: str | None = None,
) -> LeafletSent:
    """Put a published edition's PDF into the outbox for the client's verified address. Raises Refused.

    None leaves while its review is more than 30 days late (D9.03).
    """
    if edition.state != State.PUBLISHED:
        raise Refused({"edition": "Choose an edition that is published"})
    if edition.is_being_checked(clock.local(when).date()):
        raise Refused({"edition": wording.BEING_CHECKED})
    if edition.pdf is None:
        raise Refused({"edition": wording.PDF_FAILED if has_failed_pdf(edition) else wording.PDF_WAITS})
    if contact.person_id != case.person_id:
        raise Refused({"contact": "Choose an address of this client"})
    if not case.person.is_safe("safe_to_email"):
        raise Refused("The client has not said that it is safe to e-mail them.")
    message = outbox.put(
        by,
        when,
        contact=contact,
        authority=case.authority,
        kind=Kind.LEAFLET,
        case=case,
        documents=[edition.pdf],
    )
    chosen = {"id": identifier} if identifier else {}
    sent: LeafletSent = LeafletSent(
        **chosen,
        data_key=case.data_key_id,
        authority=case.authority_id,
        created_at=when,
        case=case,
        edition=edition,
        member=by,
        message=message,
        sent_at=when,
    ).insert_new()
    record("leaflets.send_leaflet", by=by, case=case, subject=edition)
    return sent


def _is_still_given_out(message: OutboxMessage, when: datetime) -> bool:
    """Whether readers still have the edition in a message: tries may last a day, and a review runs out (D9.03)."""
    today = clock.local(when).date()
    sent = LeafletSent.select(LeafletSent, Edition).join(Edition).where(LeafletSent.message == message)
    return all(
        each.edition.state == State.PUBLISHED and not each.edition.is_being_checked(today) for each in sent
    )


still_given_out[Kind.LEAFLET] = _is_still_given_out
