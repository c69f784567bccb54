"""What a projection answers: named writes. The projector runs them, many at once."""

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

Fold = Literal["last", "sum"]


class Write(NamedTuple):
    """One row for a named query: the columns of its key, then the columns of its value."""

    query: str
    key: tuple[Any, ...]
    value: tuple[Any, ...]


class WriteShape(NamedTuple):
    """How rows of one named query are folded before they are sent together as arrays.

    `last`: of several rows with one key the last stands. `sum`: the first value column is added up,
    of the others the last stands. `types` are the PostgreSQL types of key and value columns in order.
    """

    types: tuple[str, ...]
    fold: Fold = "last"


Columns = tuple[list[Any], ...]


def folded(writes: Iterable[Write], shapes: dict[str, WriteShape]) -> list[tuple[str, Columns]]:
    """Return, in the order the shapes are declared, each query with its rows turned into columns.

    Keys are sorted, so that concurrent writers lock rows in one order.
    """
    rows: dict[str, dict[tuple[Any, ...], tuple[Any, ...]]] = {name: {} for name in shapes}
    for query, key, value in writes:
        kept = rows[query]
        before = kept.get(key)
        if before is not None and shapes[query].fold == "sum":
            value = (before[0] + value[0], *value[1:])  # noqa: PLW2901 # folding is the point
        kept[key] = value
    return [(name, _columns(kept)) for name, kept in rows.items() if kept]


def _columns(kept: dict[tuple[Any, ...], tuple[Any, ...]]) -> Columns:
    ordered = [(*key, *kept[key]) for key in sorted(kept)]
    return tuple(list(column) for column in zip(*ordered, strict=True))
