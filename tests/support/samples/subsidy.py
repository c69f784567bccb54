"""Samples of the events of a subsidy."""

from domain.event import Event
from domain.subsidy.events import SubsidyReceived, SubsidyReversed
from tests.domain.funds import ALLOCATION, SUBSIDY
from tests.domain.values import lines

COMPLETE: tuple[Event, ...] = (
    SubsidyReceived(
        subsidy_id=SUBSIDY,
        kind="winter_warmth",
        fund="winter_warmth_earmarked",
        amount_fen=5_000_000,
        document_no="青工〔2026〕5号",
        posting_map="posting-2021",
        lines=lines("102", "40305", "winter_warmth_earmarked", 5_000_000),
        allocation_id=ALLOCATION,
    ),
    SubsidyReversed(
        subsidy_id=SUBSIDY,
        kind="winter_warmth",
        fund="winter_warmth_earmarked",
        amount_fen=5_000_000,
        reversed_version=1,
        reason="误入",
        lines=lines("102", "40305", "winter_warmth_earmarked", -5_000_000),
    ),
)
MINIMAL: tuple[Event, ...] = (
    SubsidyReceived(
        subsidy_id=SUBSIDY,
        kind="employer",
        fund="own_funds",
        amount_fen=1,
        document_no="行政拨款",
        posting_map="posting-2021",
        lines=lines("102", "405", "own_funds", 1),
    ),
)
VARIANTS: dict[str, Event] = {}
