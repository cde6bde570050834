"""Sealed columns: nothing moves, nothing opens without its key, nothing clear gets in."""

from __future__ import annotations

from typing import Any

import pytest
from peewee import IntegrityError

from ppsweb import keys
from ppsweb.database import database, id_bytes, id_from_bytes, new_id
from ppsweb.keys import DataKey, KeyDestroyed, NotSealed, Tampered
from ppsweb.keys.hashes import query_hashes, word_hashes, words_of
from ppsweb.keys.ring import Ring
from ppsweb.people.models import NamedPerson, Person
from tests.given.families import a_client


def test_an_id_is_26_letters_and_16_bytes_and_back() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(each) == 26 and id_from_bytes(id_bytes(each)) == each for each in ids)


def test_a_value_cannot_be_moved_to_another_row_column_or_table(officer: Any) -> None:
    first, second = Person.get_by_id(a_client(officer).id), a_client(officer, "Walter Willow")
    assert first.name == "Petra Plum"
    first.__data__["name"] = second.__data__["name"]
    with pytest.raises(Tampered):
        _ = first.name
    first = Person.get_by_id(first.id)
    first.__data__["pass_phrase"] = first.__data__["name"]
    with pytest.raises(Tampered):
        _ = first.pass_phrase
    named = NamedPerson.get(NamedPerson.person == first)
    named.__data__["name"] = first.__data__["name"]
    with pytest.raises(Tampered):
        _ = named.name


def test_one_changed_byte_is_noticed(officer: Any) -> None:
    person = Person.get_by_id(a_client(officer).id)
    raw = bytearray(person.__data__["name"])
    for position in (0, 5, 20, len(raw) - 1):
        changed = bytearray(raw)
        changed[position] ^= 1
        person.__data__["name"] = bytes(changed)
        with pytest.raises((Tampered, KeyDestroyed)):
            _ = person.name


def test_the_column_and_the_database_refuse_clear_text(officer: Any) -> None:
    person = Person.get_by_id(a_client(officer).id)
    with pytest.raises(NotSealed):
        Person.update(name=b"Petra Plum").where(Person.id == person.id).execute()
    blob = b"Petra Plum, in clear, and long enough to be taken for a sealed value"
    mark = database.param
    with pytest.raises(IntegrityError), database.atomic():
        database.execute_sql(f"UPDATE people SET name = {mark} WHERE id = {mark}", (blob, person.id))  # noqa: S608
    with database.atomic():  # the control: sealed bytes go in by the same road
        database.execute_sql(
            f"UPDATE people SET name = {mark} WHERE id = {mark}",  # noqa: S608
            (bytes(person.__data__["name"]), person.id),
        )


def test_equal_names_do_not_look_equal(officer: Any) -> None:
    one, two = a_client(officer), a_client(officer)
    assert one.name == two.name
    assert bytes(one.__data__["name"]) != bytes(two.__data__["name"])


def test_without_its_key_a_value_is_noise(officer: Any) -> None:
    person = Person.get_by_id(a_client(officer).id)
    keys.forget()
    sealed = keys.seal(b"x", "a|b|c", key_id=person.data_key_id)
    assert keys.unseal(sealed, "a|b|c") == b"x"
    keys.forget()
    fresh = keys.new_data_key()
    other = keys.seal(b"y", "a|b|c", key_id=fresh.id)
    DataKey.delete().where(DataKey.id == fresh.id).execute()
    keys.forget()
    with pytest.raises(KeyDestroyed):
        keys.unseal(other, "a|b|c")


def test_another_master_key_opens_nothing(officer: Any) -> None:
    person = Person.get_by_id(a_client(officer).id)
    wrapped = DataKey.get_by_id(person.data_key_id).wrapped
    from cryptography.exceptions import InvalidTag

    with pytest.raises(InvalidTag):
        Ring(b"x" * 32).cipher("wrap data keys").decrypt(bytes(wrapped)[:12], bytes(wrapped)[12:], b"")


def test_each_purpose_has_a_key_of_its_own_and_the_ring_shows_none() -> None:
    ring = Ring(b"m" * 32)
    assert len({ring.derive(purpose) for purpose in ("audit", "search", "sessions")}) == 3
    assert "m" * 8 not in repr(ring)
    with pytest.raises(ValueError, match="32 bytes"):
        Ring(b"short")


@pytest.mark.parametrize(
    ("name", "found_by", "not_by"),
    [
        ("Łucja O'Brien", ["luc", "lucja", "obrien", "OBRIEN", "bri"], ["lu", "ucja", "jan"]),
        ("Jean-Luc Müller", ["jean", "jeanluc", "luc", "mull", "muller"], ["ller"]),
        ("Bo Li", ["bo", "li", "BO LI"], ["b", "l"]),
        ("محمد علي", ["محمد"], ["احمد"]),
    ],
)
def test_a_name_is_found_by_its_words_and_their_beginnings(
    name: str, found_by: list[str], not_by: list[str]
) -> None:
    index = word_hashes("name", name)
    for words in found_by:
        assert set(query_hashes("name", words_of(words))) & index, words
    for words in not_by:
        assert not set(query_hashes("name", words_of(words))) & index, words


def test_a_code_over_parts_does_not_hold_when_a_part_moves_into_its_neighbour() -> None:
    assert keys.mac("p", "ab", "c") != keys.mac("p", "a", "bc")
    assert keys.mac("p", None) != keys.mac("p", "None")
    assert keys.mac("p", "x") != keys.mac("q", "x")
    assert keys.mac_holds(keys.mac("p", "x"), "p", "x")
