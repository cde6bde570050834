"""A directory of invented staff that speaks real LDAP over TLS, for the training copy and the tests."""

from ppsweb.demo.directory.people import DEMO_PASSWORD, DOMAIN, GROUPS, PEOPLE, Group, Person, State
from ppsweb.demo.directory.server import (
    DemoDirectory,
    DemoDirectoryConfig,
    DemoRefused,
    directory_config,
    serve,
)

__all__ = [
    "DEMO_PASSWORD",
    "DOMAIN",
    "GROUPS",
    "PEOPLE",
    "DemoDirectory",
    "DemoDirectoryConfig",
    "DemoRefused",
    "Group",
    "Person",
    "State",
    "directory_config",
    "serve",
]
