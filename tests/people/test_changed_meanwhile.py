"""Two people change a client's details: what one of them withdrew never comes back with what the other had typed."""

from __future__ import annotations

from typing import Any

from ppsweb.people.models import Person
from tests.given.families import a_client

SAVE = "Save details"


def test_a_draft_of_an_older_row_does_not_bring_a_withdrawn_permission_back(
    as_officer: Any, as_manager: Any
) -> None:
    address = f"/people/{a_client(as_officer.member).id}/details"
    officers = as_officer.get(address).form(SAVE)
    as_manager.get(address).form(SAVE).submit(safe=[])
    met = officers.submit(expect=409, postcode="LK1 1AA", contact_advice="")

    page = met.follow("Open the form again")
    assert page.path == address
    assert "What you had typed is kept" in page.text
    assert "Postcode LK1 1AA" in page.text
    assert "It is safe to Ring" in page.text, "nothing of what was sent is lost"
    assert "signed out" not in page.text
    faulty = page.form(SAVE).submit(expect=422, postcode="nowhere")
    assert "What you had typed is kept" in faulty.text
    assert "Postcode LK1 1AA" in faulty.text, "it stands beside the form until the form is taken"
    assert faulty.errors == ["Enter a full UK postcode, like LK1 1AA"]
    form = as_officer.get(address).form(SAVE)
    sent = dict(form.pairs())
    assert "safe" not in sent
    assert sent["postcode"] == ""
    form.submit(postcode="LK1 1AA")
    person = Person.get()
    assert not person.safe_to_ring
    assert person.postcode == "LK1 1AA"
    assert "What you had typed is kept" not in as_officer.get(address).text
