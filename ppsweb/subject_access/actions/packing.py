"""Asking for a pack, and what the worker does to its rows on the way."""

from __future__ import annotations

from datetime import datetime

from ppsweb import files
from ppsweb.audit import action, record
from ppsweb.auth.models import Member
from ppsweb.database import new_id
from ppsweb.files import Kind as FileKind
from ppsweb.files import MediaType
from ppsweb.keys import DataKey
from ppsweb.refusal import Refused
from ppsweb.subject_access.answering import sealed_off_since
from ppsweb.subject_access.codes import PackState, Problem
from ppsweb.subject_access.models import DataRequest, Fragment, Item, Pack
from ppsweb.subject_access.standing import decided, latest_pack, standing
from ppsweb.subject_access.stopping import CannotBuild, look_again
from ppsweb.worker import jobs

JOB = "subject_access.pack"
#: neutral, like every name that somebody outside could see (D8.06)
FILE_NAME = "document-{}.pdf"


@action
def ask_for_pack(by: Member, when: datetime, request: DataRequest) -> Pack:
    """Have the worker make the pack of what is decided now. Raises Refused."""
    now = decided(request)
    where = standing(now)
    if not where.is_decided:
        raise Refused("Everything has to be decided, and every place looked at, before the pack is made.")
    newest = latest_pack(request)
    same = newest is not None and newest.content_hash == where.content_hash
    if newest is not None and same and newest.state in (PackState.WAITING, PackState.DRAWING):
        job = jobs.latest(JOB, newest.id)
        if job is not None and job.finished_at is None:
            raise Refused("The pack is being made already.")
    if newest is not None and same and newest.state is PackState.READY and newest.file_id is not None:
        raise Refused("This pack has been made already.")
    pack: Pack = Pack(
        created_at=when, request=request, content_hash=where.content_hash, asked_by=by, items=where.included
    ).insert_new()
    jobs.ask(JOB, pack.id)
    record("subject_access.ask_for_pack", by=by, case=request.recorded_under, subject=request)
    return pack


@action
def keep_fragment(pack: Pack, number: int, content_mac: str, data: bytes) -> Fragment:
    """Keep a drawn part, sealed, so that it is not drawn again if the worker dies after it.

    Raises CannotBuild if a note was sealed off since the pack was asked for: whoever sealed it off has destroyed the
    parts that were there, and this one would stay (D4.26).
    """
    request, fragment_id = pack.request, new_id()
    request.lock()
    if sealed_off_since(request, pack.created_at):
        raise CannotBuild(Problem.CHANGED)
    file = files.store(
        data,
        kind=FileKind.FRAGMENT,
        media=MediaType.BYTES,
        name="part",
        data_key=_key(request),
        owner=fragment_id,
    )
    fragment: Fragment = Fragment(
        id=fragment_id, request=request, content_mac=content_mac, number=number, file=file
    )
    fragment.signed().insert_new()
    record("subject_access.keep_fragment", by=None, case=request.recorded_under, subject=request)
    return fragment


@action
def finish_pack(when: datetime, pack: Pack, data: bytes, *, pages: int, used: set[str]) -> Pack:
    """Keep the finished and checked pack, and destroy older ones and the parts that are of no use any more.

    Raises CannotBuild if it is not what is decided by now: a note that is sealed off while the pack is drawn finds
    no pack to destroy, so it is looked for once more in this transaction, which keeps the request from others (D4.26).
    """
    request = pack.request
    request.lock()
    look_again(pack)
    pack.file = files.store(
        data,
        kind=FileKind.PACK,
        media=MediaType.PDF,
        name=FILE_NAME.format(request.reference.partition("-")[0]),
        data_key=_key(request),
        owner=pack,
    )
    pack.state, pack.pages, pack.finished_at, pack.problem = PackState.READY, pages, when, None
    pack.signed().save_changed()
    _clear(pack, used)
    record("subject_access.finish_pack", by=None, case=request.recorded_under, subject=request)
    return pack


@action
def fail_pack(when: datetime, pack: Pack, problem: Problem, item: Item | None = None) -> Pack:
    """Say why the pack could not be made, and of which item, where it is one."""
    pack.state, pack.problem, pack.problem_item = PackState.FAILED, problem, item
    pack.finished_at = when
    pack.save_changed()
    record(
        "subject_access.fail_pack",
        by=None,
        case=pack.request.recorded_under,
        subject=pack.request,
        detail=str(problem),
    )
    return pack


def _key(request: DataRequest) -> DataKey:
    key: DataKey = DataKey.get_by_id(request.files_key_id)
    return key


def _clear(pack: Pack, used: set[str]) -> None:
    old_packs = Pack.select().where(
        (Pack.request == pack.request) & (Pack.id != pack.id) & Pack.file.is_null(False)
    )
    for each in old_packs:
        file, each.file = each.file, None
        each.save_changed()
        if file is not None:
            files.destroy(file)
    for part in Fragment.select().where(
        (Fragment.request == pack.request) & Fragment.content_mac.not_in(list(used) or [""])
    ):
        file = part.file
        part.delete_instance()
        files.destroy(file)
