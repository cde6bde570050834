"""The commands of sign-in: the first manager, and whether the directory has what the settings name."""

from __future__ import annotations

import dataclasses

from flask import Flask

from ppsweb.audit import AuditRow
from ppsweb.auth.models import Member
from ppsweb.auth.staff_directory import OfSettings
from tests.client import Client
from tests.given.staff import ensure_connection
from tests.given.staff_directory import CouncilDirectory, sign_in


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["auth", *words])
    return result.exit_code, result.output


def signed_in(app: Flask, account: str) -> None:
    client = Client(app)
    sign_in(client, account)
    client.close()


def test_the_first_manager_is_admitted_by_command_and_nobody_after(directory_site: Flask) -> None:
    for account in ("marigold", "oak"):
        signed_in(directory_site, account)
    assert run(directory_site, "admit", "marigold@demo.example") == (
        0,
        "Maya Marigold is admitted as the first manager.\n",
    )
    with ensure_connection():
        manager = Member.of_account("marigold")
        assert manager is not None
        assert manager.is_manager
        (row,) = AuditRow.select().where(AuditRow.action == "auth.admitted")
        assert (row.actor, row.subject, row.detail) == (None, manager.id, "by_command")
    status, said = run(directory_site, "admit", "marigold@demo.example")
    assert (status, "There is an admitted manager" in said) == (1, True)


def test_only_somebody_whom_the_directory_has_as_manager_is_admitted_by_command(
    directory_site: Flask, council_directory: CouncilDirectory
) -> None:
    for account in ("marigold", "oak"):
        signed_in(directory_site, account)
    assert run(directory_site, "admit", "oak@demo.example")[0] == 1
    council_directory.leave("marigold", "PPS Managers")
    council_directory.join("marigold", "Council Staff")
    status, said = run(directory_site, "admit", "marigold@demo.example")
    assert (status, "not have this person in the managers' group" in said) == (1, True)
    assert run(directory_site, "admit", "nobody@demo.example")[0] == 1
    council_directory.stop()
    assert "The directory does not answer" in run(directory_site, "admit", "marigold@demo.example")[1]
    with ensure_connection():
        assert not [member for member in Member.select() if member.is_admitted]


def test_a_slip_in_the_name_of_a_group_is_found(
    directory_site: Flask, council_directory: CouncilDirectory
) -> None:
    assert run(directory_site, "check-directory")[0] == 0
    of_settings = directory_site.extensions["directory"]
    slipped = dataclasses.replace(directory_site.extensions["settings"], officer_group="CN=PPS Oficers,DC=x")
    directory_site.extensions["directory"] = OfSettings(slipped)
    status, said = run(directory_site, "check-directory")
    assert (status, "CN=PPS Oficers,DC=x" in said) == (1, True)
    directory_site.extensions["directory"] = of_settings
    council_directory.stop()
    assert "does not answer" in run(directory_site, "check-directory")[1]
