"""Showing name and password to the directory, and what slows somebody who guesses.

Every refusal is one sentence and takes the same time, whatever was wrong (D6.10); the record keeps them apart.
The site stops asking before the directory would lock the account, so nobody can lock a colleague out of the
whole council from here (D6.09).
"""

from __future__ import annotations

import time

from ppsweb import keys
from ppsweb.auth import enrolling, rules
from ppsweb.auth.actions import signing
from ppsweb.auth.models import Member, SignInAttempt, account_hash
from ppsweb.auth.staff_directory import directory
from ppsweb.deadlines import clock
from ppsweb.directory import DirectoryDown, Entry, NotAdmitted, Refusal

#: seconds that every refusal takes at least: longer than the directory needs to find an account and its groups
REFUSAL_TAKES = 0.4
#: refusals that were made before the directory was asked, which therefore counts nothing
UNASKED = (Refusal.EMPTY_PASSWORD, Refusal.BAD_PASSWORD)


class NotLetIn(Exception):
    """The name or password is not right, or this account cannot sign in: which of these, only the record says."""


class RoleChanged(Exception):
    """The password is right, but the directory has moved this member since their page was opened."""


class TooManyAttempts(Exception):
    """The directory is not asked for now: so many wrong attempts would soon lock the account."""


def show(typed_name: str, password: str, *, address: str) -> Entry:
    """The directory entry of whoever typed this. `address` is where the request came from.

    Raises NotLetIn, TooManyAttempts (both recorded), DirectoryDown.
    """
    started = time.monotonic()
    attempt = _begin(typed_name, address)
    try:
        entry = directory().sign_in(typed_name, password)
    except DirectoryDown:
        attempt.delete_instance()
        signing.refuse_sign_in(because="directory_down", typed_name=typed_name)
        raise
    except NotAdmitted as refused:
        if refused.refusal in UNASKED:
            attempt.delete_instance()
        signing.refuse_sign_in(because=refused.refusal.value, typed_name=typed_name)
        time.sleep(max(0.0, started + REFUSAL_TAKES - time.monotonic()))
        raise NotLetIn from None
    # the directory, too, starts to count anew
    SignInAttempt.forget({attempt.name_hash, account_hash(entry.account), account_hash(entry.upn)})
    return entry


def confirm_password(member: Member, password: str, *, address: str = "") -> bool:
    """Whether this is the password of the member, asked of the directory once more (D6.04); recorded either way.

    What the directory says with it is taken over: whoever was moved out of a group minutes ago does not do what
    the group allowed (D6.03). Raises TooManyAttempts, RoleChanged, DirectoryDown. Call it before the act that it
    is for, not inside its transaction.
    """
    before = (member.role, member.is_admitted)
    try:
        entry = show(member.upn, password, address=address or member.id)
    except NotLetIn:
        signing.confirm(member, detail="wrong")
        return False
    if str(entry.guid) != member.guid:
        signing.confirm(member, detail="somebody_else")
        return False
    enrolling.bring_up_to_date(member, entry)
    if (member.role, member.is_admitted) != before:
        signing.confirm(member, detail="role_changed")
        raise RoleChanged
    signing.confirm(member)
    return True


def _begin(typed_name: str, address: str) -> SignInAttempt:
    """Write the attempt down before it is made, so that many at once are counted too. Raises TooManyAttempts."""
    now = clock.now()
    attempt: SignInAttempt = SignInAttempt(
        at=now, name_hash=account_hash(typed_name), address_hash=keys.mac("address", address)
    ).insert_new()
    since = now - rules.REMEMBERED
    of_name = SignInAttempt.times(since=since, name_hashes=Member.hashes_of(typed_name))
    of_address = SignInAttempt.times(since=since, address_hash=attempt.address_hash)
    if rules.too_many(of_name, now, rules.PER_NAME) or rules.too_many(of_address, now, rules.PER_ADDRESS):
        # an attempt that the directory never saw must not make the wait longer
        attempt.delete_instance()
        signing.refuse_sign_in(because="too_many", typed_name=typed_name)
        raise TooManyAttempts
    return attempt
