"""Sealed columns: nothing moves, nothing opens without its key, nothing clear gets in."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from peewee import IntegrityError

from ppsweb import keys
from ppsweb.cases.models import Note
from ppsweb.database import database, id_bytes, id_from_bytes, new_id
from ppsweb.keys import DataKey, KeyDestroyed, NotRead, NotSealed, Tampered
from ppsweb.keys.data_keys import NONCE
from ppsweb.keys.hashes import query_hashes, word_hashes, words_of
from ppsweb.keys.ring import Ring, ring
from ppsweb.people.models import NamedPerson, Person
from tests.given.families import a_case, a_client, a_note


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
    assert keys.unseal(sealed, "a|b|c", key_id=person.data_key_id) == b"x"
    keys.forget()
    fresh = keys.new_data_key()
    other = keys.seal(b"y", "a|b|c", key_id=fresh.id)
    DataKey.delete().where(DataKey.id == fresh.id).execute()
    keys.forget()
    with pytest.raises(KeyDestroyed):
        keys.unseal(other, "a|b|c", key_id=fresh.id)


def opened_with(master: bytes, key: DataKey, bound_to: str) -> bytes:
    wrapped = bytes(key.wrapped)
    cipher = Ring(master).cipher("wrap data keys")
    return cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], id_bytes(bound_to))


def test_another_master_key_opens_nothing(officer: Any) -> None:
    key = DataKey.get_by_id(a_client(officer).data_key_id)
    assert len(opened_with(ring()._master, key, key.id)) == 32, "the right master key does"
    with pytest.raises(InvalidTag):
        opened_with(b"x" * 32, key, key.id)
    with pytest.raises(InvalidTag):
        opened_with(ring()._master, key, new_id())


def test_keys_that_were_swapped_or_changed_are_noticed(officer: Any) -> None:
    first, second = a_client(officer), a_client(officer, "Walter Willow")
    one, two = DataKey.get_by_id(first.data_key_id), DataKey.get_by_id(second.data_key_id)
    broken = bytes(one.wrapped)[:-1] + bytes([bytes(one.wrapped)[-1] ^ 1])
    for wrapped in (bytes(two.wrapped), broken, b"short"):
        DataKey.update(wrapped=wrapped).where(DataKey.id == one.id).execute()
        keys.forget()
        with pytest.raises(Tampered):
            _ = Person.get_by_id(first.id).name
    DataKey.update(wrapped=bytes(one.wrapped)).where(DataKey.id == one.id).execute()
    keys.forget()
    assert Person.get_by_id(first.id).name == "Petra Plum"


def test_a_value_does_not_move_between_two_notes_of_one_case(officer: Any) -> None:
    """Same table, column, key and owner: the row's id alone tells them apart."""
    case = a_case(officer)
    first, second = (Note.get_by_id(a_note(officer, case, facts).id) for facts in ("One call.", "Another."))
    assert (first.facts, second.facts) == ("One call.", "Another.")
    first.__data__["facts"] = second.__data__["facts"]
    with pytest.raises(Tampered):
        _ = first.facts


def test_a_row_read_without_its_key_or_owner_gives_no_value(officer: Any) -> None:
    case = a_case(officer)
    a_note(officer, case)
    whole = (Note.id, Note.data_key, Note.case, Note.facts)
    assert Note.select(*whole).get().facts
    for left_out in (Note.id, Note.data_key, Note.case):
        row = Note.select(*(each for each in whole if each is not left_out)).get()
        with pytest.raises(NotRead):
            _ = row.facts


def test_a_purpose_key_opens_nothing_but_its_own(db: Any) -> None:
    sealed = keys.seal(b"x", "a|b|c", purpose="leaflets")
    assert keys.unseal(sealed, "a|b|c", purpose="leaflets") == b"x"
    key = keys.new_data_key()
    under_a_key = keys.seal(b"x", "a|b|c", key_id=key.id)
    assert keys.unseal(under_a_key, "a|b|c", key_id=key.id) == b"x"
    for value, named in (
        (sealed, {"purpose": "staff"}),
        (sealed, {"key_id": key.id}),
        (under_a_key, {"purpose": "leaflets"}),
        (under_a_key, {"key_id": keys.new_data_key().id}),
    ):
        with pytest.raises(Tampered):
            keys.unseal(value, "a|b|c", **named)
    with pytest.raises(NotSealed):
        keys.unseal(sealed, "a|b|c")


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
