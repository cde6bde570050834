"""What happened to each invented family, from permission to the newest note, through the acts of the rooms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ppsweb.auth.models import Member
from ppsweb.authorities import actions as authorities
from ppsweb.cases import actions as cases
from ppsweb.cases.models import Case, Channel, Note
from ppsweb.database import new_id
from ppsweb.deadlines import clock
from ppsweb.demo.data import families
from ppsweb.demo.data.families import Family
from ppsweb.demo.data.note_texts import texts
from ppsweb.demo.data.staff import Staff
from ppsweb.demo.data.timeline import Past
from ppsweb.people import actions as people
from ppsweb.people.models import Contact, ContactKind, NamedPerson, Person, Relation
from ppsweb.people.taking_on import take_on_with_permission

TIMES = ("09:40", "11:15", "14:05", "10:20", "15:35", "13:10", "16:20", "12:05")


@dataclass
class Told:
    """What the stories have made so far, by the client's name."""

    people: dict[str, Person] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)


def of_family(past: Past, staff: Staff, told: Told, family: Family) -> Iterator[datetime]:
    """Permission, client, case and its notes; then the end, for those that have one."""
    officer = staff[family.officer]
    yield past.ago(family.opened, TIMES[len(family.name) % len(TIMES)])
    person = _take_on(officer, family)
    told.people[family.name] = person
    _describe(officer, person, family, past)
    case = _open(officer, person, family)
    told.cases[family.name] = case
    yield from _notes(past, officer, case, family)
    if family.closed is not None and family.outcome is not None:
        yield past.ago(family.closed, "16:30")
        finished = Case.get_by_id(case.id)
        cases.close_case(officer, finished, closed_on=clock.today(), outcome=family.outcome)


def of_verifying(past: Past, staff: Staff, told: Told, family: Family) -> Iterator[datetime]:
    """The client reads the code back, less than six months ago, for after that it would not count (D8.03)."""
    yield past.ago(min(family.opened, 90), "16:55")
    officer, person = staff[family.officer], told.people[family.name]
    contact = Contact.get((Contact.person == person) & (Contact.kind == ContactKind.EMAIL))
    code = people.start_verifying(officer, clock.now(), contact)
    people.verify_contact(officer, clock.now(), contact, code)


def of_enquiries(past: Past, staff: Staff) -> Iterator[datetime]:
    """Calls of people who gave no name, counted and no more (D1.07)."""
    for days, officer, level, topic in sorted(families.ENQUIRIES, key=lambda each: -each[0]):
        yield past.ago(days, "11:50")
        cases.record_enquiry(
            staff[officer], happened_on=clock.today(), channel=Channel.PHONE, level=level, topic=topic
        )


