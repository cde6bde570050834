"""The site as it stands in service: staff in a real Active Directory, messages through a real mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from ppsweb.directory import Directory
from tests.given import smtp
from tests.given.browser import Visits, serving
from tests.given.samba import Samba
from tests.given.smtp import MailServer


@pytest.fixture
def whole_site(samba: Samba, mail_server: MailServer, make_app: Callable[..., Flask]) -> Flask:
    """The application on the domain controller, whose certificate carries its name and not its address, and on
    the mail server with STARTTLS and sign-in."""
    app = make_app(
        mail_host=mail_server.host,
        mail_port=mail_server.port,
        mail_user=smtp.USERNAME,
        mail_password=smtp.PASSWORD,
        mail_ca_file=str(mail_server.certificates.authority),
    )
    app.extensions["directory"].directory = Directory(samba.directory_config())
    return app


@pytest.fixture
def visit_whole_site(chromium: Browser, whole_site: Flask) -> Iterator[Visits]:
    """Opens pages of that site, as the fixture `visit` does of the ordinary one."""
    with serving(whole_site) as address:
        visits = Visits(chromium, address)
        yield visits
        visits.close()
