"""Staff from Active Directory: who is signing in, and whether somebody still belongs.

The only room that imports ldap3 (besides the demo, whose own directory is made of ldap3's specifications).
It knows no Flask and no database: it is given a `DirectoryConfig`.
"""

from ppsweb.directory.config import DirectoryConfig, DirectoryConfigRefused, Host, Mode
from ppsweb.directory.directory import Directory
from ppsweb.directory.entries import Entry
from ppsweb.directory.refusals import DirectoryDown, NotAdmitted, Refusal
from ppsweb.permissions.roles import Role

__all__ = [
    "Directory",
    "DirectoryConfig",
    "DirectoryConfigRefused",
    "DirectoryDown",
    "Entry",
    "Host",
    "Mode",
    "NotAdmitted",
    "Refusal",
    "Role",
]
