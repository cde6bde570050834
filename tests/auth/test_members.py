"""Who is admitted to the service: the directory's group is necessary, and a manager's word makes it sufficient."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from peewee import IntegrityError

from ppsweb.audit import AuditRow
from ppsweb.auth import leaving, looking_up, wording
from ppsweb.auth.actions import deputising, membership
from ppsweb.auth.models import Deputy, Member, Session
from ppsweb.database import Stale, database
from ppsweb.deadlines import clock
from ppsweb.directory import Entry
from ppsweb.permissions.roles import Role
from ppsweb.refusal import Refused
from tests.given.staff import SignedIn, Staff, ensure_connection, entry
from tests.given.tampering import without_guards


def fresh(member: Member) -> Member:
    found: Member = Member.get_by_id(member.id)
    return found


def actions_on(member: Member) -> list[tuple[str, str | None]]:
    rows = AuditRow.select().where(AuditRow.subject == member.id).order_by(AuditRow.at)
    return [(row.action, row.actor) for row in rows]


@pytest.mark.policy("C4", guard="permissions.in_service")
def test_a_manager_admits_after_a_second_look(
    staff: Staff, as_manager: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Directory:
        """Says of everybody what it said when they signed in; a real one is in test_standing."""

        def look_up(self, guid: UUID) -> Entry:
            return entry(Role.OFFICER, "Wanda Willow")

    monkeypatch.setattr(looking_up, "directory", Directory)
    waiting = staff(Role.OFFICER, "Wanda Willow", admitted=False)
    page = as_manager.get("/members").follow("Wanda Willow").follow("Admit")
    for seen in ("Wanda Willow", "wanda.willow@pps-test.example", "Officer"):
        assert seen in page.text
    waiting.get("/cases", expect=404)
    after = page.form("Admit to the service").submit()
    assert "Wanda Willow is admitted" in after.text
    assert "A manager must admit you" not in waiting.get("/").text
    with ensure_connection():
        assert fresh(waiting.member).in_service
        assert actions_on(waiting.member)[-1] == ("auth.admitted", as_manager.member.id)


def test_somebody_in_no_group_of_the_service_cannot_be_admitted(
    db: Flask, staff: Staff, manager: Member
) -> None:
    with pytest.raises(Refused) as refused:
        membership.admit(manager, clock.now(), staff.member(Role.COUNCIL))
    assert str(refused.value) == wording.IN_NO_GROUP


def test_admitting_twice_is_refused(db: Flask, manager: Member, officer: Member) -> None:
    with pytest.raises(Refused):
        membership.admit(manager, clock.now(), officer)


def test_a_row_that_changed_meanwhile_is_not_admitted_unseen(
    db: Flask, staff: Staff, manager: Member
) -> None:
    waiting = staff.member(Role.OFFICER, "Wanda Willow", admitted=False)
    seen = waiting.version
    waiting.name = "Somebody Else"
    waiting.save_changed()
    with pytest.raises(Stale):
        membership.admit(manager, clock.now(), waiting, seen)
    assert not fresh(waiting).is_admitted


@pytest.mark.policy("C4", guard="permissions.in_service")
@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER, Role.LEAFLET_EDITOR])
def test_an_admission_written_into_the_database_opens_nothing(
    staff: Staff, as_manager: SignedIn, role: Role
) -> None:
    intruder = staff(role, "Ivy Intruder", admitted=False)
    with ensure_connection():
        genuine = fresh(as_manager.member)
        for mac in (None, "0" * 64, genuine.mac):
            Member.update(admitted_at=genuine.admitted_at, admitted_by=genuine.id, mac=mac).where(
                Member.id == intruder.member.id
            ).execute()
            forged = fresh(intruder.member)
            assert (forged.is_admitted, forged.in_service, forged.manages) == (False, False, False)
    intruder.get("/cases", expect=404)
    intruder.get("/members", expect=404)
    page = as_manager.get("/members")
    assert "Ivy Intruder Row not written here" in page.text


def test_a_let_go_colleague_cannot_be_put_back_by_hand(
    staff: Staff, as_manager: SignedIn, store: Any
) -> None:
    leaver = staff(Role.OFFICER, "Lena Leaver")
    with ensure_connection():
        before = fresh(leaver.member)
    as_manager.get("/members").follow("Lena Leaver").follow("Let go").form("Let go").submit()
    with ensure_connection():
        assert fresh(leaver.member).left_at is not None
        # with the code of the time before, which still holds for that admission
        with pytest.raises(IntegrityError, match="admitted anew"), database.atomic():
            Member.update(left_at=None, mac=before.mac).where(Member.id == before.id).execute()
    with without_guards(store), ensure_connection():
        Member.update(left_at=None).where(Member.id == before.id).execute()
        assert not fresh(leaver.member).is_admitted


def test_letting_go_ends_every_session_and_all_access_at_once(staff: Staff, as_manager: SignedIn) -> None:
    leaver, elsewhere = staff(Role.OFFICER, "Lena Leaver"), staff(Role.OFFICER, "Lena Leaver")
    as_manager.get("/members").follow("Lena Leaver").follow("Let go").form("Let go").submit()
    for browser in (leaver, elsewhere):
        assert browser.fetch("/", expect=303).location.startswith("/sign-in")
    with ensure_connection():
        assert Session.select().where(Session.member == leaver.member.id).count() == 0
        assert not fresh(leaver.member).in_service
    # the directory may still know them: they read leaflets like any council staff
    again = staff(Role.OFFICER, "Lena Leaver", admitted=False)
    assert again.get("/").heading == "My work today"
    again.get("/cases", expect=404)


def test_nobody_lets_themselves_go(db: Flask, manager: Member) -> None:
    with pytest.raises(Refused) as refused:
        membership.let_go(manager, clock.now(), manager)
    assert str(refused.value) == wording.NOT_YOURSELF


def test_somebody_let_go_can_be_admitted_again(db: Flask, manager: Member, officer: Member) -> None:
    membership.let_go(manager, clock.now(), officer)
    assert not fresh(officer).is_admitted
    membership.admit(manager, clock.now(), officer)
    assert fresh(officer).is_admitted


def test_open_work_of_a_leaver_is_listed_for_handing_over(
    staff: Staff, as_manager: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaver = staff.member(Role.OFFICER, "Lena Leaver")
    monkeypatch.setattr(leaving, "_listers", [])

    @leaving.lists
    def cases(member: Member) -> list[leaving.Work]:
        return [leaving.Work("Case k7m2", "/cases/k7m2", "/cases/k7m2/hand-over")] if member == leaver else []

    page = as_manager.get(f"/members/{leaver.id}/let-go")
    assert page.links["Case k7m2"] == "/cases/k7m2"
    assert page.links["Hand over Case k7m2"] == "/cases/k7m2/hand-over"
    assert "Nothing is open." in as_manager.get(f"/members/{as_manager.member.id}").text


def test_the_pages_of_staff_are_the_managers(
    staff: Staff, as_officer: SignedIn, as_council: SignedIn
) -> None:
    other = staff.member(Role.LEAFLET_EDITOR)
    for path in ("/members", f"/members/{other.id}", f"/members/{other.id}/admit", "/deputies/new"):
        as_officer.get(path, expect=403)
        as_council.get(path, expect=404)


# --- deputies


def appoint(staff: Staff, manager: SignedIn, first: int, last: int, expect: int = 200) -> object:
    with ensure_connection():
        officer = staff.member(Role.OFFICER)
    day = clock.today()
    return (
        manager.get("/deputies/new")
        .form("Appoint")
        .submit(
            member=officer.id,
            first_day=day + timedelta(days=first),
            last_day=day + timedelta(days=last),
            expect=expect,
        )
    )


def stay(client: SignedIn) -> None:
    """As if the directory had been asked at this moment."""
    with ensure_connection():
        for row in Session.select().where(Session.member == client.member.id):
            row.seen_at = row.checked_at = row.started_at = clock.now()
            row.signed().save_changed()


def test_a_deputy_manages_from_the_first_day_to_the_last(
    staff: Staff, as_manager: SignedIn, as_officer: SignedIn
) -> None:
    appoint(staff, as_manager, 1, 2)
    for days, status in ((0, 403), (1, 200), (2, 200), (3, 403)):
        clock.move(timedelta(days=days))
        stay(as_officer)
        as_officer.get("/audit", expect=status)


def test_a_deputy_neither_admits_nor_lets_go_nor_appoints(
    db: Flask, manager: Member, officer: Member
) -> None:
    officer.deputises = True
    assert officer.manages  # the positive control
    for act in (
        lambda: membership.admit(officer, clock.now(), officer),
        lambda: membership.let_go(officer, clock.now(), manager),
        lambda: deputising.appoint_deputy(
            officer, officer, first_day=clock.today(), last_day=clock.today(), today=clock.today()
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert str(refused.value) == wording.MANAGER_IN_PERSON


def test_a_deputy_is_not_offered_what_only_the_manager_in_person_may(
    staff: Staff, as_manager: SignedIn, as_officer: SignedIn
) -> None:
    waiting = staff.member(Role.OFFICER, "Wendy Willow", admitted=False)
    appoint(staff, as_manager, 0, 5)
    place = f"/members/{waiting.id}"
    ending = f"End for {as_officer.member.name}"
    page = as_manager.get("/members")
    assert "Appoint a deputy" in page.links  # the positive control
    assert ending in page.text
    assert "Admit" in as_manager.get(place).links
    page = as_officer.get("/members")
    assert "Appoint a deputy" not in page.links
    assert ending not in page.text
    assert not {"Admit", "Let go"} & set(as_officer.get(place).links)
    for address in ("/deputies/new", f"{place}/admit", f"{place}/let-go"):
        as_officer.get(address, expect=403)


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-1, 2, "first_day"), (3, 2, "last_day"), (1, 93, "last_day")]
)
def test_days_that_cannot_be_are_refused_beside_their_field(
    staff: Staff, as_manager: SignedIn, first: int, last: int, field: str
) -> None:
    page = appoint(staff, as_manager, first, last, expect=422)
    assert page.errors == [wording.DEPUTY_DAYS[field]]  # type: ignore[attr-defined]
    with ensure_connection():
        assert Deputy.select().count() == 0


def test_the_manager_ends_an_appointment_early(
    staff: Staff, as_manager: SignedIn, as_officer: SignedIn
) -> None:
    appoint(staff, as_manager, 0, 5)
    as_officer.get("/audit")
    as_manager.get("/members").form(f"End for {as_officer.member.name}").submit()
    as_officer.get("/audit", expect=403)


def test_the_same_form_sent_twice_appoints_once(staff: Staff, as_manager: SignedIn) -> None:
    officer = staff.member(Role.OFFICER)
    form = as_manager.get("/deputies/new").form("Appoint")
    day = clock.today()
    form.submit(member=officer.id, first_day=day, last_day=day)
    assert form.submit().heading == "Staff"
    with ensure_connection():
        assert Deputy.select().count() == 1


def test_a_deputy_written_into_the_database_is_none(
    staff: Staff, as_manager: SignedIn, as_officer: SignedIn
) -> None:
    appoint(staff, as_manager, 2, 3)
    with ensure_connection():
        row = Deputy.get()
        Deputy.update(first_day=clock.today()).execute()
        assert not Deputy.get().stands_on(clock.today())
        assert not Deputy.is_deputy(as_officer.member, clock.today())
        row.first_day = clock.today()
        Deputy.update(mac=row.signed().mac).execute()
        assert Deputy.is_deputy(
            as_officer.member, clock.today()
        )  # the positive control: the code was the reason
    as_officer.get("/audit")


def test_a_leaver_deputises_no_more(db: Flask, manager: Member, officer: Member) -> None:
    day = clock.today()
    deputising.appoint_deputy(manager, officer, first_day=day, last_day=day, today=day)
    membership.let_go(manager, clock.now(), officer)
    assert Deputy.get().ended_at is not None


def test_who_deputises_for_a_manager_who_is_let_go_does_so_no_more(
    db: Flask, staff: Staff, manager: Member, officer: Member
) -> None:
    day, other = clock.today(), staff.member(Role.MANAGER, "Mina Myrtle")
    deputising.appoint_deputy(manager, officer, first_day=day, last_day=day + timedelta(days=30), today=day)
    of_the_other = deputising.appoint_deputy(other, officer, first_day=day, last_day=day, today=day)
    assert Deputy.is_deputy(officer, day + timedelta(days=1))
    membership.let_go(other, clock.now(), manager)
    assert not Deputy.is_deputy(officer, day + timedelta(days=1))
    assert Deputy.get_by_id(of_the_other.id).stands_on(day)
    assert ("auth.deputy_ended", other.id) in actions_on(officer)


def test_only_an_admitted_officer_deputises(db: Flask, staff: Staff, manager: Member) -> None:
    day = clock.today()
    for member in (
        staff.member(Role.LEAFLET_EDITOR),
        staff.member(Role.COUNCIL),
        staff.member(Role.OFFICER, "Wanda Willow", admitted=False),
    ):
        with pytest.raises(Refused):
            deputising.appoint_deputy(manager, member, first_day=day, last_day=day, today=day)
