"""Pages of the little site pass every check of the checking client, and say what they should."""

from __future__ import annotations

from tests.client import Client


def test_a_page_with_one_of_everything_is_good(client: Client) -> None:
    page = client.get("/things")
    assert page.title == "Case 7Q4K-2MXD – Larkshire Parent Partnership"


def test_a_form_with_one_of_everything_is_good(client: Client) -> None:
    client.get("/things/new")
    client.get("/enter")
