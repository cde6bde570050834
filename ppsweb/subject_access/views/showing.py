"""A request on one page: its dates, how far it is, and each of its five steps."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template

from ppsweb import keys
from ppsweb.audit import record
from ppsweb.auth.models import Member, names_of
from ppsweb.cases.models import Case
from ppsweb.cases.wording import CHANNELS
from ppsweb.mail.wording import COLOURS as MESSAGE_COLOURS
from ppsweb.mail.wording import STATES as MESSAGE_STATES
from ppsweb.people.models import Contact
from ppsweb.subject_access import rules, wording
from ppsweb.subject_access.actions.packing import JOB
from ppsweb.subject_access.answering import handovers_of, is_locked, releases_of, sealed_off_since
from ppsweb.subject_access.codes import PackState
from ppsweb.subject_access.models import DataRequest, Item, Pack, Release
from ppsweb.subject_access.standing import decided, latest_pack, standing
from ppsweb.subject_access.timing import STATES, note, without_effect
from ppsweb.subject_access.views.listing import lines_of
from ppsweb.subject_access.views.room import acting_member, record_read, room
from ppsweb.worker import jobs
from ppsweb.worker.models import State


@room.get("/<id:request>", needs="subject_access.view")
def show(request: DataRequest) -> str:
    """The request: due date with its working, then what is to be done, by whom."""
    member = acting_member()
    record("subject_access.view", by=member, case=request.recorded_under, subject=request)
    keys.fetch([request.data_key_id, request.files_key_id])
    now, pack, releases = decided(request), latest_pack(request), releases_of(request)
    where = standing(now, pack, released=bool(releases))
    line = lines_of([request])[0]
    names = names_of()
    return render_template(
        "subject_access/show.html",
        request_=request,
        case=request.case,
        now=now,
        where=where,
        forged=rules.FORGED,
        line=line,
        dates=line.clock,
        light=STATES.get(line.clock.light, ""),
        note=note(line.clock),
        events=line.events,
        void=without_effect(line.events, line.clock.as_of),
        tasks=_tasks(request, where, pack, member, bool(line.answer)),
        pack=pack,
        pack_trouble=trouble(pack),
        pack_running=is_running(pack),
        releases=_with_contacts(releases),
        message_states=MESSAGE_STATES,
        message_colours=MESSAGE_COLOURS,
        handovers=handovers_of(request),
        locked=is_locked(request),
        signatures=now.signatures,
        why_not_sign=rules.why_not_sign(where, prepared=now.preparation_by(member)),
        why_not_release=rules.why_not_release(where, awaits_identity=line.clock.awaits_identity),
        names=names,
        channels=CHANNELS,
        wording=wording,
        other_cases=Case.select().where(Case.person == request.person_id).count(),
    )


def _tasks(
    request: DataRequest, where: rules.Standing, pack: Pack | None, member: Member, answered: bool
) -> list[dict[str, Any]]:
    """The five steps and how far each is."""
    return [
        {"title": "Look everywhere", **_state(where.places_left == 0, f"{where.places_left} places left")},
        {"title": "Decide every item", **_state(where.undecided == 0, f"{where.undecided} left")},
        {"title": "Make the pack", **_state(where.has_pack, _pack_state(pack))},
        {
            "title": "A second person reads it and signs",
            **_state(where.is_signed, "Voided by a change" if where.was_voided else "Not yet"),
        },
        {"title": "The manager releases it", **_state(answered, "Not yet")},
    ]


def _state(is_done: bool, otherwise: str) -> dict[str, str]:
    return {"status": "Done"} if is_done else {"status": otherwise, "colour": "blue"}


def _pack_state(pack: Pack | None) -> str:
    if pack is None:
        return "Not yet"
    if trouble(pack):
        return "Could not be made"
    if pack.state is PackState.READY:
        return "Out of date"
    return wording.PACK_STATES[pack.state]


def trouble(pack: Pack | None) -> str:
    """What stopped the making of the pack, in a sentence; empty if nothing did."""
    if pack is None:
        return ""
    if pack.state is PackState.FAILED and pack.problem is not None:
        return ("An item " if pack.problem_item_id else "The pack ") + wording.PROBLEMS[pack.problem]
    job = jobs.latest(JOB, pack.id) if pack.state is not PackState.READY else None
    if job is not None and job.state is State.FAILED:
        return "The program that makes packs stopped three times. Tell whoever looks after the system."
    return ""


def is_running(pack: Pack | None) -> bool:
    return pack is not None and pack.state in (PackState.WAITING, PackState.DRAWING) and not trouble(pack)


def _with_contacts(releases: list[Release]) -> list[tuple[Release, Contact]]:
    return [(each, each.contact) for each in releases]


@room.get("/<id:request>/pack.pdf", needs="subject_access.view")
def pack_file(request: DataRequest) -> Response:
    """The pack as it stands, to be read before it is signed and released. It is not encrypted: it stays here.

    Whatever the rows say, one in which there is a note that was sealed off since it was asked for is shown to nobody.
    """
    pack = latest_pack(request)
    if pack is None or pack.file is None or pack.state is not PackState.READY or not pack.is_genuine:
        return abort(404)
    if sealed_off_since(request, pack.created_at):
        return abort(404)
    record_read("subject_access.view_pack", request, Item.select().where(Item.request == request))
    return Response(
        pack.data(),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{pack.file.name}"'},
    )
