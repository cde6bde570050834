"""A professional asks for help for a family: who asked is kept, and nothing about the family (D4.07)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb import keys
from ppsweb.audit import AuditRow
from ppsweb.authorities.models import Authority
from ppsweb.cases.models import Case, Enquiry
from ppsweb.database import Table, database, tables
from ppsweb.deadlines import clock
from ppsweb.disclosures.models import Act
from ppsweb.keys import DataKey
from ppsweb.organisations import actions as organisations
from ppsweb.organisations.models import OrganisationKind
from ppsweb.people.models import Person
from ppsweb.permissions.roles import Role
from ppsweb.referrals import listing, rules
from ppsweb.referrals.models import Asked, Referral
from ppsweb.refusal import Refused
from tests.given.families import a_case
from tests.given.referrals import a_referral
from tests.given.sharing import a_body
from tests.given.statements import Statements
from tests.page_checks import named, text_of, with_class

PAGE = "/referrals/record"
TYPED = {"referrer": "Dr Hazel Hornbeam", "body": "Mill Lane Surgery", "kind": "health", "asked": "number"}
#: where a family would leave a trace
OF_FAMILIES = ("people", "named_people", "cases", "contacts", "notes", "search_tokens")


@pytest.mark.parametrize(
    ("referrer", "body", "field"),
    [
        ("Dr Hazel Hornbeam", "Mill Lane Surgery", None),
        ("Forde Childs", "Child and Family Therapy, Larkford", None),
        ("Ms O’Rea", "Larkshire Parent Carer Forum", None),
        ("Sam Sycamore", "0-19 Team, Larkford", None),
        ("Sam Sycamore", "14-19 Team, Larkford", None),
        ("Dr Hornbeam about Petra Plum", "Mill Lane Surgery", "referrer"),
        ("Dr Hornbeam re Pip", "Mill Lane Surgery", "referrer"),
        ("Dr Hornbeam for the mother of Pip", "Mill Lane Surgery", "referrer"),
        ("Dr Hornbeam, 01632 960 001", "Mill Lane Surgery", "referrer"),
        ("Dr Hornbeam, Year 6", "Mill Lane Surgery", "referrer"),
        ("…", "Mill Lane Surgery", "referrer"),
        ("Dr Hornbeam", "Mill Lane Surgery, regarding Pip Plum", "body"),
        ("Dr Hornbeam", "Elm School, Pip Plum’s mum", "body"),
        ("Dr Hornbeam", "Elm School, Pip Plum 12/03/2016", "body"),
        ("Dr Hornbeam", "Elm School 01632 960 001", "body"),
        ("Dr Hornbeam", "the school", "body"),
        ("Dr Hornbeam", " ", "body"),
        ("Dr Hornbeam", "Hedgerow  PRIMARY school", "body"),
    ],
)
def test_what_goes_on_to_say_whom_it_is_about_is_refused(referrer: str, body: str, field: str | None) -> None:
    reasons = rules.reasons_against(
        referrer=referrer,
        in_list=False,
        body=body,
        kind_said=True,
        offered=frozenset({"hedgerow primary school"}),
    )
    assert list(reasons) == ([field] if field else [])


@pytest.mark.policy("C5", guard="referrals.reasons_against")
@pytest.mark.policy("I9", guard="referrals.reasons_against")
def test_a_professional_brings_no_family_with_them(staff: Any) -> None:
    """Not even one for whom they want early help: neither a name nor a client, a case or an act comes of it."""
    officer = staff(Role.OFFICER)
    before = rows_of_families(officer.app)
    page = officer.get(PAGE).form("Record who asked")
    wrong = page.submit(TYPED, expect=422, referrer="Dr Hornbeam, early help for the mother of Pip Plum")
    assert wrong.errors == [rules.ONLY_THEIRS]
    done = wrong.form("Record who asked").submit(referrer="Dr Hazel Hornbeam")
    assert "Nothing about the family is kept." in done.text
    assert "Dr Hazel Hornbeam" in done.text
    with officer.app.app_context(), database.connection_context():
        kept = Referral.get()
        assert (kept.referrer, kept.body_name, kept.kind) == (
            "Dr Hazel Hornbeam",
            "Mill Lane Surgery",
            "health",
        )
        assert (kept.asked, kept.came_on, kept.taken_by_id) == ("number", clock.today(), officer.member.id)
    assert rows_of_families(officer.app) == before
    a_family(officer)
    assert rows_of_families(officer.app) != before, "the control: a family that gives permission leaves rows"
    officer.close()


def rows_of_families(app: Any) -> dict[str, int]:
    with app.app_context(), database.connection_context():
        return {
            each._meta.table_name: each.select().count() for each in (Person, Case, Authority, Act, Enquiry)
        }


def a_family(officer: Any) -> Case:
    with officer.app.app_context(), database.connection_context():
        return a_case(officer.member)


def test_there_is_no_place_for_a_family(as_officer: Any) -> None:
    """The page asks for two names, neither the family's; no column holds more or points to a family."""
    page = as_officer.get(PAGE)
    written = [each.get("name") for each in named(page.root, "input") if each.get("type", "text") == "text"]
    assert [name for name in written if name and not name.startswith("came_on")] == ["referrer", "body"]
    assert named(page.root, "textarea") == []
    assert set(Referral._sealed_names()) == {"referrer", "body"}
    assert tables_that(Referral) == {"data_keys", "members", "organisations"}
    pointing = {each._meta.table_name for each in tables() if "referrals" in tables_that(each)}
    assert pointing == set(), "nothing joins it to a file later"
    assert {"people", "named_people"} < tables_that(Case), "the control: a case points to whom it is about"


