"""What a row of any room says about somebody, in the words of the screen and of the pack: one and the same.

A room that nobody described here is shown column by column from its own declaration, so that a new table is
in the pack before anybody thought of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from ppsweb import keys
from ppsweb.authorities import wording as authority_wording
from ppsweb.authorities.models import Ending
from ppsweb.authorities.models import Kind as AuthorityKind
from ppsweb.cases import wording as case_wording
from ppsweb.consents import wording as consent_wording
from ppsweb.database.personal_data import BASE, Holding, Holds
from ppsweb.leaflets.models import Edition
from ppsweb.mail import wording as mail_wording
from ppsweb.mail.models import documents_of
from ppsweb.people import wording as person_wording
from ppsweb.subject_access import wording
from ppsweb.subject_access.codes import Kind, Mark
from ppsweb.web.filters import day, moment

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shown:
    """One item in words: a heading, short facts, and texts that somebody wrote (the first may have no label)."""

    title: str
    facts: Pairs = ()
    texts: Pairs = field(default=(), repr=False)
    #: the id of the note that this one corrects
    corrects: str | None = None
    #: what goes on by itself and is decided by nobody: what became of a message. It is shown, and voids no decision
    goes_on: Pairs = ()

    @property
    def all_facts(self) -> Pairs:
        """The short facts as they are shown."""
        return self.facts + self.goes_on

    def beside(self, given_out: Collection[str]) -> Shown:
        """What it says in a pack with the rows of these ids.

        That it corrects a note is said only beside that note: otherwise the pack would tell that one was left out,
        which must leave no trace (D3.13).
        """
        if self.corrects is None or self.corrects not in given_out:
            return self
        return replace(self, facts=(*self.facts, ("Corrects", "an earlier note")))


@dataclass(frozen=True)
class Described:
    """What kind of thing a row is, what it says, when it happened, and whether it is decided only by itself."""

    kind: Kind
    shown: Shown = field(repr=False)
    at: datetime
    mark: Mark | None = None

    @property
    def content_mac(self) -> str:
        """A keyed code of all it says, and of its mark: a decision counts only while this stays the same.

        A note that is sealed off says what it said, and is no longer what was decided about (D4.26).
        """
        said = json.dumps(
            [self.shown.title, self.shown.facts, self.shown.texts, self.shown.corrects, self.mark],
            ensure_ascii=True,
        )
        return keys.mac("subject access item", said)


Names = Mapping[str, str]
Describer = Callable[[Any, Names], Described]


def describe(row: Any, holding: Holding, names: Names) -> Described:
    """A row in words; `names` are those of members of staff by id."""
    describer = DESCRIBERS.get(row._meta.table_name)
    return describer(row, names) if describer is not None else _by_columns(row, holding)


def _facts(*pairs: tuple[str, Any]) -> Pairs:
    """The pairs that say something."""
    return tuple((label, str(value)) for label, value in pairs if value not in (None, ""))


def _note(note: Any, names: Names) -> Described:
    mark = Mark.SEALED_OFF if note.sealed_off_at else Mark.IN_CONFIDENCE if note.told_in_confidence else None
    how = case_wording.CHANNELS[note.channel]
    shown = Shown(
        title=f"Note of {day(note.happened_at)}: {how[:1].lower()}{how[1:]}",
        facts=_facts(
            ("When", moment(note.happened_at)),
            ("Written by", names.get(note.author_id, "a former member of staff")),
            ("Written on", day(note.created_at)),
            ("Minutes", note.minutes),
        ),
        texts=tuple(
            ("" if part == "facts" else label, getattr(note, part))
            for part, label in case_wording.PARTS.items()
            if getattr(note, part)
        ),
        corrects=note.corrects_id,
    )
    return Described(Kind.NOTE, shown, note.happened_at, mark)


def _case(case: Any, names: Names) -> Described:
    shown = Shown(
        title=f"Case {case.reference}",
        facts=_facts(
            ("About", case_wording.TOPICS[case.topic]),
            ("Level", case_wording.LEVELS.get(str(case.level), case.level)),
            ("State", case_wording.STATUSES[case.status]),
            ("Officer", names.get(case.officer_id, "a former member of staff")),
            ("Opened", day(case.opened_at)),
            ("Closed", day(case.closed_on)),
            ("How it ended", case_wording.OUTCOMES.get(case.outcome, "")),
            *(
                ("Closed before", _former_closing(each))
                for each in case.closings.order_by(case.closings.model.created_at)
                if each.reopened_at
            ),
        ),
    )
    return Described(Kind.CASE, shown, case.opened_at)


def _former_closing(closing: Any) -> str:
    ended = case_wording.OUTCOMES[closing.outcome]
    return (
        f"{day(closing.closed_on)} ({ended[:1].lower()}{ended[1:]}), opened again {day(closing.reopened_at)}"
    )


def _level(change: Any, names: Names) -> Described:
    shown = Shown(
        title=f"The level of your case was changed on {day(change.created_at)}",
        facts=_facts(
            ("Before", case_wording.LEVELS.get(str(change.was), change.was)),
            ("After", case_wording.LEVELS.get(str(change.level), change.level)),
            ("By", names.get(change.member_id, "a former member of staff")),
        ),
        texts=(("Why", change.reason),),
    )
    return Described(Kind.CASE, shown, change.created_at)


def _cover(cover: Any, names: Names) -> Described:
    who = names.get(cover.member_id, "a former member of staff")
    shown = Shown(
        title=f"Your case was opened by a colleague on {day(cover.created_at)}",
        facts=_facts(("Who", who), ("Until", day(cover.until))),
        texts=(("Why", cover.reason),),
    )
    return Described(Kind.COVER, shown, cover.created_at)


def _person(person: Any, names: Names) -> Described:
    ways = [person_wording.SAFE[name] for name in person.safe_ways]
    shown = Shown(
        title="Your details",
        facts=_facts(
            ("Name", person.name),
            ("You are", authority_wording.CAPACITIES[person.capacity]),
            ("Date of birth", day(person.born_on)),
            ("Postcode", person.postcode),
            ("Language", person_wording.LANGUAGES.get(person.language, person.language)),
            ("Interpreter", "needed" if person.needs_interpreter else ""),
            ("You said it is safe to", ", ".join(ways).lower() or "do none of these"),
            ("You prove who you are by", person.pass_phrase),
        ),
        texts=(("How to reach you", person.contact_advice),) if person.contact_advice else (),
    )
    return Described(Kind.PERSON, shown, person.created_at)


def _contact(contact: Any, names: Names) -> Described:
    how = person_wording.CONTACTS[contact.kind]
    shown = Shown(
        title=f"A way to reach you: {how[:1].lower()}{how[1:]}",
        facts=_facts(
            (how, contact.value),
            ("Recorded", day(contact.created_at)),
            ("Verified", day(contact.proven_at)),
            ("Not used any more since", day(contact.ended_at)),
        ),
    )
    return Described(Kind.CONTACT, shown, contact.created_at)


def _named(named: Any, names: Names) -> Described:
    relation = person_wording.RELATIONS[named.relation]
    shown = Shown(
        title=f"Named in your file: {relation[:1].lower()}{relation[1:]}",
        facts=_facts(("Name", named.name), ("Date of birth", day(named.born_on)), ("School", named.school)),
    )
    return Described(Kind.NAMED, shown, named.created_at, Mark.ABOUT_ANOTHER)


def _authority(authority: Any, names: Names) -> Described:
    label = authority_wording.KINDS[authority.kind]
    # that another parent was in touch is theirs; the disagreement is an item of its own (D4.06, D4.24)
    disagreed = authority.withdrawn_how == Ending.DISAGREED
    ended = "Ended" if disagreed else authority_wording.ENDINGS.get(authority.withdrawn_how, "")
    how = authority_wording.METHODS.get(authority.method, "")
    agreed = authority_wording.words_of(authority)
    texts = [
        ("The words you agreed to", "\n".join(agreed.sentences) if agreed else ""),
        ("What it rests on", authority.words),
        ("Conditions", authority.conditions),
        ("Why it ended", None if disagreed else authority.withdrawn_because),
        ("Why it did not count", authority.invalidated_because),
    ]
    shown = Shown(
        title=f"{label} of {day(authority.given_at)}",
        facts=_facts(
            ("For", authority_wording.PURPOSES[authority.purpose]),
            ("Whom", authority.organisation.name if authority.organisation_id else ""),
            ("What may be told", authority_wording.categories_of(authority)),
            ("Given by", authority.giver),
            ("In the capacity of", authority_wording.CAPACITIES.get(authority.capacity, "")),
            ("How", how),
            ("Given", moment(authority.given_at)),
            ("Recorded by", names.get(authority.recorded_by_id, "a former member of staff")),
            ("Read back", "yes" if authority.read_back else ""),
            ("In writing", authority_wording.COPIES.get(authority.copy, "")),
            ("Until", day(authority.valid_until)),
            (ended, moment(authority.withdrawn_at)),
            ("Found to be wrong", moment(authority.invalidated_at)),
        ),
        texts=tuple((name, text) for name, text in texts if text),
    )
    mark = Mark.ABOUT_ANOTHER if disagreed or authority.kind == AuthorityKind.DECISION else None
    return Described(Kind.PERMISSION, shown, authority.given_at, mark)


def _disagreement(row: Any, names: Names) -> Described:
    shown = Shown(
        title=f"Disagreement about sharing of {day(row.said_at)}",
        facts=_facts(
            ("Who did not agree", row.objector),
            ("When", moment(row.said_at)),
            ("Recorded by", names.get(row.recorded_by_id, "a former member of staff")),
            ("Decision", consent_wording.OUTCOMES.get(row.outcome, "")),
            ("Decided", moment(row.decided_at)),
            ("Decided by", names.get(row.decided_by_id, "a former member of staff") if row.decided_by_id else ""),
        ),
        texts=tuple((label, text) for label, text in (("What they said", row.said), ("Why", row.because)) if text),
    )
    # that another parent was in touch is theirs: never given out in a batch (D4.06, D4.24)
    return Described(Kind.PERMISSION, shown, row.said_at, Mark.ABOUT_ANOTHER)


def _copy(row: Any, names: Names) -> Described:
    shown = Shown(
        title=f"Written copy of what you agreed to, {day(row.created_at)}",
        facts=_facts(
            ("Agreed", day(row.sharing.given_at)),
            ("How you got it", authority_wording.COPIES[row.how]),
            ("Given by", names.get(row.given_by_id, "a former member of staff")),
            ("Password told", moment(row.told_at)),
        ),
    )
    return Described(Kind.PERMISSION, shown, row.created_at)


def _talk(row: Any, names: Names) -> Described:
    shown = Shown(
        title=f"Talk with {row.named.name} of {day(row.talked_on)}",
        facts=_facts(
            ("What was settled", consent_wording.SETTLED[row.settled]),
            ("Recorded by", names.get(row.recorded_by_id, "a former member of staff")),
        ),
        texts=(("In their words", row.said),) if row.said else (),
    )
    # what a young person said is theirs: never given out to a parent in a batch (D4.09)
    return Described(Kind.PERMISSION, shown, row.created_at, Mark.ABOUT_ANOTHER)


def _message(message: Any, names: Names) -> Described:
    shown = Shown(
        title=f"Message of {day(message.created_at)}",
        facts=_facts(
            ("What", mail_wording.KINDS[message.kind]),
            ("To", message.contact.value),
            ("Asked for by", names.get(message.asked_by_id, "a former member of staff")),
            ("Reference", message.reference.upper()),
            ("Documents with it", len(documents_of(message)) or ""),
        ),
        texts=(("", message.body),),
        goes_on=_facts(
            ("State", mail_wording.STATES[message.state]),
            ("Since", moment(message.ended_at)),
        ),
    )
    return Described(Kind.MESSAGE, shown, message.created_at)


def _leaflet(sent: Any, names: Names) -> Described:
    edition = Edition.get_by_id(sent.edition_id)
    shown = Shown(
        title=f"Leaflet {'sent' if sent.message_id else 'given'} on {day(sent.sent_at)}",
        facts=_facts(
            ("Leaflet", edition.title),
            ("By", names.get(sent.member_id, "")),
        ),
        goes_on=_facts(
            (
                "What became of the message",
                mail_wording.STATES[sent.message.state] if sent.message_id else "",
            ),
        ),
    )
    return Described(Kind.LEAFLET, shown, sent.sent_at)


def _request(request: Any, names: Names) -> Described:
    events = [
        f"{day(event.happened_on)}: {wording.HAPPENED[event.kind]}"
        + (f" ({event.words})" if event.words else "")
        for event in request.events.order_by(request.events.model.happened_on)
    ]
    events += [f"{day(each.handed_on)}: {wording.IDENTITY[each.identity]}" for each in request.handovers]
    shown = Shown(
        title=f"Request for data of {day(request.received_on)}",
        facts=_facts(
            ("Reference", request.shown_reference),
            ("How it came", case_wording.CHANNELS[request.channel]),
            ("About", wording.ASKED_AS[request.asked_as]),
            ("Logged by", names.get(request.logged_by_id, "a former member of staff")),
        ),
        texts=(("What was asked", request.words), ("What happened", "\n".join(events))),
    )
    return Described(Kind.REQUEST, shown, request.created_at)


DESCRIBERS: dict[str, Describer] = {
    "notes": _note,
    "cases": _case,
    "case_covers": _cover,
    "case_levels": _level,
    "people": _person,
    "contacts": _contact,
    "named_people": _named,
    "authorities": _authority,
    "disagreements": _disagreement,
    "young_person_talks": _talk,
    "sharing_copies": _copy,
    "outbox_messages": _message,
    "leaflets_sent": _leaflet,
    "data_requests": _request,
}
#: rows that are told with another row: a message with its documents and tries, a request with its events
TOLD_WITH_ANOTHER = frozenset({"outbox_documents", "deliveries", "data_request_events", "case_closings"})


def _by_columns(row: Any, holding: Holding) -> Described:
    """A row of a table that nobody has described yet: never decided among others, whatever it may turn out to say."""
    facts, texts = [], []
    for name, holds in holding.columns.items():
        value = getattr(row, name) if holds not in (Holds.ID, Holds.HASH) and name not in BASE else None
        if value is None:
            continue
        label = name.replace("_", " ").capitalize()
        if holds is Holds.SEALED and isinstance(value, str):
            texts.append((label, value))
        else:
            facts.append((label, _said(value)))
    thing = row._meta.table_name.replace("_", " ").capitalize()
    shown = Shown(f"{thing}, {day(row.created_at)}", tuple(facts), tuple(texts))
    return Described(Kind.OTHER, shown, row.created_at, Mark.ABOUT_ANOTHER)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    return str(value)
