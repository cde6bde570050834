"""The council's directory as the settings describe it."""

from __future__ import annotations

from functools import cached_property

from flask import Flask, current_app

from ppsweb.directory import Directory, DirectoryConfig, Host
from ppsweb.permissions.roles import Role
from ppsweb.settings import Settings

NAME = "directory"


class OfSettings:
    """The directory, opened when it is first asked: most commands need none. A value that cannot be used is found
    at the start, not when the first person signs in. Raises DirectoryConfigRefused."""

    def __init__(self, settings: Settings) -> None:
        self._config = config_of(settings)

    @cached_property
    def directory(self) -> Directory:
        return Directory(self._config)


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions[NAME] = OfSettings(settings)


def directory() -> Directory:
    """The directory of the running application. Raises DirectoryConfigRefused if its certificate cannot be read."""
    of_settings: OfSettings = current_app.extensions[NAME]
    return of_settings.directory


def config_of(settings: Settings) -> DirectoryConfig:
    """What the directory must be told. A role without a group is one that nobody has."""
    groups = {
        settings.manager_group: Role.MANAGER,
        settings.officer_group: Role.OFFICER,
        settings.leaflet_editor_group: Role.LEAFLET_EDITOR,
        settings.council_group: Role.COUNCIL,
    }
    return DirectoryConfig(
        hosts=tuple(Host.parse(each) for each in settings.directory_hosts),
        ca_file=settings.directory_ca_file,
        base_dn=settings.directory_base,
        netbios=settings.directory_netbios,
        upn_suffix=settings.directory_domain,
        service_account=settings.directory_account,
        service_password=settings.directory_password,
        groups={dn: role for dn, role in groups.items() if dn},
    )