def tables_that(table: type[Table]) -> set[str]:
    """The tables to which this one points."""
    return {each._meta.table_name for each in table._meta.refs.values()}


def test_nobody_looks_whether_the_family_is_known(as_officer: Any) -> None:
    """So what the officer sees cannot tell it, and what they say neither (C3)."""
    a_family(as_officer)
    with Statements() as asked:
        as_officer.get(PAGE).form("Record who asked").submit(TYPED)
    assert asked.name('"referrals"')
    assert not asked.name(*OF_FAMILIES)
    with Statements() as asked:
        as_officer.get("/cases/")
    assert asked.name(*OF_FAMILIES), "the control: a page about families does"


def test_the_page_says_what_to_say_and_leads_to_the_ways_in(as_officer: Any) -> None:
    """Neither a yes nor a no, the service's own number, and the two things that do count (C3, C10, I11)."""
    for address in ("/cases/", "/cases/enquiry", "/people/by-telephone"):
        assert PAGE in as_officer.get(address).links.values(), address
    page = as_officer.get(PAGE)
    with as_officer.app.app_context():
        phone = as_officer.app.extensions["settings"].service_phone
    assert "I cannot say whether we know a family" in page.text
    assert phone in text_of(with_class(page.root, "script")[0])
    assert page.follow("Ask for their permission").heading == "Permission by telephone"
    assert page.follow("record it as a concern").path == "/safeguarding/record"


def test_a_body_of_the_list_is_chosen_and_nothing_typed_is_lost(as_officer: Any) -> None:
    with as_officer.app.app_context(), database.connection_context():
        school = a_body(as_officer.member)
    page = as_officer.get(PAGE).form("Record who asked")
    wrong = page.submit(
        expect=422, referrer="Sam Sycamore", organisation=school.id, body="Elm College", asked="leaflet"
    )
    assert wrong.errors == ["You chose a body from the list. Leave this empty, or choose none there"]
    again = wrong.form("Record who asked")
    page = again.submit(body="")
    assert again.submit(body="").path == page.path == "/referrals/", "sent twice it is one"
    with as_officer.app.app_context(), database.connection_context():
        kept = Referral.get()
        assert (kept.organisation_id, kept.body, kept.kind) == (school.id, None, "school")
        assert Referral.select().count() == 1
    assert "Hedgerow Primary School" in page.text
    assert "A leaflet of ours" in page.text


