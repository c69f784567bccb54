"""The chain: a clean one verifies, and whatever is changed is found where it was changed."""

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.chain import (
    Break,
    ChainedEvent,
    EventFields,
    Sound,
    digest_of,
    first_break,
    genesis,
    link,
)
from tests.domain.strategies import QUICK, THOROUGH

UNION = UUID("7d444840-9dc0-11d1-b245-5ffdce74fad2")
CHARTER = "青峙县总工会".encode()
START = genesis(UNION, CHARTER)

PLAIN = EventFields(
    union_id=UNION,
    position=1,
    stream_id=UUID(int=1),
    version=1,
    topic="dues.received",
    schema_version=1,
    recorded_at=datetime(2026, 4, 10, 8, 30, 0, 123456, tzinfo=UTC),
    occurred_on=date(2026, 4, 1),
    actor_id="login:7",
    command_id=UUID(int=2),
    body='{"reason":"重复入账"}'.encode(),
)

values: dict[str, st.SearchStrategy[Any]] = {
    "union_id": st.uuids(),
    "position": st.integers(1, 2**63 - 1),
    "stream_id": st.uuids(),
    "version": st.integers(0, 2**31 - 1),
    "topic": st.text(st.characters(codec="utf-8"), max_size=20),
    "schema_version": st.integers(1, 2**15 - 1),
    "recorded_at": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 # hypothesis adds the zone
    "occurred_on": st.dates(),
    "actor_id": st.text(st.characters(codec="utf-8"), max_size=20),
    "command_id": st.uuids(),
    "body": st.binary(max_size=50),
}
fields = st.builds(EventFields, **values)


def sized(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "big") + raw


def digest_by_hand(event: EventFields) -> bytes:
    """Compute format 1 from its description, in another way than the domain does."""
    since_epoch = event.recorded_at - datetime(1970, 1, 1, tzinfo=UTC)
    microseconds = since_epoch.days * 86_400_000_000 + since_epoch.seconds * 1_000_000
    microseconds += since_epoch.microseconds
    written = bytearray(b"\x00\x00\x01")
    written += event.union_id.bytes + event.position.to_bytes(8, "big", signed=True)
    written += event.stream_id.bytes + event.version.to_bytes(4, "big", signed=True)
    written += sized(event.topic.encode()) + event.schema_version.to_bytes(2, "big", signed=True)
    written += microseconds.to_bytes(8, "big", signed=True)
    written += (event.occurred_on - date(1970, 1, 1)).days.to_bytes(4, "big", signed=True)
    written += sized(event.actor_id.encode()) + event.command_id.bytes + sized(event.body)
    return hashlib.sha256(written).digest()


def chained(events: list[EventFields]) -> list[ChainedEvent]:
    """Chain events as the store does: one union, positions from 1, never back in time."""
    previous, found = START, []
    moments = sorted(event.recorded_at for event in events)
    for position, (event, moment) in enumerate(zip(events, moments, strict=True), start=1):
        placed = msgspec.structs.replace(
            event, union_id=UNION, position=position, recorded_at=moment
        )
        digest = digest_of(placed)
        previous = link(previous, digest)
        found.append(ChainedEvent(placed, digest, previous))
    return found


chains = st.lists(fields, min_size=1, max_size=6).map(chained)


def with_field(event: ChainedEvent, name: str, value: object) -> ChainedEvent:
    return ChainedEvent(
        msgspec.structs.replace(event.fields, **{name: value}), event.digest, event.hash
    )


def rewritten(event: ChainedEvent, *, previous: bytes, **columns: object) -> ChainedEvent:
    """Return the event with other columns, and with the digest and hash that belong to them."""
    columns_of = msgspec.structs.replace(event.fields, **columns)
    digest = digest_of(columns_of)
    return ChainedEvent(columns_of, digest, link(previous, digest))


def broken(chain: list[ChainedEvent]) -> tuple[Break | None, int, bytes]:
    return first_found(chain, Sound(0, START))


def first_found(
    chain: list[ChainedEvent], after: Sound, union_id: UUID = UNION
) -> tuple[Break | None, int, bytes]:
    found, sound = first_break(chain, union_id=union_id, after=after)
    return found, sound.position, sound.hash


def test_format_1_is_frozen() -> None:
    """These bytes are what auditors hold on paper: a new format gets a new number, never this one."""
    assert START.hex() == "61720eb324b04512f956152b67a2eacf3ab2cff89c79e844d4bf01b54e0e4da1"
    assert (
        digest_of(PLAIN).hex() == "f63094a0aaf30fad9eb27f919507d0fb19c802d870cca97d45e5d8c8b603abf0"
    )
    assert (
        link(START, digest_of(PLAIN)).hex()
        == "bf41d314f9aef34e0e434c32c3261a64951b6a281e72d90c9b2a3a305b962d6a"
    )


@THOROUGH
@given(fields)
def test_the_digest_is_what_its_description_says(event: EventFields) -> None:
    assert digest_of(event) == digest_by_hand(event)


def test_the_digest_knows_instants_not_zones() -> None:
    there = PLAIN.recorded_at.astimezone(timezone(timedelta(hours=8)))
    assert digest_of(msgspec.structs.replace(PLAIN, recorded_at=there)) == digest_of(PLAIN)


def test_a_letter_moved_to_the_next_column_is_another_event() -> None:
    """Lengths are hashed, so columns cannot run into one another."""
    moved = msgspec.structs.replace(PLAIN, body=b"", actor_id=PLAIN.actor_id + "x")
    left = msgspec.structs.replace(PLAIN, body=b"x")
    assert digest_of(moved) != digest_of(left)


