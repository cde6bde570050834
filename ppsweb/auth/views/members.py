"""The manager's pages about the staff: who is admitted, who waits, who has left."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ppsweb.auth import current_member, leaving, looking_up, wording
from ppsweb.auth.actions import membership
from ppsweb.auth.forms import MemberForm
from ppsweb.auth.models import Deputy, Member
from ppsweb.auth.views.room import room
from ppsweb.deadlines import clock
from ppsweb.directory import DirectoryDown
from ppsweb.refusal import Refused

Answer = str | Response | tuple[str, int]


@room.get("/members", needs="auth.members")
def members() -> str:
    """Everybody in the service's groups, those who wait first; today's deputies; who has left, and who was let go."""
    everybody = Member.all_in_groups()
    return render_template(
        "auth/members.html",
        roles=wording.ROLES,
        waiting=[
            each for each in everybody if (each.is_waiting and each.left_at is None) or each.is_promoted
        ],
        here=[each for each in everybody if each.is_admitted and not each.has_left],
        left=[each for each in everybody if each.has_left],
        gone=[each for each in everybody if each.left_at is not None],
        deputies=Deputy.current_and_coming(clock.today()),
    )


@room.get("/members/<id:member>", needs="auth.members")
def member(member: Member) -> str:
    """One member of staff, with the work that they have open."""
    return render_template(
        "auth/member.html",
        who=member,
        roles=wording.ROLES,
        work=leaving.open_work(member),
        drafts=leaving.drafts_of(member),
    )


@room.form("/members/<id:member>/admit", needs="auth.admit")
def admit(member: Member) -> Answer:
    """A second look at who it is, then the word that lets them in."""
    return _decide(
        member,
        "auth/admit.html",
        lambda by, form: _admit(by, member, form.seen_version),
    )


@room.form("/members/<id:member>/let-go", needs="auth.admit")
def let_go(member: Member) -> Answer:
    """What they have open is shown before they are let go, for handing over."""
    return _decide(
        member,
        "auth/let_go.html",
        lambda by, form: membership.let_go(by, clock.now(), member, form.seen_version),
    )


def _admit(by: Member, member: Member, version: int | None) -> Member:
    """Ask the directory what the account is now, so that no role is admitted that only the row says."""
    try:
        belongs = looking_up.look_up(member)
    except DirectoryDown:
        raise Refused(wording.DIRECTORY_DOWN) from None
    if not belongs:
        raise Refused(wording.GONE)
    return membership.admit(by, clock.now(), member, version)


def _decide(member: Member, template: str, act: Callable[[Member, MemberForm], Member]) -> Answer:
    form = MemberForm(obj=member)
    by = current_member()
    if form.validate_on_submit() and by is not None:
        try:
            act(by, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"{member.name} is {'admitted' if member.is_admitted else 'let go'}")
            return redirect(url_for("auth.members"), 303)
    page = render_template(
        template,
        form=form,
        who=member,
        roles=wording.ROLES,
        work=leaving.open_work(member),
        drafts=leaving.drafts_of(member),
    )
    return page, 422 if form.has_problems else 200