def of_corrections(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """A wrong date put right by a new note, and something that was told in confidence (D4.12)."""
    yield past.ago(40, "15:50")
    case = told.cases[families.HAWTHORN.name]
    wrong = Note.select().where(Note.case == case).order_by(Note.happened_at.desc()).get()
    _note(
        staff["oak"],
        case,
        Channel.OTHER,
        5,
        corrects=wrong,
        facts="Correction of my note: the letter that Hazel read out was dated the 4th, not the 14th.",
    )
    yield past.ago(34, "13:20")
    _note(
        staff["oak"],
        told.cases[families.PLUM.name],
        Channel.PHONE,
        15,
        told_in_confidence=True,
        facts="A teaching assistant of Larkford Primary School rang, with Petra’s knowledge. Pip has been left "
        "out of swimming twice. The assistant asked not to be named to the school or to anybody else.",
        information_given="That we pass nothing on, and that Petra can ask the school about swimming herself.",
    )
    yield past.ago(33, "10:05")
    _note(
        staff["oak"],
        case,
        Channel.PHONE,
        30,
        told_in_confidence=True,
        facts="Hazel rang from a friend’s telephone. Hazel and Harvey have stayed with the friend since Sunday. "
        "Hazel asked that Heath should not learn of it from anybody.",
        parents_view="Hazel says that they are safe where they are.",
        information_given="The numbers of the domestic abuse service and of the police for an emergency.",
        observation="Asked whether anybody is at risk now; no. Told the manager, as the procedure says.",
    )


def of_cover(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """A colleague opens a case for cover, with a reason, and writes down what happened (D6.22)."""
    yield past.ago(3, "09:15")
    case = told.cases[families.BILBERRY.name]
    cases.cover(
        staff["orchid"],
        case,
        reason="Oliver is on leave until Thursday; Briar rang the office about the panel’s letter.",
        today=clock.today(),
    )
    yield clock.now()
    _note(
        staff["orchid"],
        case,
        Channel.PHONE,
        10,
        facts="Briar rang about the panel’s letter, which gives the wrong school. Briar will ask for a new one.",
    )


def of_conflict(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """An officer knows a family and will not see its case (D4.13)."""
    yield past.ago(20, "09:05")
    cases.declare_conflict(
        staff["oleander"], told.cases[families.TEASEL.name], reason="Tamsin’s sister is my neighbour."
    )


def of_misfiled_note(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """A note written into the wrong file, which the manager seals off and files where it belongs (D4.26)."""
    yield past.ago(14, "12:20")
    note = _note(
        staff["oak"],
        told.cases[families.ROSEHIP.name],
        Channel.PHONE,
        10,
        facts="Briar rang: the new bus pass has come and Bud has used it twice without trouble.",
    )
    yield past.ago(13, "09:30")
    cases.file_elsewhere(
        staff.manager,
        clock.now(),
        note,
        told.cases[families.BILBERRY.name],
        because="Written into the Rosehip file by mistake; it is about Briar Bilberry.",
    )


def of_withdrawal(past: Past, staff: Staff, told: Told) -> Iterator[datetime]:
    """A permission that was right and has ended (D4.05)."""
    yield past.ago(30, "14:40")
    person = told.people[families.CHERVIL.name]
    authorities.withdraw(
        staff["orchid"],
        clock.now(),
        person.authority,
        because="Clementine rang: the family is moving to another county and wants no more contact.",
    )


def _take_on(officer: Member, family: Family) -> Person:
    now = clock.now()
    return take_on_with_permission(
        officer,
        now,
        identifier=new_id(),
        giver=family.name,
        capacity=family.capacity,
        method=family.method,
        given_at=now,
        read_back=True,
        phone=family.phone,
        child=None,
        safe=dict.fromkeys(family.safe, True),
        conditions=family.conditions,
    )


def _describe(officer: Member, person: Person, family: Family, past: Past) -> None:
    """Who else is named, and whatever the client said about being reached."""
    if family.child:
        people.name_person(
            officer,
            person,
            relation=Relation.CHILD,
            name=family.child,
            born_on=family.born_on(past.today),
            school=family.school,
        )
    for relation, name in family.others:
        people.name_person(officer, person, relation=Relation(relation), name=name)
    said = {
        "postcode": family.postcode,
        "contact_advice": family.advice,
        "pass_phrase": family.phrase,
        "language": family.language,
        "needs_interpreter": family.interpreter,
    }
    people.change_person(officer, person, person.version, **said)
    if family.email:
        people.add_contact(officer, person, ContactKind.EMAIL, family.email)


def _open(officer: Member, person: Person, family: Family) -> Case:
    child = NamedPerson.get_or_none((NamedPerson.person == person) & (NamedPerson.relation == Relation.CHILD))
    return cases.open_case(officer, clock.now(), person, topic=family.topic, level=family.level, child=child)


def _notes(past: Past, officer: Member, case: Case, family: Family) -> Iterator[datetime]:
    chosen = texts(family.topic, family.notes)
    for number, text in enumerate(chosen):
        days = family.opened - (family.opened - family.last) * number // max(len(chosen) - 1, 1)
        yield past.ago(days, TIMES[number % len(TIMES)])
        _note(officer, case, text.channel, text.minutes, **text.parts(family))


def _note(
    by: Member,
    case: Case,
    channel: Channel,
    minutes: int,
    **written: Any,
) -> Note:
    """A note of a contact that has just taken place, in the case as it stands now."""
    now = clock.now()
    return cases.write_note(
        by,
        now,
        Case.get_by_id(case.id),
        happened_at=now,
        channel=channel,
        minutes=minutes,
        **written,
    )
