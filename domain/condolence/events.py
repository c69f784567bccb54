"""What can happen to a condolence. The amount is the value, also of goods."""

from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import CondolenceId, MemberId
from domain.money import PositiveFen, PostingLines
from domain.sealed import Sealed

Occasion = Literal[
    "marriage",
    "childbirth",
    "illness",
    "bereavement",
    "birthday",
    "retirement",
    "festival",
    "other",
]


class CondolenceRecorded(Event, frozen=True, kw_only=True):
    """`details` holds evidence, relation, form, visitors and voucher number, under the file key."""

    TOPIC: ClassVar[str] = "condolence.recorded"

    condolence_id: CondolenceId
    member_id: MemberId
    occasion: Occasion
    amount_fen: PositiveFen
    details: Sealed
    posting_map: str
    lines: PostingLines


class CondolenceReversed(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "condolence.reversed"

    condolence_id: CondolenceId
    member_id: MemberId
    occasion: Occasion
    amount_fen: PositiveFen
    reason: str
    lines: PostingLines


CondolenceEvent = CondolenceRecorded | CondolenceReversed
