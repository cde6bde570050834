"""Members of staff who are signed in already, by the same acts as on the live site.

The directory is left out, and nothing else: its entry is given to the act of signing in, a manager admits, and
the browser gets the session's own cookie. How the directory comes to its answer is tests/directory's affair.

    as_officer.get("/cases")                  somebody signed in, at the checking client
    staff(Role.OFFICER, "Olive Orchid")       as many more as a story needs; `.member` is the row
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import NAMESPACE_DNS, uuid5

import pytest
from flask import Flask, Response
from flask_login import login_user
from playwright.sync_api import Page

from ppsweb.auth.actions import membership, signing
from ppsweb.auth.login import current_session
from ppsweb.auth.models import Member, Session
from ppsweb.auth.session import COOKIE
from ppsweb.database import database
from ppsweb.deadlines import clock
from ppsweb.directory import Entry
from ppsweb.permissions.roles import Role
from tests.client import HOST, ORIGIN, Client

NAMES = {
    Role.MANAGER: "Maya Marigold",
    Role.OFFICER: "Oliver Oak",
    Role.LEAFLET_EDITOR: "Lena Laurel",
    Role.COUNCIL: "Colin Clover",
}


class SignedIn(Client):
    """A member of staff at a browser."""

    def __init__(self, app: Flask, member: Member, token: str) -> None:
        super().__init__(app)
        self.member, self.token = member, token
        self.browser.set_cookie(COOKIE, token, domain=HOST, secure=True, httponly=True, samesite="Strict")

    def take_to(self, page: Page, address: str) -> None:
        """Give the session to a page of the real browser, which visits `address`."""
        page.context.add_cookies(
            [
                {
                    "name": COOKIE,
                    "value": self.token,
                    # Chromium takes a __Host- cookie by hand for https only, and sends it to 127.0.0.1 all the same
                    "url": address.replace("http:", "https:"),
                    "secure": True,
                    "httpOnly": True,
                    "sameSite": "Strict",
                }
            ]
        )


def entry(role: Role, name: str) -> Entry:
    """What the directory would say of somebody; the same name is the same person."""
    account = name.casefold().replace(" ", ".")
    return Entry(
        guid=uuid5(NAMESPACE_DNS, account),
        account=account,
        upn=f"{account}@pps-test.example",
        display_name=name,
        email=f"{account}@larkshire.example",
        role=role,
    )


class Staff:
    """Makes members of staff, signed in. The manager comes first: somebody has to admit the others."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.clients: list[SignedIn] = []

    def __call__(self, role: Role, name: str = "", *, admitted: bool = True) -> SignedIn:
        """A member of this role at a browser; `admitted=False` leaves them waiting for the manager."""
        client = SignedIn(self.app, *self._signed_in(entry(role, name or NAMES[role]), admitted))
        self.clients.append(client)
        return client

    def member(self, role: Role, name: str = "", *, admitted: bool = True) -> Member:
        """The row only, for tests of actions."""
        with self.app.app_context(), ensure_connection():
            return self._enrolled(entry(role, name or NAMES[role]), admitted)[0]

    def _signed_in(self, who: Entry, admitted: bool) -> tuple[Member, str]:
        """What the page of signing in does once the directory has let somebody in."""
        with self.app.test_request_context(base_url=ORIGIN), ensure_connection():
            member, token, row = self._enrolled(who, admitted)
            current_session().adopt(token, row)
            login_user(member)
            self.app.session_interface.save_session(self.app, current_session(), Response())
            return member, token

    def _enrolled(self, who: Entry, admitted: bool) -> tuple[Member, str, Session]:
        member, token, row = signing.sign_in(who)
        if admitted and member.is_waiting:
            self._admit(member)
        return member, token, row

    def _admit(self, member: Member) -> None:
        """By the manager, who is admitted by command if there is none yet."""
        if member.role == Role.MANAGER and not self._managers():
            membership.admit_first(clock.now(), member)
            return
        membership.admit((self._managers() or [self.member(Role.MANAGER)])[0], clock.now(), member)

    @staticmethod
    def _managers() -> list[Member]:
        return [each for each in Member.select() if each.is_manager]


@contextmanager
def ensure_connection() -> Iterator[None]:
    """A connection for the while, unless the test has one open already."""
    opened = database.connect(reuse_if_open=True)
    yield
    if opened:
        database.close()


@pytest.fixture
def staff(app: Flask) -> Iterator[Staff]:
    """`staff(Role.OFFICER)` is somebody signed in; a name makes it somebody else."""
    made = Staff(app)
    yield made
    for client in made.clients:
        client.close()


@pytest.fixture
def as_manager(staff: Staff) -> SignedIn:
    """The manager of the service, signed in."""
    return staff(Role.MANAGER)


@pytest.fixture
def as_officer(staff: Staff) -> SignedIn:
    """An officer, signed in and admitted."""
    return staff(Role.OFFICER)


@pytest.fixture
def as_editor(staff: Staff) -> SignedIn:
    """Somebody who writes leaflets and sees no family."""
    return staff(Role.LEAFLET_EDITOR)


@pytest.fixture
def as_council(staff: Staff) -> SignedIn:
    """Any other member of the council's staff."""
    return staff(Role.COUNCIL)


@pytest.fixture
def manager(staff: Staff) -> Member:
    """The manager's row, for tests of actions."""
    return staff.member(Role.MANAGER)


@pytest.fixture
def officer(staff: Staff) -> Member:
    """An officer's row, for tests of actions."""
    return staff.member(Role.OFFICER)
