"""What the next page says of a button."""

from __future__ import annotations

import pytest
from flask import Flask, get_flashed_messages

from ppsweb.refusal import Refused
from ppsweb.web.messages import IMPORTANT, saying


def refuse() -> None:
    raise Refused("Nothing was noted.")


def test_what_a_button_did_is_said(app: Flask) -> None:
    with app.test_request_context("/"):
        with saying("It is taken back."):
            pass
        assert get_flashed_messages(with_categories=True) == [("message", "It is taken back.")]


def test_a_refusal_is_said_instead_and_nothing_else_is_hidden(app: Flask) -> None:
    with app.test_request_context("/"):
        with saying("It is taken back."):
            refuse()
        assert get_flashed_messages(with_categories=True) == [(IMPORTANT, "Nothing was noted.")]
    with app.test_request_context("/"):
        with pytest.raises(LookupError), saying("It is taken back."):
            raise LookupError
        assert get_flashed_messages() == []
