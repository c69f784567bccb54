"""Samples of the events of a condolence."""

from domain.condolence.events import (
    CondolenceApproved,
    CondolenceRecorded,
    CondolenceRejected,
    CondolenceRequested,
    CondolenceReversed,
    Goods,
)
from domain.event import Event
from tests.domain.aid import CASHIER
from tests.domain.values import APPROVER, CONDOLENCE, HANDLER, MEMBER, lines, sealed

COMPLETE: tuple[Event, ...] = (
    CondolenceRequested(
        condolence_id=CONDOLENCE,
        member_id=MEMBER,
        occasion="festival",
        amount_fen=50000,
        handler_id=HANDLER,
        details=sealed("file"),
        form="goods",
        relation="self",
        festival="mid_autumn",
        duplicate_key="9f2c",
    ),
    CondolenceApproved(
        condolence_id=CONDOLENCE,
        member_id=MEMBER,
        amount_fen=50000,
        approver_id=APPROVER,
        decision_no="会议纪要〔2026〕6号",
        warnings=("no_hardship_file",),
    ),
    CondolenceRejected(
        condolence_id=CONDOLENCE, member_id=MEMBER, reason="no_proof", approver_id=APPROVER
    ),
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
MINIMAL: tuple[Event, ...] = (
    CondolenceRequested(
        condolence_id=CONDOLENCE,
        member_id=MEMBER,
        occasion="illness",
        amount_fen=50000,
        handler_id=HANDLER,
        details=sealed("file"),
    ),
    CondolenceApproved(
        condolence_id=CONDOLENCE, member_id=MEMBER, amount_fen=50000, approver_id=APPROVER
    ),
)
VARIANTS: dict[str, Event] = {
    "of_goods": CondolenceRecorded(
        condolence_id=CONDOLENCE,
        member_id=MEMBER,
        occasion="festival",
        amount_fen=30000,
        details=sealed("file"),
        posting_map="posting-2021",
        lines=lines("50104", "141", "own_funds", 30000),
        form="goods",
        relation="self",
        festival="dragon_boat",
        duplicate_key="9f2c",
        goods=(Goods(name="大米 10kg", unit_price_fen=10000, quantity=3),),
        deliverer_id=CASHIER,
        requested_version=1,
        benefit_id="benefit.anhui",
        benefit_version=2025,
        warnings=("over_limit",),
    ),
}
