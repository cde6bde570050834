"""Who may do what, said a second time and by hand, so that a slip in the table of permissions is found out."""

from __future__ import annotations

from ppsweb.permissions.roles import Role

MANAGER, OFFICER, EDITOR, COUNCIL = Role.MANAGER, Role.OFFICER, Role.LEAFLET_EDITOR, Role.COUNCIL
EVERYBODY = {MANAGER, OFFICER, EDITOR, COUNCIL}
SERVICE = {MANAGER, OFFICER, EDITOR}
CASEWORK = {MANAGER, OFFICER}

ROLES_OF = {
    "public.": EVERYBODY,
    "auth.sign_out": EVERYBODY,
    "auth.stay": EVERYBODY,
    "auth.": {MANAGER},
    "audit.": {MANAGER},
    "home.": EVERYBODY,
    "leaflets.read": EVERYBODY,
    "leaflets.write": {MANAGER, EDITOR},
    "leaflets.publish": SERVICE,
    "search.": CASEWORK,
    "authorities.invalidate": {MANAGER},
    "authorities.": CASEWORK,
    "organisations.": CASEWORK,
    "consents.decide": {MANAGER},
    "consents.": CASEWORK,
    "people.": CASEWORK,
    "cases.seal_note": {MANAGER},
    "cases.": CASEWORK,
    "disclosures.close_breach": {MANAGER},
    "disclosures.": CASEWORK,
    "referrals.": CASEWORK,
    "subject_access.release": {MANAGER},
    "subject_access.": CASEWORK,
    "safeguarding.record": SERVICE,
    "safeguarding.view": SERVICE,
    "safeguarding.": CASEWORK,
    "mail.": CASEWORK,
    "demo.": EVERYBODY,
}


def roles_that_may(permission: str) -> set[Role]:
    """The roles of the longest entry that the permission begins with; KeyError for one that nobody thought of."""
    fitting = [begin for begin in ROLES_OF if permission.startswith(begin)]
    if not fitting:
        raise KeyError(permission)
    return ROLES_OF[max(fitting, key=len)]
