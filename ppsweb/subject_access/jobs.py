"""What the worker does for this room: make the packs that were asked for."""

from __future__ import annotations

from ppsweb.deadlines import clock
from ppsweb.subject_access import actions
from ppsweb.subject_access.actions.packing import JOB
from ppsweb.subject_access.building import build
from ppsweb.subject_access.codes import PackState
from ppsweb.subject_access.models import Pack
from ppsweb.subject_access.stopping import CannotBuild
from ppsweb.worker.jobs import CannotDo, handler
from ppsweb.worker.models import Job


@handler(JOB)
def make_pack(job: Job) -> None:
    """Make one pack; begun again after a crash it goes on where it was."""
    pack = Pack.get_or_none(Pack.id == job.subject)
    if pack is None:
        raise CannotDo("gone")
    if pack.state is PackState.READY:
        return
    try:
        build(pack)
    except CannotBuild as refused:
        actions.fail_pack(clock.now(), pack, refused.problem, refused.item)
        raise CannotDo(str(refused.problem)) from refused
