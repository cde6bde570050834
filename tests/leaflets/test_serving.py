"""The PDFs that readers fetch are remembered, and what is remembered is never what was replaced or withdrawn."""

from __future__ import annotations

from typing import Any

import pytest

from ppsweb import files
from ppsweb.deadlines import clock
from ppsweb.leaflets import actions, serving
from ppsweb.leaflets.models import Edition
from ppsweb.leaflets.rules import review_by
from ppsweb.permissions.roles import Role
from tests.given.leaflets import a_leaflet, a_pdf


def with_pdf(edition: Edition, data: bytes) -> Edition:
    edition.pdf = a_pdf(edition, data)
    edition.save_changed()
    return edition


def test_it_is_unsealed_once(app: Any, staff: Any, monkeypatch: Any) -> None:
    reader = staff(Role.COUNCIL)
    with app.app_context():
        edition = a_leaflet(staff.member(Role.MANAGER), staff.member(Role.OFFICER))
        with_pdf(edition, b"%PDF-1.7 the first")
    address, real = f"/leaflets/{edition.leaflet.slug}/pdf", files.read
    read: list[Any] = []

    def counted(*what: Any, **how: Any) -> bytes:
        read.append(what)
        return real(*what, **how)

    monkeypatch.setattr(files, "read", counted)
    for _ in range(3):
        assert reader.fetch(address).data == b"%PDF-1.7 the first"
    assert len(read) == 1


def test_what_was_replaced_or_withdrawn_is_not_remembered(app: Any, staff: Any) -> None:
    reader, manager, officer = staff(Role.COUNCIL), staff.member(Role.MANAGER), staff.member(Role.OFFICER)
    with app.app_context():
        first = with_pdf(a_leaflet(manager, officer), b"%PDF-1.7 the first")
    address = f"/leaflets/{first.leaflet.slug}/pdf"
    assert reader.fetch(address).data == b"%PDF-1.7 the first"
    with app.app_context():
        second = actions.start_edition(manager, first.leaflet)
        second = actions.change_draft(
            manager, second, second.version, title=second.title, summary=second.summary,
            audience=second.audience, body=second.body, sources=second.source_list,
            review_on=review_by(clock.today()),
        )  # fmt: skip
        actions.publish(officer, clock.now(), clock.today(), second, content_hash=second.content_hash)
    assert reader.fetch(address, expect=404).data != b"%PDF-1.7 the first", "its own PDF is still being made"
    with app.app_context():
        with_pdf(Edition.get_by_id(second.id), b"%PDF-1.7 the second")
    assert reader.fetch(address).data == b"%PDF-1.7 the second"
    with app.app_context():
        actions.withdraw_leaflet(manager, first.leaflet)
    reader.fetch(address, expect=404)


def test_it_is_remembered_for_its_own_edition_only(app: Any, staff: Any) -> None:
    """A pointer that was moved to another leaflet's file opens nothing, whatever was read before."""
    with app.app_context():
        editions = [
            with_pdf(a_leaflet(staff.member(Role.MANAGER), staff.member(Role.OFFICER), title), b"%PDF-1.7")
            for title in ("Asking for a hedge", "Asking for a wall")
        ]
        one, other = editions
        assert serving.pdf_of(one.id, one.pdf_id) == b"%PDF-1.7"
        with pytest.raises(files.Damaged):
            serving.pdf_of(other.id, one.pdf_id)