def test_what_is_missing_is_said_beside_its_field(as_officer: Any) -> None:
    page = as_officer.get(PAGE).form("Record who asked").submit(expect=422)
    assert page.errors == [
        "Enter the name of whoever asks",
        "Choose what you asked them to give the parent",
    ]
    page = page.form("Record who asked").submit(expect=422, referrer="Sam Sycamore", asked="both")
    assert page.errors == [
        "Choose the body that they work for, or enter its name",
        "Choose what kind of body it is",
    ]
    later = clock.today() + timedelta(days=2)
    page = page.form("Record who asked").submit(TYPED, expect=422, came_on=later)
    assert page.errors == ["Day must be today or in the past"]


def test_a_body_that_went_from_the_list_meanwhile_is_refused(officer: Any) -> None:
    school = a_body(officer)
    organisations.retire_organisation(officer, clock.now(), school)
    with pytest.raises(Refused) as refused:
        a_referral(officer, school)
    assert list(refused.value.reasons) == ["organisation"]
    assert Referral.select().count() == 0


def test_the_list_counts_them_by_body(officer: Any) -> None:
    """The same name is the same body, whether it was chosen or typed; the keys come with one query."""
    today, school = clock.today(), a_body(officer)
    a_referral(officer, body="Mill Lane Surgery", kind=OrganisationKind.HEALTH, came_on=today - timedelta(9))
    for days in (3, 5):
        a_referral(officer, school, came_on=today - timedelta(days))
    a_referral(officer, body="mill lane  surgery", kind=OrganisationKind.HEALTH, asked=Asked.NOT_REACHED)
    a_referral(officer, school)
    keys.forget()
    with Statements() as asked:
        bodies = listing.by_body(listing.newest())
        assert [(each.name, each.times, each.last) for each in bodies] == [
            ("Hedgerow Primary School", 3, today),
            ("mill lane surgery", 2, today),
        ]
    assert len(asked.texts) == 2


def test_it_is_recorded_without_a_name_and_never_changed(officer: Any) -> None:
    one = a_referral(officer, a_body(officer))
    row = AuditRow.get(AuditRow.action == "referrals.record_referral")
    assert (row.subject, row.audit_ref, row.detail) == (one.id, None, None)
    with pytest.raises(IntegrityError, match="is not edited"), database.atomic():
        Referral.update(asked=Asked.BOTH).where(Referral.id == one.id).execute()
    assert Referral.get_by_id(one.id).asked == Asked.NUMBER


def test_its_key_destroys_the_name_by_itself(officer: Any) -> None:
    """As long as the row is there the key stays; the row of another professional opens afterwards as before."""
    one, other = a_referral(officer, a_body(officer)), a_referral(officer, a_body(officer, "Elm College"))
    with pytest.raises(IntegrityError), database.atomic():
        DataKey.delete().where(DataKey.id == one.data_key_id).execute()
    held = Referral.get_by_id(one.id)
    one.delete_instance()
    DataKey.delete().where(DataKey.id == one.data_key_id).execute()
    keys.forget()
    with pytest.raises(keys.KeyDestroyed):
        _ = held.referrer
    assert Referral.get_by_id(other.id).referrer == "Dr Hazel Hornbeam"


def test_a_row_moved_to_another_officer_does_not_open(officer: Any, staff: Any) -> None:
    one = a_referral(officer, a_body(officer))
    other = staff.member(Role.OFFICER, "Olive Orchid")
    moved = Referral.get_by_id(one.id)
    assert moved.referrer == "Dr Hazel Hornbeam"
    moved.__data__["taken_by"] = other.id
    with pytest.raises(keys.Tampered):
        _ = moved.referrer


def test_nobody_but_caseworkers_sees_who_asked(staff: Any) -> None:
    for role, status in (
        (Role.OFFICER, 200),
        (Role.MANAGER, 200),
        (Role.LEAFLET_EDITOR, 403),
        (Role.COUNCIL, 404),
    ):
        somebody = staff(role)
        for address in (PAGE, "/referrals/"):
            somebody.get(address, expect=status)
        somebody.close()
