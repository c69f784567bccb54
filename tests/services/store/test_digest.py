"""PostgreSQL and `domain.chain` compute the same chain, each on its own."""

import uuid
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.chain import ChainedEvent, EventFields, Sound, first_break, genesis
from services.store.contract import NewEvent
from services.store.log_store import PostgresLogStore
from tests.support.appends import append

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
EVENTS = st.builds(
    NewEvent,
    stream_id=st.uuids(),
    version=st.sampled_from([0, 1]),
    topic=TEXTS,
    schema_version=st.integers(-(2**15), 2**15 - 1),
    occurred_on=st.dates(date(1, 1, 2), date(9999, 12, 30)),
    body=st.binary(max_size=300).filter(lambda body: b'"lines"' not in body and rb"\u" not in body),
)


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    charter=st.binary(max_size=50),
    commands=st.lists(
        st.tuples(TEXTS, st.lists(EVENTS, min_size=1, max_size=5, unique_by=lambda e: e.stream_id)),
        min_size=1,
        max_size=4,
    ),
)
async def test_both_compute_the_same_chain(
    log_store: PostgresLogStore, charter: bytes, commands: list[tuple[str, list[NewEvent]]]
) -> None:
    union_id, used = uuid.uuid4(), set[uuid.UUID]()
    await log_store.found(union_id, charter)
    assert (await log_store.head(union_id)).hash == genesis(union_id, charter)
    for actor_id, events in commands:
        fresh = [event for event in events if event.stream_id not in used]
        used.update(event.stream_id for event in fresh)
        if fresh:
            await log_store.append(append(union_id, *fresh, actor_id=actor_id))
    recorded = await log_store.read_after(union_id, 0, 1_000)
    chained = [
        ChainedEvent(
            EventFields(**{name: getattr(one, name) for name in EventFields.__struct_fields__}),
            one.digest,
            one.hash,
        )
        for one in recorded
    ]
    head = await log_store.head(union_id)
    broken, sound = first_break(
        chained, union_id=union_id, after=Sound(0, genesis(union_id, charter))
    )
    assert broken is None
    assert (sound.position, sound.hash) == (head.position, head.hash)
