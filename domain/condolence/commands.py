"""What may be asked of a condolence."""

from domain.command import Command
from domain.condolence.events import Occasion
from domain.ids import CondolenceId, MemberId
from domain.sealed import Sealed


class RecordCondolence(Command, frozen=True, kw_only=True):
    condolence_id: CondolenceId
    member_id: MemberId
    occasion: Occasion
    amount_fen: int
    details: Sealed


class ReverseCondolence(Command, frozen=True, kw_only=True):
    condolence_id: CondolenceId
    reason: str


CondolenceCommand = RecordCondolence | ReverseCondolence
