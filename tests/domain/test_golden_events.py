"""Old events are golden files: what was ever stored can be read for ever, and is written the same."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from domain.catalogue import CATALOGUE, EVENTS
from domain.encoding import decode, encode
from domain.event import Event
from domain.upcasters import UPCASTERS
from tests.golden.write_missing import FOLDER, write_missing
from tests.support.samples_of import COMPLETE, samples, stem

FILES = sorted(FOLDER.iterdir())


def topic_and_version(path: Path) -> tuple[str, int]:
    """Read `topic.vN[.variant].json`; a topic is two words with a dot between."""
    package, verb, version = path.name.split(".")[:3]
    return f"{package}.{verb}", int(version.removeprefix("v"))


def without_golden(keys: Iterable[tuple[str, int]], files: Iterable[Path]) -> set[tuple[str, int]]:
    """Return the shapes that no golden file shows."""
    return set(keys) - {topic_and_version(path) for path in files}


def test_every_event_of_the_catalogue_has_its_golden_file() -> None:
    newest = [(event.TOPIC, event.SCHEMA_VERSION) for event in EVENTS]
    assert not without_golden(newest, FILES), "run python -m tests.golden.write_missing"


def test_every_older_shape_has_its_golden_file() -> None:
    older = [(event.TOPIC, v) for event in EVENTS for v in range(1, event.SCHEMA_VERSION)]
    assert not without_golden(older, FILES)


def test_every_upcaster_has_a_golden_file_of_the_shape_it_lifts() -> None:
    assert not without_golden(UPCASTERS, FILES)


def test_an_upcaster_without_golden_file_is_found() -> None:
    planted = {("dues.received", 1), ("dues.received", 7), ("member.forgotten", 1)}
    missing = {("dues.received", 7), ("member.forgotten", 1)}
    assert without_golden(planted, FILES) == missing


def test_every_golden_file_is_of_an_event_of_the_catalogue() -> None:
    """An event is never taken out of the catalogue: a stored row may still name it."""
    for path in FILES:
        topic, version = topic_and_version(path)
        assert 1 <= version <= CATALOGUE[topic].SCHEMA_VERSION


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_golden_file_can_be_read(path: Path) -> None:
    topic, version = topic_and_version(path)
    assert type(decode(topic, version, path.read_bytes())) is CATALOGUE[topic]


@pytest.mark.parametrize(("name", "event"), samples().items(), ids=samples().keys())
def test_a_sample_is_what_its_golden_file_says_and_is_written_the_same(
    name: str, event: Event
) -> None:
    golden = (FOLDER / f"{name}.json").read_bytes()
    assert decode(event.TOPIC, event.SCHEMA_VERSION, golden) == event
    assert encode(event) == golden


def test_every_event_has_a_complete_sample() -> None:
    assert [type(event) for event in COMPLETE] == list(EVENTS)


@pytest.mark.parametrize("event_class", EVENTS, ids=lambda event: event.TOPIC)
def test_the_samples_show_every_field(event_class: type[Event]) -> None:
    shown: set[str] = set()
    for event in samples().values():
        if type(event) is event_class:
            shown |= msgspec.json.decode(encode(event)).keys()
    assert shown == set(event_class.__struct_fields__)


@pytest.mark.parametrize("event_class", EVENTS, ids=lambda event: event.TOPIC)
def test_the_samples_show_the_smallest_shape(event_class: type[Event]) -> None:
    required = {field.name for field in msgspec.structs.fields(event_class) if field.required}
    shapes = [
        msgspec.json.decode(encode(event)).keys()
        for event in samples().values()
        if type(event) is event_class
    ]
    smallest = min(shapes, key=len)
    assert required <= smallest
    assert len(smallest) <= len(required) + (event_class.TOPIC == "member.fact_corrected")


def test_golden_files_are_written_once(tmp_path: Path) -> None:
    kept = tmp_path / f"{stem(COMPLETE[0])}.json"
    kept.write_bytes(b"{}")
    assert kept.name not in write_missing(tmp_path)
    assert kept.read_bytes() == b"{}"
    assert write_missing(tmp_path) == []
