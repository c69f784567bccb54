"""Events to bytes and back: old shapes are lifted, unknown ones are never guessed."""

import contextlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import catalogue, encoding, upcasters
from domain.catalogue import EVENTS
from domain.encoding import decode, encode
from domain.event import Event
from domain.upcasters import Shape, UnknownShape, Upcaster, upcast
from tests.domain.strategies import QUICK
from tests.support.samples_of import COMPLETE

TOPIC = "union.renamed"


def renamed_key(shape: Shape) -> Shape:
    """Version 1 called the name `title`."""
    return {"name": shape["title"]}


def added_key(shape: Shape) -> Shape:
    return shape | {"reason": "unknown"}


PLANTED: dict[tuple[str, int], Upcaster] = {(TOPIC, 1): renamed_key, (TOPIC, 2): added_key}


def test_an_old_shape_is_lifted_one_version_at_a_time() -> None:
    lifted = upcast({"title": "甲"}, TOPIC, from_version=1, to_version=3, upcasters=PLANTED)
    assert lifted == {"name": "甲", "reason": "unknown"}


def test_a_shape_of_the_middle_is_lifted_from_there() -> None:
    lifted = upcast({"name": "甲"}, TOPIC, from_version=2, to_version=3, upcasters=PLANTED)
    assert lifted == {"name": "甲", "reason": "unknown"}


def test_the_newest_shape_is_left_alone() -> None:
    shape = {"name": "甲"}
    assert upcast(shape, TOPIC, from_version=3, to_version=3, upcasters=PLANTED) is shape


@pytest.mark.parametrize(("topic", "version"), [(TOPIC, 0), (TOPIC, 3), ("union.dissolved", 1)])
def test_a_step_nobody_wrote_is_never_skipped(topic: str, version: int) -> None:
    with pytest.raises(UnknownShape) as unknown:
        upcast({}, topic, from_version=version, to_version=4, upcasters=PLANTED)
    assert (unknown.value.topic, unknown.value.schema_version) == (topic, version)


def test_an_old_stored_event_is_read_in_its_newest_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way, with an event that was changed once; dates and ids are lifted too."""

    class Appointed(Event, frozen=True, kw_only=True):
        TOPIC = "union.appointed"
        SCHEMA_VERSION = 2

        officer_id: Any
        office: str

    def lift(shape: Shape) -> Shape:
        return {"officer_id": shape["officer_id"], "office": shape["post"]}

    monkeypatch.setitem(catalogue.CATALOGUE, "union.appointed", Appointed)
    planted = {("union.appointed", 1): lift}
    monkeypatch.setattr(upcasters.upcast, "__kwdefaults__", {"upcasters": planted})
    old = b'{"officer_id":"00000000-0000-0000-0000-000000000008","post":"cashier"}'
    lifted = decode("union.appointed", 1, old)
    assert lifted == Appointed(officer_id="00000000-0000-0000-0000-000000000008", office="cashier")
    for broken in (b'{"officer_id":"8","post":"\xff"}', b'{"officer_id":"8","post":1}', b"{"):
        with pytest.raises(msgspec.DecodeError):
            decode("union.appointed", 1, broken)


@pytest.mark.parametrize("event", COMPLETE, ids=lambda event: event.TOPIC)
def test_every_event_can_be_lifted_as_well_as_read(event: Event) -> None:
    """`decode` reads bytes, a lifted shape is plain JSON values: both ways give the same event."""
    assert msgspec.convert(msgspec.json.decode(encode(event)), type(event)) == event


@pytest.mark.parametrize("version", [-1, 0, 2, 32767])
def test_a_shape_of_another_version_is_unknown(version: int) -> None:
    with pytest.raises(UnknownShape):
        decode(TOPIC, version, b'{"name":"x"}')


@pytest.mark.parametrize("topic", ["union.unheard", "", "domain.union.events:UnionRenamed"])
def test_an_unknown_topic_is_never_imported(topic: str) -> None:
    with pytest.raises(UnknownShape):
        decode(topic, 1, b"{}")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"name":1}',
        b'{"name":"x","extra":1}',
        b'{"name":"x"} {}',
        b'{"name":"\xff"}',
        b'{"name":"\\ud800"}',
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_not_the_event_is_refused(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(TOPIC, 1, body)


@QUICK
@given(st.sampled_from(sorted(catalogue.CATALOGUE)), st.integers(0, 2), st.binary(max_size=20))
def test_a_body_is_an_event_or_refused_in_one_of_two_ways(
    topic: str, version: int, body: bytes
) -> None:
    with contextlib.suppress(UnknownShape, msgspec.DecodeError):
        assert isinstance(decode(topic, version, body), Event)


def test_what_is_stored_is_readable_json_without_absent_fields() -> None:
    body = encode(EVENTS[1](name="县第一人民医院工会"))
    assert body.decode() == '{"name":"县第一人民医院工会"}'


def test_a_topic_is_listed_once() -> None:
    with pytest.raises(ValueError, match="topic listed twice"):
        catalogue._by_topic((EVENTS[0], EVENTS[0]))  # the guard of the list itself


def test_every_topic_has_its_decoder() -> None:
    assert encoding._decoders.keys() == catalogue.CATALOGUE.keys()
