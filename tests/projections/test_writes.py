"""What each projection writes for each event, and how rows of one key become one."""

import re
from typing import Any
from uuid import UUID

import pytest

from domain.catalogue import CATALOGUE
from domain.event import Event
from domain.member.events import MemberRegistered
from domain.union.events import VocabularyKept
from projections.projection import Projection, read_kept
from projections.registry import PROJECTIONS
from projections.write import Write, WriteShape, folded
from services.projector.builds import tables_of
from services.store.sql import queries
from tests.projections.happening import COMMAND, recorded
from tests.support.samples_of import samples

SAMPLES = samples()
BY_NAME = {projection.name: projection for projection in PROJECTIONS}
PYTHON: dict[str, tuple[type, ...]] = {
    "uuid": (UUID,),
    "text": (str,),
    "int4": (int,),
    "int8": (int,),
    "bool": (bool,),
    "jsonb": (str,),
}


def written(projection: Projection, event: Event) -> list[Write]:
    return projection.apply(recorded(event), None)[1]


JOINED = [
    (projection, stem)
    for projection in PROJECTIONS
    for stem, event in SAMPLES.items()
    if event.TOPIC in projection.topics
]


@pytest.mark.parametrize(
    ("projection", "stem"), JOINED, ids=lambda part: getattr(part, "name", part)
)
def test_every_write_fits_its_query(projection: Projection, stem: str) -> None:
    event = SAMPLES[stem]
    texts = queries(projection.package)
    for query, key, value in written(projection, event):
        types = projection.writes[query].types
        assert len(key) + len(value) == len(types), query
        assert texts[query].count("::") == len(types)
        for cell, kind in zip((*key, *value), types, strict=True):
            assert cell is None or isinstance(cell, PYTHON.get(kind, (object,))), (query, kind)
        assert all(part is not None for part in key)


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)
def test_topics_are_known_and_every_one_leads_to_a_row(projection: Projection) -> None:
    assert projection.topics <= set(CATALOGUE)
    for event in SAMPLES.values():
        if event.TOPIC in projection.topics - {VocabularyKept.TOPIC} and _tells(projection, event):
            assert written(projection, event), event.TOPIC


def _tells(projection: Projection, event: Event) -> bool:
    """A merger or a dissolution may post nothing: then the general ledger has nothing to write."""
    return projection.name != "general_ledger" or bool(getattr(event, "lines", ()))


def test_every_topic_reaches_the_roll_up() -> None:
    assert BY_NAME["rollup"].topics == set(CATALOGUE)


def test_names_and_tables_are_used_once() -> None:
    names = [projection.name for projection in PROJECTIONS]
    tables = [table for projection in PROJECTIONS for table in tables_of(projection)]
    assert len(names) == len(set(names))
    assert len(tables) == len(set(tables))


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)
def test_every_declared_query_is_there_and_names_its_types(projection: Projection) -> None:
    texts = queries(projection.package)
    for name, shape in projection.writes.items():
        assert re.findall(r"::(\w+)\[\]", texts[name]) == list(shape.types), name
        assert not re.search(r"\bnow\(|random|clock_timestamp|nextval", texts[name])


def test_sealed_columns_carry_the_command_they_were_sealed_for() -> None:
    registered = SAMPLES["member.registered.v1"]
    assert isinstance(registered, MemberRegistered)
    cells = [cell for write in written(BY_NAME["roster"], registered) for cell in write.value]
    kept = [read_kept(cell) for cell in cells if isinstance(cell, str) and '"box"' in cell]
    assert [one.sealed for one in kept] == [registered.identity, registered.profile]
    assert {one.command_id for one in kept} == {COMMAND}


def test_no_ledger_row_holds_a_personal_field_in_clear() -> None:
    """Whatever an event seals arrives as it is, box and all."""
    boxes = re.compile(r'"box":"[A-Za-z0-9+/=]+"')
    for stem, event in SAMPLES.items():
        for projection in PROJECTIONS:
            if event.TOPIC in projection.topics:
                for write in written(projection, event):
                    texts = [
                        cell for cell in write.value if isinstance(cell, str) and "box" in cell
                    ]
                    assert all(boxes.search(text) for text in texts), stem


LAST = WriteShape(("text", "int8", "int8"))
SUM = WriteShape(("text", "int8", "int8"), "sum")
MERGE = WriteShape(("text", "int8", "int8"), "merge")


@pytest.mark.parametrize(
    ("shape", "rows", "columns"),
    [
        (LAST, [("a", 1, 1)], [["a"], [1], [1]]),
        (LAST, [("a", 1, 1), ("a", 2, 2)], [["a"], [2], [2]]),
        (SUM, [("a", 1, 1), ("a", 2, 2)], [["a"], [3], [2]]),
        (SUM, [("a", 1, 1), ("a", -1, 2)], [["a"], [0], [2]]),
        (MERGE, [("a", 1, None), ("a", None, 2)], [["a"], [1], [2]]),
        (MERGE, [("a", 1, 1), ("b", 5, 5), ("a", None, 2)], [["a", "b"], [1, 5], [2, 5]]),
    ],
    ids=["one", "the_last_stands", "added_up", "added_up_to_nothing", "merged", "merged_by_key"],
)
def test_rows_of_one_key_become_one(
    shape: WriteShape, rows: list[tuple[Any, ...]], columns: list[list[Any]]
) -> None:
    writes = [Write("q", (row[0],), row[1:]) for row in rows]
    ((name, found),) = folded(writes, {"q": shape})
    assert name == "q"
    assert list(found) == columns


def test_queries_run_in_the_order_they_are_declared_and_idle_ones_not_at_all() -> None:
    shapes = {"first": LAST, "idle": LAST, "second": LAST}
    writes = [Write("second", ("a",), (1, 1)), Write("first", ("a",), (1, 1))]
    assert [name for name, _ in folded(writes, shapes)] == ["first", "second"]


def test_a_write_nobody_declared_is_a_fault() -> None:
    with pytest.raises(KeyError):
        folded([Write("unknown", (), ())], {"q": LAST})


def test_the_samples_cover_every_topic() -> None:
    assert {event.TOPIC for event in SAMPLES.values()} == set(CATALOGUE)
