"""What a projection gathers of many events is what it would have answered to each of them."""

import pytest

from domain.event import Recorded
from projections.projection import Projection
from projections.registry import PROJECTIONS
from projections.write import Columns, Gathered, folded
from tests.projections.happening import recorded
from tests.support.samples_of import samples

GATHERING = [projection for projection in PROJECTIONS if projection.gather is not None]


def _told(projection: Projection) -> list[Recorded]:
    """Every sample it gathers, three times over, at positions and versions of their own."""
    events = [
        event for event in samples().values() if event.TOPIC in projection.gathered_topics
    ] * 3
    return [recorded(event, position=n, version=n) for n, event in enumerate(events, start=1)]


def _rows(projection: Projection, answered: Gathered) -> dict[str, list[tuple[object, ...]]]:
    sent = folded(answered.writes, projection.writes, answered.columns)
    return {name: sorted(zip(*columns, strict=True), key=repr) for name, columns in sent}


@pytest.mark.parametrize("projection", GATHERING, ids=lambda projection: projection.name)
def test_gathered_is_what_each_would_have_been(projection: Projection) -> None:
    assert projection.gather is not None
    told = _told(projection)
    one_by_one = [write for event in told for write in projection.apply(event, None)[1]]
    gathered = _rows(projection, projection.gather(told))
    assert gathered
    assert gathered == _rows(projection, Gathered(one_by_one))


@pytest.mark.parametrize("projection", GATHERING, ids=lambda projection: projection.name)
def test_nobody_keeps_a_memory_of_what_is_gathered(projection: Projection) -> None:
    assert projection.gathered_topics <= projection.topics
    assert projection.gathered_topics.isdisjoint(projection.memory_topics)


@pytest.mark.parametrize("projection", GATHERING, ids=lambda projection: projection.name)
def test_columns_are_of_queries_whose_rows_have_keys_of_their_own(projection: Projection) -> None:
    assert projection.gather is not None
    columns = projection.gather(_told(projection)).columns
    for name, found in columns.items():
        assert projection.writes[name].fold == "each"
        assert len(found) == len(projection.writes[name].types)


def test_columns_laid_out_before_come_first() -> None:
    shape = next(one.writes["put_receipt"] for one in PROJECTIONS if one.name == "dues")
    dues = next(one for one in PROJECTIONS if one.name == "dues")
    assert dues.gather is not None
    first, second = _told(dues)[:2]
    before: Columns = dues.gather([first]).columns["put_receipt"]
    ((_, found),) = folded(
        dues.apply(second, None)[1], {"put_receipt": shape}, {"put_receipt": before}
    )
    assert found == dues.gather([first, second]).columns["put_receipt"]
