"""Whose case one can be, and the cases whose officer may not open them."""

from __future__ import annotations

from peewee import ModelSelect

from ppsweb.auth.models import Member
from ppsweb.cases.models import Case
from ppsweb.permissions.roles import Role


def is_caseworker(member: Member) -> bool:
    """Whether a case can be this member's: an officer or manager whom a manager admitted."""
    return member.is_admitted and member.role in (Role.OFFICER, Role.MANAGER)


def caseworkers() -> list[Member]:
    """Everybody whose case one can be, by name."""
    return [member for member in Member.all_in_groups() if is_caseworker(member)]


def without_officer() -> ModelSelect[Case]:
    """The open cases that need another officer, by what the directory and the manager say of the staff today."""
    return Case.without_officer([member.id for member in caseworkers()])
