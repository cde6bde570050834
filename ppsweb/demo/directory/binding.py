"""What Active Directory answers when a name and a password are shown to it."""

from __future__ import annotations

import hmac

from ppsweb.demo.directory.people import State
from ppsweb.demo.directory.tree import Tree

SUCCESS, INVALID_CREDENTIALS = 0, 49

# Told only to those who know the password, except that a locked account says so to everybody.
SUB_CODES = {
    State.DISABLED: "533",
    State.EXPIRED: "701",
    State.PASSWORD_EXPIRED: "532",
    State.MUST_CHANGE: "773",
}


def answer(tree: Tree, name: str, password: bytes) -> tuple[int, str, str | None]:
    """Result code, diagnostic message, and the account now bound (None: nobody).

    A name without a password is bound as nobody, *successfully*, as Active Directory does it unless it was
    told otherwise: whoever takes that for a sign-in lets everybody in.
    """
    if not password:
        return SUCCESS, "", None
    person = tree.account(name)
    if person is not None and person.state is State.LOCKED:
        return _refused("775")
    if person is None or not hmac.compare_digest(person.password.encode(), password):
        return _refused("52e")
    if person.state in SUB_CODES:
        return _refused(SUB_CODES[person.state])
    return SUCCESS, "", person.account


def _refused(sub_code: str) -> tuple[int, str, None]:
    text = f"80090308: LdapErr: DSID-0C09041C, comment: AcceptSecurityContext error, data {sub_code}, v4563"
    return INVALID_CREDENTIALS, text, None
