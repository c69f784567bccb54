"""What is sealed opens where it was sealed and nowhere else; a destroyed key leaves nothing but a sound chain."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sealed import Sealed
from services.keys import Opener, Sealer, Vault, read_root_key
from services.keys.ciphers import FieldKey
from services.keys.wrapping import KeyDamaged
from services.reads import Scope
from services.store.keyring import Keyring
from services.wiring import Wired
from services.words.personal import ERASED
from tests.support.books import TODAY, Office, id_number, new_office

FIELDS = {"name": "仲小妮", "id_number": id_number(1)}
NOW = datetime(2026, 3, 8, tzinfo=UTC)
WHO, OTHER, COMMAND = UUID(int=1), UUID(int=2), UUID(int=3)


class Sealing(msgspec.Struct):
    """A sealed value, and everything it is bound to."""

    books: Wired
    union_id: UUID
    sealed: Sealed

    async def open(
        self, *, union_id: UUID | None = None, command_id: UUID = COMMAND, field: str = "identity"
    ) -> dict[str, str] | None:
        opener = await self.books.vault.opener(union_id or self.union_id, [WHO, OTHER])
        return opener.open(self.sealed, command_id=command_id, field=field)


@pytest.fixture
async def sealing(books: Wired) -> Sealing:
    union_id = uuid4()
    await books.vault.make_keys(union_id, [WHO, OTHER])
    sealer = await books.vault.sealer(union_id, COMMAND, [WHO])
    sealed = sealer.seal(WHO, "books", field="identity", ordinal=4, fields=FIELDS)
    return Sealing(books, union_id, sealed)


async def test_what_was_sealed_opens(sealing: Sealing) -> None:
    assert await sealing.open() == FIELDS
    assert FIELDS["name"] not in sealing.sealed.box
    assert FIELDS["id_number"].encode() not in b64decode(sealing.sealed.box)


@pytest.mark.parametrize(
    "moved", [{"subject_id": OTHER}, {"ordinal": 5}, {"key": "file"}], ids=lambda m: next(iter(m))
)
async def test_it_does_not_open_where_it_was_moved_to(
    sealing: Sealing, moved: dict[str, Any]
) -> None:
    sealing.sealed = msgspec.structs.replace(sealing.sealed, **moved)
    assert await sealing.open() is None


async def test_it_does_not_open_under_another_command_field_or_union(sealing: Sealing) -> None:
    assert await sealing.open(command_id=uuid4()) is None
    assert await sealing.open(field="profile") is None
    assert await sealing.open(union_id=uuid4()) is None


async def test_it_does_not_open_when_a_bit_was_changed(sealing: Sealing) -> None:
    raw = bytearray(b64decode(sealing.sealed.box))
    for place in (0, 11, 12, len(raw) - 1):
        changed = bytearray(raw)
        changed[place] ^= 1
        box = b64encode(changed).decode()
        sealing.sealed = msgspec.structs.replace(sealing.sealed, box=box)
        assert await sealing.open() is None


async def test_the_same_fields_never_look_the_same(sealing: Sealing) -> None:
    sealer = await sealing.books.vault.sealer(sealing.union_id, COMMAND, [WHO])
    again = sealer.seal(WHO, "books", field="identity", ordinal=4, fields=FIELDS)
    assert again.box != sealing.sealed.box


@given(fields=st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=5))
def test_any_text_comes_back_and_empty_fields_are_left_out(fields: dict[str, str]) -> None:
    keys: Any = {(WHO, "file"): FieldKey(bytes(32))}
    sealed = Sealer(UUID(int=9), COMMAND, keys).seal(
        WHO, "file", field="profile", ordinal=0, fields=fields
    )
    opened = Opener(UUID(int=9), keys).open(sealed, command_id=COMMAND, field="profile")
    assert opened == {name: text for name, text in fields.items() if text}


async def test_a_destroyed_key_shows_as_erased_and_the_chain_still_verifies(
    office: Office,
) -> None:
    books = office.books
    who, other = await office.member(1), await office.member(2, name="张三丰")
    keyring = Keyring(books.pools.keys)
    await keyring.destroy_subject_keys(office.union_id, [who], "books", NOW)
    await keyring.destroy_subject_keys(office.union_id, [who], "file", NOW)
    fresh = _other_process(books)
    books.ledgers._vault = fresh
    scope = Scope(union_id=office.union_id, as_of=TODAY)
    rows = {row.member_id: row for row in (await books.ledgers.members(scope, limit=9)).rows}
    assert (rows[who].person.name, rows[who].person.id_number, rows[who].profile) == (
        ERASED,
        None,
        {},
    )
    assert rows[who].membership == "active"
    assert rows[other].person.name == "张*丰"
    assert (await books.verifier.union(office.union_id)).broken is None


async def test_destroying_the_file_key_leaves_what_a_voucher_must_show(office: Office) -> None:
    books = office.books
    who = await office.member(1)
    await Keyring(books.pools.keys).destroy_subject_keys(office.union_id, [who], "file", NOW)
    books.ledgers._vault = _other_process(books)
    row = await books.ledgers.member(Scope(union_id=office.union_id, as_of=TODAY), who)
    assert row is not None
    assert (row.person.name, row.profile) == ("仲*妮", {})


async def test_a_destroyed_key_is_not_made_again(office: Office) -> None:
    who = await office.member(1)
    await Keyring(office.books.pools.keys).destroy_subject_keys(
        office.union_id, [who], "books", NOW
    )
    vault = _other_process(office.books)
    await vault.make_keys(office.union_id, [who])
    opener = await vault.opener(office.union_id, [who])
    sealed = await office.seal(who, "identity", FIELDS, key="books", command_id=COMMAND)
    assert opener.open(sealed, command_id=COMMAND, field="identity") is None


async def test_the_same_person_is_found_in_any_process_and_in_no_other_union(
    office: Office,
) -> None:
    who = await office.person(1)
    number = id_number(1)
    vault = _other_process(office.books)
    assert await vault.enrol(office.union_id, "id_number", [number]) == {number: who}
    assert await vault.find(office.union_id, "officer", [number]) == {}
    other = await new_office(office.books, code="U2")
    assert await other.person(1) != who
    here = await vault.claims_of(office.union_id, "member", [who])
    there = await vault.claims_of(other.union_id, "member", [await other.person(1)])
    assert set(here.values()).isdisjoint(there.values())


async def test_another_root_key_opens_nothing(office: Office) -> None:
    await office.person(1)
    vault = Vault(Keyring(office.books.pools.keys), bytes(32))
    with pytest.raises(KeyDamaged):
        await vault.union_keys(office.union_id)


def _other_process(books: Wired) -> Vault:
    """A vault that has opened nothing yet."""
    root_key = read_root_key(books.settings.root_key_file)
    return Vault(Keyring(books.pools.keys), root_key)
