"""Decides about balances that move when a union merges, splits or ends.

Sources: 工会法 art. 13, 中国工会章程 art. 40, domain.md 4.1. Each move is two events in two logs that share one
`transfer_id`: what leaves one union's books arrives in the other's.
"""

from domain.money import PostingLines
from domain.refusal import Refused
from domain.reorganisation import closes, is_movable
from domain.union.commands import (
    AbsorbUnion,
    DissolveUnion,
    MergeUnion,
    SplitUnion,
    TakeOverBalances,
)
from domain.union.events import (
    BalancesTakenOver,
    UnionAbsorbed,
    UnionDissolved,
    UnionMerged,
    UnionSplit,
)
from domain.union.state import Context, Decided, State


def merge(command: MergeUnion, context: Context) -> Decided:
    """The union ends in another one: all its balances go there."""
    if command.into_union_id == context.own_id:
        return Refused("union.moved_to_itself", "into_union_id")
    fault = _unsettled(command.lines, context)
    if fault is not None:
        return fault
    return [
        UnionMerged(
            into_union_id=command.into_union_id,
            transfer_id=command.transfer_id,
            document_no=command.document_no,
            lines=command.lines,
        )
    ]


def dissolve(command: DissolveUnion, context: Context) -> Decided:
    """The union ends; what it still has goes to the higher union, which disposes of it."""
    if command.handed_to is None and command.lines:
        return Refused("union.receiver_unnamed", "handed_to")
    if command.handed_to is not None and command.handed_to == context.own_id:
        return Refused("union.moved_to_itself", "handed_to")
    fault = _unsettled(command.lines, context)
    if fault is not None:
        return fault
    return [
        UnionDissolved(
            document_no=command.document_no,
            handed_to=command.handed_to,
            transfer_id=command.transfer_id,
            lines=command.lines,
        )
    ]


def split(state: State, command: SplitUnion, context: Context) -> Decided:
    """A part becomes a union of its own, with a share by members or workers."""
    if not 0 < command.share_numerator < command.share_denominator:
        return Refused("union.share_not_a_part", "share_numerator")
    if command.into_union_id == context.own_id:
        return Refused("union.moved_to_itself", "into_union_id")
    if not is_movable(command.lines):
        return Refused("union.lines_not_balanced", "lines")
    if command.transfer_id in state.transfers:
        return Refused("union.transfer_already_recorded", "transfer_id")
    return [
        UnionSplit(
            into_union_id=command.into_union_id,
            transfer_id=command.transfer_id,
            document_no=command.document_no,
            share_numerator=command.share_numerator,
            share_denominator=command.share_denominator,
            lines=command.lines,
        )
    ]


def receive(state: State, command: AbsorbUnion | TakeOverBalances, context: Context) -> Decided:
    """Balances arrive from another union, once for each move."""
    if command.from_union_id == context.own_id:
        return Refused("union.moved_to_itself", "from_union_id")
    if not is_movable(command.lines):
        return Refused("union.lines_not_balanced", "lines")
    if command.transfer_id in state.transfers:
        return Refused("union.transfer_already_recorded", "transfer_id")
    if isinstance(command, AbsorbUnion):
        return [
            UnionAbsorbed(
                from_union_id=command.from_union_id,
                transfer_id=command.transfer_id,
                document_no=command.document_no,
                lines=command.lines,
            )
        ]
    if not command.lines:
        return Refused("union.nothing_taken_over", "lines")
    return [
        BalancesTakenOver(
            from_union_id=command.from_union_id,
            transfer_id=command.transfer_id,
            lines=command.lines,
        )
    ]


def _unsettled(lines: PostingLines, context: Context) -> Refused | None:
    """A union that ends hands over everything it has: no account keeps a balance."""
    if not is_movable(lines):
        return Refused("union.lines_not_balanced", "lines")
    if context.balances is not None and not closes(context.balances, lines):
        return Refused("union.balances_not_closed", "lines")
    return None
