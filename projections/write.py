"""What a projection answers: named writes. The projector runs them, many at once."""

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

Fold = Literal["last", "sum", "merge"]


class Write(NamedTuple):
    """One row for a named query: the columns of its key, then the columns of its value."""

    query: str
    key: tuple[Any, ...]
    value: tuple[Any, ...]


class WriteShape(NamedTuple):
    """How rows of one named query are folded before they are sent together as arrays.

    `last`: of several rows with one key the last stands. `sum`: the first `summed` value columns are
    added up, of the others the last stands. `merge`: of each column the last that is not None. The statement
    must do the same with a row that is there already, or a ledger would depend on how the log was
    cut into stretches. `types` are the PostgreSQL types of key and value columns in order.
    """

    types: tuple[str, ...]
    fold: Fold = "last"
    summed: int = 1


Columns = tuple[list[Any], ...]
Row = tuple[Any, ...]


def _last(_before: Row, value: Row) -> Row:
    return value


def _sum(before: Row, value: Row) -> Row:
    return (before[0] + value[0], *value[1:])


def _sum_of(summed: int) -> Callable[[Row, Row], Row]:
    if summed == 1:
        return _sum

    def added(before: Row, value: Row) -> Row:
        sums = (old + new for old, new in zip(before[:summed], value[:summed], strict=True))
        return (*sums, *value[summed:])

    return added


def _merge(before: Row, value: Row) -> Row:
    return tuple(old if new is None else new for old, new in zip(before, value, strict=True))


def _fold_of(shape: WriteShape) -> Callable[[Row, Row], Row]:
    match shape.fold:
        case "last":
            return _last
        case "sum":
            return _sum_of(shape.summed)
        case "merge":
            return _merge


def folded(writes: Iterable[Write], shapes: dict[str, WriteShape]) -> list[tuple[str, Columns]]:
    """Return, in the order the shapes are declared, each query with its rows turned into columns."""
    rows: dict[str, dict[tuple[Any, ...], tuple[Any, ...]]] = {name: {} for name in shapes}
    folds = {name: _fold_of(shape) for name, shape in shapes.items()}
    for query, key, value in writes:
        kept = rows[query]
        before = kept.get(key)
        kept[key] = value if before is None else folds[query](before, value)
    return [(name, _columns(kept)) for name, kept in rows.items() if kept]


def _columns(kept: dict[tuple[Any, ...], tuple[Any, ...]]) -> Columns:
    rows = [key + value for key, value in kept.items()]
    return tuple(list(column) for column in zip(*rows, strict=True))
