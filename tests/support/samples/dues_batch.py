"""Samples of the events of a collection of dues."""

from domain.dues_batch.events import DuesBatchClosed
from domain.event import Event
from tests.domain.values import BRANCH

COMPLETE: tuple[Event, ...] = (
    DuesBatchClosed(
        declared_heads=40,
        declared_fen=104600,
        heads=39,
        amount_fen=101985,
        difference_reason="absent",
        first_month="2026-01",
        last_month="2026-06",
        branch_id=BRANCH,
    ),
)
MINIMAL: tuple[Event, ...] = (
    DuesBatchClosed(declared_heads=40, declared_fen=104600, heads=40, amount_fen=104600),
)
VARIANTS: dict[str, Event] = {}
