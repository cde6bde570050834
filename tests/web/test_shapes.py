"""The shape of a telephone number and of an e-mail address, as it is typed and as it is kept."""

from __future__ import annotations

from typing import Any

import pytest

from ppsweb.people import actions
from ppsweb.people.models import Contact, ContactKind
from ppsweb.refusal import Refused
from ppsweb.web.shapes import email_problem, phone_problem
from tests.given.families import a_client


@pytest.mark.parametrize(
    "number", ["01632 960 001", "+44 7700 900 982", "(01632) 960-001", "01632.960.001", " 016329600 "]
)
def test_a_telephone_number(number: str) -> None:
    assert phone_problem(number) is None


@pytest.mark.parametrize(
    "number", ["", "12", "ring me", "01632 960 001 ext 3", "٠١٦٣٢٩٦٠٠٠١", "1" * 16, "+-() ."]
)
def test_no_telephone_number(number: str) -> None:
    assert phone_problem(number) == "Enter a telephone number, like 01632 960 001 or +44 7700 900 982"


@pytest.mark.parametrize(
    "address", ["jan@home.example", "j.o'neil+pips@post.home.example", " jan@home.example "]
)
def test_an_address(address: str) -> None:
    assert email_problem(address) is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("jan", "Enter one e-mail address"),
        ("jan@home", "Enter one e-mail address"),
        ("jan@home.x", "Enter one e-mail address"),
        ("a@b.example, c@d.example", "Enter one e-mail address"),
        ('"j an"@home.example', "Enter one e-mail address"),
        ("jan.@home.example", "Enter one e-mail address"),
        ("a" * 65 + "@home.example", "Enter one e-mail address"),
        ("jan@straße.example", "ordinary letters"),
        ("jan@" + "home." * 50 + "example", "ordinary letters"),
        ("jan@gmial.com", "did they mean gmail.com?"),
        ("jan@GMIAL.com", "did they mean gmail.com?"),
    ],
)
def test_no_address(address: str, said: str) -> None:
    assert said in str(email_problem(address))


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("kind", "value"), [(ContactKind.EMAIL, "jan.@home.example"), (ContactKind.PHONE, "01632 960 001 ext 3")]
)
def test_what_no_form_takes_is_not_kept_either(officer: Any, kind: ContactKind, value: str) -> None:
    person = a_client(officer)
    before = Contact.select().count()
    with pytest.raises(Refused) as refused:
        actions.add_contact(officer, person, kind, value)
    assert list(refused.value.reasons) == [str(kind)]
    assert Contact.select().count() == before
