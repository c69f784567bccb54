"""Samples of the events of a condolence."""

from domain.condolence.events import CondolenceRecorded, CondolenceReversed
from domain.event import Event
from tests.domain.values import CONDOLENCE, MEMBER, lines, sealed

COMPLETE: tuple[Event, ...] = (
    CondolenceRecorded(
        condolence_id=CONDOLENCE,
        member_id=MEMBER,
        occasion="illness",
        amount_fen=50000,
        details=sealed("file"),
        posting_map="posting-2021",
        lines=lines("501", "102", "own_funds", 50000),
    ),
    CondolenceReversed(
        condolence_id=CONDOLENCE,
        member_id=MEMBER,
        occasion="illness",
        amount_fen=50000,
        reason="重复录入",
        lines=lines("501", "102", "own_funds", -50000),
    ),
)
MINIMAL: tuple[Event, ...] = ()
VARIANTS: dict[str, Event] = {}
