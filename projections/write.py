"""What a projection answers: named writes. The projector runs them, many at once."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Fold = Literal["last", "sum", "greatest", "merge", "each"]


class Write(NamedTuple):
    """One row for a named query: the columns of its key, then the columns of its value."""

    query: str
    key: tuple[Any, ...]
    value: tuple[Any, ...]


class WriteShape(NamedTuple):
    """How rows of one named query are folded before they are sent together as arrays.

    `last`: of several rows with one key the last stands. `sum`: the first `summed` value columns are
    added up, of the others the last stands. `greatest`: the same, but of the others the greatest stands, in
    whatever order they come. `merge`: of each column the last that is not None. `each`: no two rows have
    one key. The statement must do the same with a row that is there already, or a ledger would depend
    on how the log was cut into stretches. `types` are the PostgreSQL types of key and value columns in order.
    """

    types: tuple[str, ...]
    fold: Fold = "last"
    summed: int = 1


Columns = tuple[list[Any], ...]
Row = tuple[Any, ...]


def _last(_before: Row, value: Row) -> Row:
    return value


def _sum_of(summed: int) -> Callable[[Row, Row], Row]:
    def added(before: Row, value: Row) -> Row:
        sums = (old + new for old, new in zip(before[:summed], value[:summed], strict=True))
        return (*sums, *value[summed:])

    return added


def _greatest_of(summed: int) -> Callable[[Row, Row], Row]:
    def greater(before: Row, value: Row) -> Row:
        sums = (old + new for old, new in zip(before[:summed], value[:summed], strict=True))
        return (*sums, *map(max, before[summed:], value[summed:]))

    return greater


def _merge(before: Row, value: Row) -> Row:
    return tuple(old if new is None else new for old, new in zip(before, value, strict=True))


def _fold_of(shape: WriteShape) -> Callable[[Row, Row], Row]:
    match shape.fold:
        case "last":
            return _last
        case "sum":
            return _sum_of(shape.summed)
        case "greatest":
            return _greatest_of(shape.summed)
        case "merge":
            return _merge
        case "each":
            return _last


class Gathered(NamedTuple):
    """What many events were answered with together: writes, and rows of `each` queries in columns already."""

    writes: list[Write]
    columns: Mapping[str, Columns] = MappingProxyType({})


def folded(
    writes: Iterable[Write],
    shapes: dict[str, WriteShape],
    columns: Mapping[str, Columns] = MappingProxyType({}),
) -> list[tuple[str, Columns]]:
    """Return, in the order the shapes are declared, each query with its rows turned into columns.

    `columns` are rows of `each` queries that were laid out before; they come first.
    """
    rows: dict[str, dict[Row, Row]] = {name: {} for name in shapes}
    single: dict[str, list[Row]] = {
        name: [] for name, shape in shapes.items() if shape.fold == "each"
    }
    folds = {name: _fold_of(shape) for name, shape in shapes.items()}
    for query, key, value in writes:
        if query in single:
            single[query].append(key + value)
            continue
        kept = rows[query]
        before = kept.get(key)
        kept[key] = value if before is None else folds[query](before, value)
    together = {
        name: single[name] if name in single else [key + value for key, value in kept.items()]
        for name, kept in rows.items()
    }
    return [
        (name, _columns(found, columns.get(name)))
        for name, found in together.items()
        if found or name in columns
    ]


def _columns(rows: Iterable[Row], before: Columns | None) -> Columns:
    found = tuple(list(column) for column in zip(*rows, strict=True))
    if before is None:
        return found
    if not found:
        return before
    return tuple(one + other for one, other in zip(before, found, strict=True))
