"""What somebody typed as their name, understood: UPN, DOMAIN\\user, or a bare name completed from the settings.

Pure. Active Directory would also take distinguished names and other domains' accounts; here they are refused,
because the account that is looked up afterwards must be the one whose password was checked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 256
# what Active Directory forbids in an account name; the at sign parts a UPN
_FORBIDDEN = frozenset('"/\\[]:;|=,+*?<>@')
# controls, formats, lone surrogates, private use, not assigned
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
# what else Unicode says is not drawn (Default_Ignorable_Code_Point): joiner, fillers, vowels that are only written
# inside a syllable, variation selectors
_WEIGHTLESS = frozenset(
    chr(each)
    for first, last in (
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0),
        (0xE0100, 0xE01EF),
    )
    for each in range(first, last + 1)
)
_SUFFIX = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


class BadName(ValueError):
    """No account can have this name."""


@dataclass(frozen=True)
class SignInName:
    """Whom to bind as, and the attribute and value by which exactly that account is found."""

    bind_as: str
    attribute: str
    value: str


def parse(typed: str, *, netbios: str, upn_suffix: str) -> SignInName:
    """The sign-in name that was typed. Raises BadName, also for another domain than `netbios` (D6.16)."""
    text = typed.strip()
    if not text or len(text) > LONGEST or any(_is_invisible(each) for each in text):
        raise BadName
    if "\\" in text:
        domain, _, account = text.partition("\\")
        if not netbios or domain.casefold() != netbios.casefold():
            raise BadName
        return _of_account(account, netbios)
    if "@" in text:
        return _of_upn(text)
    return _of_account(text, netbios) if netbios else _of_upn(f"{text}@{upn_suffix}")


def _of_account(account: str, netbios: str) -> SignInName:
    return SignInName(f"{netbios}\\{_checked(account)}", "sAMAccountName", account)


def _of_upn(upn: str) -> SignInName:
    local, _, suffix = upn.partition("@")
    if not _SUFFIX.fullmatch(suffix):
        raise BadName
    _checked(local)
    return SignInName(upn, "userPrincipalName", upn)


def _checked(account: str) -> str:
    if not account or account != account.strip() or _FORBIDDEN & set(account):
        raise BadName
    return account


def _is_invisible(character: str) -> bool:
    """What nobody types on purpose: it weighs nothing where Active Directory compares names.

    With it one account would have as many spellings as somebody likes, each counted as another name (D6.09).
    """
    return unicodedata.category(character) in _UNSEEN or character in _WEIGHTLESS