def test_genesis_depends_on_union_and_charter() -> None:
    others = {genesis(UNION, b""), genesis(UUID(int=0), CHARTER), START}
    assert len(others) == 3


@THOROUGH
@given(chains)
def test_a_clean_chain_verifies(chain: list[ChainedEvent]) -> None:
    assert broken(chain) == (None, len(chain), chain[-1].hash)


def test_an_empty_chain_ends_where_it_begins() -> None:
    assert broken([]) == (None, 0, START)


@QUICK
@given(chains, st.data())
def test_a_chain_verifies_stretch_by_stretch(
    chain: list[ChainedEvent], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(chain)))
    _, position, reached = broken(chain[:cut])
    found = first_found(chain[cut:], Sound(position, reached))
    assert found == (None, len(chain), chain[-1].hash)


@pytest.mark.parametrize("name", EventFields.__struct_fields__)
@QUICK
@given(data=st.data())
def test_any_changed_column_is_found_where_it_was_changed(name: str, data: st.DataObject) -> None:
    chain = data.draw(chains)
    index = data.draw(st.integers(0, len(chain) - 1))
    value = data.draw(values[name])
    assume(value != getattr(chain[index].fields, name))
    chain[index] = with_field(chain[index], name, value)
    fault = {"union_id": "other_union", "position": "position_gap"}.get(name, "digest_differs")
    before = START if index == 0 else chain[index - 1].hash
    assert broken(chain) == (Break(index + 1, fault), index, before)


@QUICK
@given(chains, st.data())
def test_a_changed_digest_or_hash_is_found(chain: list[ChainedEvent], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(chain) - 1))
    column = data.draw(st.sampled_from(["digest", "hash"]))
    chain[index] = msgspec.structs.replace(chain[index], **{column: bytes(32)})
    found, sound, _ = broken(chain)
    assert (found, sound) == (Break(index + 1, f"{column}_differs"), index)


@QUICK
@given(st.lists(fields, min_size=2, max_size=6).map(chained), st.data())
def test_a_missing_event_is_found(chain: list[ChainedEvent], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(chain) - 2))
    del chain[index]
    found, _, _ = broken(chain)
    assert found == Break(index + 1, "position_gap")


@QUICK
@given(chains, st.data())
def test_a_forged_event_with_its_own_digest_and_hash_breaks_what_follows(
    chain: list[ChainedEvent], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(chain) - 1))
    body = data.draw(st.binary(max_size=50))
    assume(body != chain[index].fields.body)
    previous = START if index == 0 else chain[index - 1].hash
    forged = with_field(chain[index], "body", body).fields
    end = chain[-1].hash
    chain[index] = ChainedEvent(forged, digest_of(forged), link(previous, digest_of(forged)))
    found, _, reached = broken(chain)
    if index == len(chain) - 1:
        assert found is None
        assert reached != end
    else:
        assert found == Break(index + 2, "hash_differs")


def test_a_chain_of_another_beginning_breaks_at_once() -> None:
    chain = chained([PLAIN])
    another = genesis(UNION, b"another charter")
    found, _, _ = first_found(chain, Sound(0, another))
    assert found == Break(1, "hash_differs")


def test_the_sound_log_of_another_union_is_not_taken_for_this_one() -> None:
    """Whoever puts another union's log in place of this one's has valid digests and hashes."""
    found = first_found(chained([PLAIN]), Sound(0, START), UUID(int=0))
    assert found == (Break(1, "other_union"), 0, START)


def test_time_never_goes_back_in_a_log() -> None:
    """Digests and hashes hold here: only whoever writes the log could have done this."""
    chain = chained([PLAIN, PLAIN])
    earlier = PLAIN.recorded_at - timedelta(microseconds=1)
    chain[1] = rewritten(chain[1], previous=chain[0].hash, recorded_at=earlier)
    assert broken(chain) == (Break(2, "time_goes_back"), 1, chain[0].hash)


def test_time_does_not_go_back_between_stretches_either() -> None:
    later = msgspec.structs.replace(PLAIN, recorded_at=PLAIN.recorded_at + timedelta(seconds=1))
    first = rewritten(chained([PLAIN])[0], previous=START, recorded_at=later.recorded_at)
    second = rewritten(chained([PLAIN])[0], previous=first.hash, position=2, version=2)
    _, sound = first_break([first], union_id=UNION, after=Sound(0, START))
    found, _ = first_break([second], union_id=UNION, after=sound)
    assert found == Break(2, "time_goes_back")


def test_several_events_of_one_moment_are_in_order() -> None:
    chain = chained([PLAIN, PLAIN, PLAIN])
    assert broken(chain) == (None, 3, chain[-1].hash)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 2**31),
        ("schema_version", 2**15),
        ("recorded_at", datetime(2026, 4, 10)),  # noqa: DTZ001 # a moment without a zone is no moment
        ("topic", "\ud800"),
    ],
)
def test_what_format_1_cannot_hold_breaks_the_chain_and_not_the_verifier(
    name: str, value: object
) -> None:
    chain = [with_field(event, name, value) for event in chained([PLAIN])]
    assert broken(chain) == (Break(1, "not_representable"), 0, START)


def test_a_position_format_1_cannot_hold_is_found_in_the_middle_of_a_log() -> None:
    chain = [with_field(event, "position", 2**63) for event in chained([PLAIN])]
    found = first_found(chain, Sound(2**63 - 1, START))
    assert found == (Break(2**63, "not_representable"), 2**63 - 1, START)
