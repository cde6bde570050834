"""My work today, safeguarding numbers, the accessibility statement."""

from __future__ import annotations

from flask import render_template

from ppsweb.audit import record
from ppsweb.audit.wording import describe
from ppsweb.auth import current_member
from ppsweb.deadlines import clock
from ppsweb.home import wording, work
from ppsweb.permissions import Room
from ppsweb.web.alone import always_alone, stands_alone
from ppsweb.web.tasks import waiting_for

room = Room("home", __name__)
describe(wording.ACTIONS)


@room.get("/", needs="home.view")
def today() -> str:
    """What there is to do, by role; for somebody who waits to be admitted, that they wait."""
    member = current_member()
    families = {
        "cases": work.waiting_cases(member),
        "without_officer": work.cases_without_officer(member),
        "due": work.cases_due_for_review(member, clock.today()),
    }
    tasks = waiting_for(member, clock.today()) if member is not None else []
    if any(families.values()) or any(kind.names_clients for kind, _ in tasks):
        record("home.view", by=member)  # like the list of cases: names of clients are seen here (D6.13)
    return render_template(
        "home/today.html",
        **families,
        tasks=tasks,
        actions=work.actions(),
        sections=work.sections(),
        waits=member is not None and member.is_waiting,
    )


@room.get("/safeguarding", needs="public.safeguarding")
@stands_alone("home/safeguarding_alone.html")
def safeguarding() -> str:
    """Whom to ring about a child at risk (C10): found without signing in, because nothing else may work."""
    return render_template("home/safeguarding.html")


#: the blank form, to be printed and kept beside the telephone
room.get("/safeguarding/form", needs="public.safeguarding", endpoint="safeguarding_form")(
    always_alone("home/safeguarding_form.html")
)


@room.get("/accessibility", needs="public.accessibility")
def accessibility() -> str:
    """The accessibility statement that the regulations ask for (D7.02)."""
    return render_template("home/accessibility.html", statement=work.STATEMENT)
