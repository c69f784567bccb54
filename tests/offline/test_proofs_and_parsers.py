"""The verifier's trees against the server's, and its readers against bytes nobody meant."""

import ast
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import heads_map, merkle
from domain.attachment import Sha256
from domain.catalogue import CATALOGUE
from domain.event import Event
from domain.note import parse_note
from services.audit import offline_verifier as verifier
from tests.offline.making import LOG_KEY, WITNESS_KEY, as_json, paths_over
from tests.offline.workshop import Workshop

SIZES = 130
LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(SIZES)]
ROOTS = [merkle.root_of(LEAVES[:size]) for size in range(SIZES + 1)]
NAMES = [
    *("format", "union_id", "checkpoint", "census", "head", "size", "root", "consistency", "path"),
    *(
        "number",
        "taken_at",
        "unions",
        "heads_root",
        "absence",
        "position",
        "hash",
        "body",
        "digest",
    ),
]
SOURCE = Path(verifier.__file__).read_text(encoding="utf-8")


def test_the_root_grows_as_the_servers_does() -> None:
    tree = verifier.Growing()
    for size, leaf in enumerate(LEAVES):
        assert tree.root() == ROOTS[size]
        tree.add(leaf)


def test_inclusion_is_judged_alike() -> None:
    dice = random.Random(3)  # noqa: S311 # repeatable on purpose
    for size in range(1, SIZES + 1):
        for index in {0, size - 1, size // 2, *(dice.randrange(size) for _ in range(6))}:
            path = merkle.prove(merkle.inclusion_ranges(index, size), paths_over(LEAVES))
            assert verifier.included(LEAVES[index], index, size, ROOTS[size], path)
            for wrong in changed(dice, path):
                told = (LEAVES[index], index, size, ROOTS[size], wrong)
                assert not verifier.included(*told)
            for other in (index - 1, index + 1, size, -1):
                told = (LEAVES[index], other, size, ROOTS[size], path)
                assert verifier.included(*told) == merkle.is_included(*told)
            for other in (size - 1, size + 1, 2 * size):
                told = (LEAVES[index], index, other, ROOTS[size], path)
                assert verifier.included(*told) == merkle.is_included(*told)


def test_consistency_is_judged_alike() -> None:
    dice = random.Random(4)  # noqa: S311 # repeatable on purpose
    for new in range(1, SIZES + 1):
        for old in {1, new, *(dice.randrange(1, new + 1) for _ in range(6))}:
            path = merkle.prove(merkle.consistency_ranges(old, new), paths_over(LEAVES))
            assert verifier.consistent(old, ROOTS[old], new, ROOTS[new], path)
            for wrong in changed(dice, path):
                told = (old, ROOTS[old], new, ROOTS[new], wrong)
                assert verifier.consistent(*told) == merkle.is_consistent(*told) is False
            for other in (old - 1, old + 1, new + 1):
                told = (other, ROOTS[old], new, ROOTS[new], path)
                assert verifier.consistent(*told) == merkle.is_consistent(*told)
            assert not verifier.consistent(old, ROOTS[old - 1], new, ROOTS[new], path)
            assert not verifier.consistent(old, ROOTS[old], new, ROOTS[new - 1], path)


def test_places_in_the_map_are_judged_alike() -> None:
    dice = random.Random(5)  # noqa: S311 # repeatable on purpose
    for unions in (1, 2, 3, 8, 60):
        ids = [UUID(int=dice.getrandbits(128)) for _ in range(unions + 5)]
        entries = {heads_map.key_of(one): dice.randbytes(32) for one in ids[:unions]}
        whole = heads_map.HeadsMap(entries)
        root = whole.root()
        for number, one in enumerate(ids):
            place, path = verifier.place_of(one.bytes), whole.siblings(heads_map.key_of(one))
            assert place == heads_map.key_of(one)
            entry_hash = entries.get(place, bytes(32))
            stranger = whole.stranger(place)
            other = None if stranger is None else (stranger.key, stranger.entry_hash)
            is_counted = number < unions
            assert verifier.in_map(root, place, entry_hash, path) is is_counted
            assert verifier.not_in_map(root, place, other, path) is not is_counted
            for wrong in changed(dice, path):
                assert not verifier.in_map(root, place, entry_hash, wrong)
                assert not verifier.not_in_map(root, place, other, wrong)
            assert not verifier.in_map(root, place, dice.randbytes(32), path)
            assert not verifier.not_in_map(root, place, (place, entry_hash), path)
            for told in entries.items():
                assert verifier.not_in_map(root, place, told, path) is heads_map.is_not_in_map(
                    root, place, heads_map.Stranger(*told), path
                )


def changed(dice: random.Random, path: list[bytes]) -> Iterator[list[bytes]]:
    """Yield paths that are not this one."""
    yield [*path, dice.randbytes(32)]
    if path:
        place = dice.randrange(len(path))
        yield path[:place] + path[place + 1 :]
        yield [*path[:place], dice.randbytes(32), *path[place + 1 :]]
    if len(set(path)) > 1:
        yield path[::-1]


@given(st.binary(max_size=400))
def test_readers_raise_nothing_else_for_any_bytes(raw: bytes) -> None:
    read_all(raw)


@given(st.text(max_size=300), st.integers(0, 10**6))
def test_readers_raise_nothing_else_for_almost_good_bytes(text: str, place: int) -> None:
    for good in GOOD:
        at = place % len(good)
        read_all(good[:at] + text.encode("utf-8", "replace") + good[at + 1 :])


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=20,
))  # fmt: skip
def test_readers_raise_nothing_else_for_any_document(document: object) -> None:
    read_all(as_json(document))
    if isinstance(document, dict):
        for kind in verifier.FORMATS.values():
            read_all(as_json(document | {"format": kind}))


