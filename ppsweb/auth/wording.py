"""Words of signing in, of admission and of deputising, as staff read them."""

from __future__ import annotations

from typing import Any

from ppsweb.directory.refusals import Refusal
from ppsweb.permissions.roles import Role
from ppsweb.permissions.wording import NEEDED

ROLES = {
    Role.MANAGER: "Manager",
    Role.OFFICER: "Officer",
    Role.LEAFLET_EDITOR: "Leaflet editor",
    Role.COUNCIL: "Council staff",
}

#: the one sentence for every refusal (D6.10)
NOT_LET_IN = (
    "The name or password is not right, or this account cannot sign in. "
    "Check both and try again, or ring the council's IT service desk"
)
TOO_MANY = (
    "Too many wrong attempts. Wait 15 minutes and try again, so that the council does not lock the account. "
    "If you cannot wait, ring the council's IT service desk"
)
ROLE_CHANGED = "The directory has given you another role, so you cannot do this now. Open the page again"
TOO_MANY_CONFIRMATIONS = "Too many wrong passwords. Wait 15 minutes and try again"

#: why somebody finds themselves on the sign-in page
WHY = {
    "signed-out": "You have signed out.",
    "elsewhere": "You have been signed out: you signed out in another tab of this browser.",
    "elsewhere-lost": (
        "You have been signed out: you signed out in another tab of this browser. "
        "What you typed here after that was not saved."
    ),
    "sent-out": (
        "You have been signed out, because the council's directory says that this account does not belong "
        "to the service any more or is switched off."
    ),
    "over": "You have been signed out, because nothing was done for a while or a full day had passed.",
    "lapsed": "This page had been open for too long. Type your name and password once more.",
    "kept": (
        "You had been signed out before you pressed the button. What you had typed is kept. "
        "Sign in, and it is there when you open the page again."
    ),
}

ALREADY_ADMITTED = "This person is admitted already in this role"
IN_NO_GROUP = (
    "The directory has this person in none of the service's groups. "
    "Ask the council's IT service to add them, and have them sign in again"
)
GONE = (
    "The directory does not have this person in the service's groups today, or their account is switched off. "
    "Nobody was admitted"
)
DIRECTORY_DOWN = (
    "The council's directory does not answer, so nobody can be admitted. Try again in a few minutes"
)
HAS_A_MANAGER = "There is an admitted manager, who admits everybody else on the page Staff"
NOT_A_MANAGER = "The directory does not have this person in the managers' group"
MANAGER_IN_PERSON = "Only the manager can do this, not a deputy"
NOT_YOURSELF = "You cannot let yourself go. The next manager does that"
NOT_ADMITTED = "This person is not admitted, so there is nothing to end"
OFFICERS_DEPUTISE = "Only an admitted officer can deputise"
DEPUTY_DAYS = {
    "first_day": "The first day must be today or later",
    "last_day": "The last day must not be before the first, and at most three months after it",
}
DEPUTY_ENDED = "This appointment has ended already"

#: what this room writes into the record of access
ACTIONS = {
    "auth.signed_in": "Signed in",
    "auth.signed_out": "Signed out",
    "auth.sent_out": "Sent out: the directory no longer vouches for them",
    "auth.sign_in_refused": "Sign-in refused",
    "auth.opened": "Opened a form of the file",
    "auth.refused": "Asked for what is not theirs",
    "auth.form_refused": "Sent a form without this site's token",
    "auth.suspended": "Session suspended: the directory does not answer",
    "auth.password_confirmed": "Showed their password once more",
    "auth.password_not_confirmed": "Did not show their password",
    "auth.role_changed": "Role changed in the directory",
    "auth.came_back": "The directory vouches for them again",
    "auth.admitted": "Admitted",
    "auth.let_go": "Let go",
    "auth.deputy_appointed": "Appointed deputy",
    "auth.deputy_ended": "Deputising ended",
}

#: why somebody was not let in: for the record alone, since the person is told one sentence whatever it was (D6.10)
REFUSALS: dict[Any, str] = {
    Refusal.EMPTY_PASSWORD: "No password",
    Refusal.BAD_PASSWORD: "A password that cannot be one",
    Refusal.BAD_NAME: "A name that cannot be one",
    Refusal.WRONG: "Wrong name or password",
    Refusal.DISABLED: "The account is switched off",
    Refusal.EXPIRED: "The account has expired",
    Refusal.PASSWORD_EXPIRED: "The password has expired",
    Refusal.MUST_CHANGE: "The password has to be changed first",
    Refusal.LOCKED: "The account is locked",
    Refusal.NOT_NOW: "The account may not sign in at this hour or from this computer",
    Refusal.NOT_FOUND: "The directory has no such account",
    Refusal.AMBIGUOUS: "The directory has more than one such account",
    Refusal.NO_GROUP: "In none of the service's groups",
    "directory_down": "The directory did not answer",
    "too_many": "Too many attempts",
}

#: what stands beside an act in the record of access
DETAILS: dict[str, dict[Any, str]] = {
    "auth.sign_in_refused": REFUSALS,
    "auth.password_not_confirmed": {
        "wrong": "The password was wrong",
        "somebody_else": "It was the password of somebody else",
        "role_changed": "The directory had given them another role",
    },
    "auth.sent_out": {"gone": "The account is in none of the groups, or switched off"},
    "auth.role_changed": dict(ROLES),
    "auth.admitted": {**ROLES, "by_command": "The first manager, by a command on the server"},
    "auth.refused": dict(NEEDED),
}