def read_all(raw: bytes) -> None:
    text = raw.decode("utf-8", "replace")
    readers = (
        lambda: verifier.read_signed(raw),
        lambda: verifier.read_anchor(text),
        lambda: verifier.read_key(text),
        lambda: verifier.read_event(raw),
        lambda: verifier.read_held_proof(raw),
        lambda: verifier.read_union_proof(verifier.read_document(raw, "proof")),
        lambda: verifier.read_document(raw, "index"),
        lambda: verifier.read_receipt(text),
    )
    for read in readers:
        try:
            read()
        except verifier.Unreadable:
            continue


_WORKSHOP = Workshop()
GOOD = [
    _WORKSHOP.note(),
    as_json(_WORKSHOP.proof()),
    as_json(_WORKSHOP.held_proof(3)),
    as_json(_WORKSHOP.line(3)),
    LOG_KEY.public.text.encode(),
    _WORKSHOP.checkpoint().text.encode(),
]


def test_notes_and_keys_are_read_alike() -> None:
    note = _WORKSHOP.note()
    ours, theirs = verifier.read_signed(note), parse_note(note)
    assert ours.text == theirs.text
    assert [*ours.lines] == [(one.name, one.key_id, one.signature) for one in theirs.signatures]
    for key in (LOG_KEY, WITNESS_KEY):
        read = verifier.read_key(key.public.text)
        assert (read.name, read.kind, read.raw) == (
            key.public.name,
            key.public.type,
            key.public.key,
        )
        assert read.hint == key.public.key_id


@pytest.mark.parametrize(
    "line",
    [
        '{"position":1,"position":2}', "[]", "1", "null", '{"body":1}', '{"body_base64":"*"}',
        "[" * 100_000, '{"position":' + "9" * 5_000 + "}", "{}",
    ],
)  # fmt: skip
def test_strange_events_are_unreadable(line: str) -> None:
    with pytest.raises(verifier.Unreadable):
        verifier.read_event(line.encode())


def test_every_event_of_the_catalogue_is_known() -> None:
    """`KNOWN_TOPICS` is written by hand, for it is what the totals were thought through for."""
    versions = {(topic, event.SCHEMA_VERSION) for topic, event in CATALOGUE.items()}
    assert versions == {(topic, 1) for topic in verifier.KNOWN}


NOT_PAPERS = {"hash", "chain_hash", "population_sha256", "text_sha256"}
"""Digests of these books themselves, and of a text that stands in its own event."""


def test_every_field_that_names_a_paper_is_known() -> None:
    named = {name for event in CATALOGUE.values() for name in paper_fields(event)}
    everywhere = verifier.ATTACHMENT_FIELDS.union(*verifier.ATTACHMENT_FIELDS_OF.values())
    assert {*named, "sha256"} - NOT_PAPERS == everywhere
    for topic, names in verifier.ATTACHMENT_FIELDS_OF.items():
        assert names <= paper_fields(CATALOGUE[topic])


def paper_fields(event: type[Event]) -> set[str]:
    hints = {name: str(hint) for name, hint in event.__annotations__.items()}
    return {
        name for name, hint in hints.items() if str(Sha256) in hint and "Attachment" not in hint
    }


def test_it_is_one_file_for_python_3_9_without_anything_else() -> None:
    tree = ast.parse(SOURCE, feature_version=(3, 9))
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names
    assert not {node for node in ast.walk(tree) if isinstance(node, ast.Match)}


def test_nothing_newer_than_python_3_9_is_called() -> None:
    """What came later and is easily used without thinking."""
    newer = {"bit_count", "UTC", "pairwise", "StrEnum", "tomllib", "strict", "batched"}
    tree = ast.parse(SOURCE)
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named |= {word.arg or "" for word in ast.walk(tree) if isinstance(word, ast.keyword)}
    named |= {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not named & newer
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp):
            assert not isinstance(node.value.op, ast.BitOr) or "None" not in ast.dump(node.value)


def test_claims_of_the_totals_are_json_without_floats() -> None:
    assert "." not in json.dumps(_WORKSHOP.claims()["trial_balances"])
