"""Decides about condolences (慰问): for any member, on an occasion, from the union's own funds.

Sources: 《基层工会经费收支管理办法》总工办发〔2017〕32号, domain.md 4.5, 4.6 and 5.4. Who asks, who approves and
who delivers are different people; a record without a request is taken as it is.
"""

from datetime import date
from typing import assert_never, get_args

import msgspec

from domain.aid import HANDLING
from domain.condolence.commands import (
    ApproveCondolence,
    CondolenceCommand,
    RecordCondolence,
    RejectCondolence,
    RequestCondolence,
    ReverseCondolence,
)
from domain.condolence.events import (
    CondolenceApproved,
    CondolenceEvent,
    CondolenceRecorded,
    CondolenceRejected,
    CondolenceRequested,
    CondolenceReversed,
    Goods,
)
from domain.event import Fact
from domain.membership import Timeline
from domain.money import FEN_MAX, PostingLines, negated
from domain.officers import APPROVING, Office, Officers
from domain.policy.benefit import (
    Benefit,
    BenefitPolicy,
    BenefitWarning,
    Breach,
    Standing,
    breaches,
)
from domain.policy.posting import PostingMap, posting_lines
from domain.refusal import Refused

FUND = "own_funds"
"""慰问 is a collective benefit (domain.md 4.3): it is paid from the union's own funds."""

Decided = list[CondolenceEvent] | Refused

_ANY_OFFICE: tuple[Office, ...] = get_args(Office)
_MONEY, _GOODS = "condolence.recorded", "condolence.goods"
"""Operations of the posting map: money leaves the bank, goods leave the store."""
_QUANTITY_MAX = 1_000_000


class State(msgspec.Struct, frozen=True):
    requested: CondolenceRequested | None = None
    requested_version: int = 0
    approved: CondolenceApproved | None = None
    rejected: bool = False
    step_on: date | None = None
    recorded: CondolenceRecorded | None = None
    given_on: date | None = None
    reversed: bool = False


class Context(msgspec.Struct, frozen=True):
    """The membership of the person, the posting map and benefit rules of the date, what was given before.

    `given`: every other condolence of the member that was recorded and not reversed. `hardship_file`: the
    member's household has an open file.
    """

    member: Timeline
    posting_map: PostingMap | None
    benefit_policy: BenefitPolicy | None = None
    given: tuple[Benefit, ...] = ()
    hardship_file: bool = False
    officers: Officers = Officers()


def evolve(state: State, fact: Fact) -> State:
    event: CondolenceEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    day = fact.occurred_on
    match event:
        case CondolenceRequested():
            return msgspec.structs.replace(
                state, requested=event, requested_version=fact.version, step_on=day
            )
        case CondolenceApproved():
            return msgspec.structs.replace(state, approved=event, step_on=day)
        case CondolenceRejected():
            return msgspec.structs.replace(state, rejected=True, step_on=day)
        case CondolenceRecorded():
            return msgspec.structs.replace(state, recorded=event, given_on=day)
        case CondolenceReversed():
            return msgspec.structs.replace(state, reversed=True)
        case _:
            assert_never(event)


def decide(state: State, command: CondolenceCommand, context: Context) -> Decided:
    match command:
        case RequestCondolence():
            return _request(state, command, context)
        case ApproveCondolence():
            return _approve(state, command, context)
        case RejectCondolence():
            return _reject(state, command, context)
        case RecordCondolence():
            return _record(state, command, context)
        case ReverseCondolence():
            return _reverse(state, command)
        case _:
            assert_never(command)


def _request(state: State, command: RequestCondolence, context: Context) -> Decided:
    if state.requested is not None:
        return Refused("condolence.already_requested", "condolence_id")
    if state.recorded is not None:
        return Refused("condolence.already_recorded", "condolence_id")
    if not context.member.spans:
        return Refused("condolence.member_unknown", "member_id")
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("condolence.amount_not_positive", "amount_fen")
    if not context.officers.holds_any(command.handler_id, HANDLING, command.occurred_on):
        return Refused("condolence.office_not_held", "handler_id")
    if not context.officers.are_different(command.handler_id, recipient=command.member_id):
        return Refused("condolence.duties_not_separated", "handler_id")
    return [
        CondolenceRequested(
            condolence_id=command.condolence_id,
            member_id=command.member_id,
            occasion=command.occasion,
            amount_fen=command.amount_fen,
            handler_id=command.handler_id,
            details=command.details,
            form=command.form,
            relation=command.relation,
            festival=command.festival,
            duplicate_key=command.duplicate_key,
        )
    ]


def _approve(state: State, command: ApproveCondolence, context: Context) -> Decided:
    requested = state.requested
    if requested is None:
        return Refused("condolence.not_requested", "condolence_id")
    if (fault := _not_decidable(state, requested, command, context)) is not None:
        return fault
    if not 1 <= command.amount_fen <= requested.amount_fen:
        return Refused("condolence.over_requested", "amount_fen")
    found = _found(requested, command.occurred_on, command.amount_fen, context)
    if (stopped := _blocked(found)) is not None:
        return stopped
    return [
        CondolenceApproved(
            condolence_id=command.condolence_id,
            member_id=requested.member_id,
            amount_fen=command.amount_fen,
            approver_id=command.approver_id,
            decision_no=command.decision_no,
            warnings=_warnings(found),
        )
    ]


def _reject(state: State, command: RejectCondolence, context: Context) -> Decided:
    requested = state.requested
    if requested is None:
        return Refused("condolence.not_requested", "condolence_id")
    if (fault := _not_decidable(state, requested, command, context)) is not None:
        return fault
    return [
        CondolenceRejected(
            condolence_id=command.condolence_id,
            member_id=requested.member_id,
            reason=command.reason,
            approver_id=command.approver_id,
        )
    ]


def _not_decidable(
    state: State,
    requested: CondolenceRequested,
    command: ApproveCondolence | RejectCondolence,
    context: Context,
) -> Refused | None:
    if state.approved is not None or state.rejected:
        return Refused("condolence.already_decided", "condolence_id")
    if state.step_on is not None and command.occurred_on < state.step_on:
        return Refused("condolence.before_the_last_step", "occurred_on")
    if not context.officers.holds_any(command.approver_id, APPROVING, command.occurred_on):
        return Refused("condolence.office_not_held", "approver_id")
    if not context.officers.are_different(
        requested.handler_id, command.approver_id, recipient=requested.member_id
    ):
        return Refused("condolence.duties_not_separated", "approver_id")
    return None


def _record(state: State, command: RecordCondolence, context: Context) -> Decided:
    if state.recorded is not None:
        return Refused("condolence.already_recorded", "condolence_id")
    if not context.member.spans:
        return Refused("condolence.member_unknown", "member_id")
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("condolence.amount_not_positive", "amount_fen")
    if (fault := _not_as_approved(state, command, context)) is not None:
        return fault
    if command.goods and not _add_up(command.goods, command.amount_fen):
        return Refused("condolence.goods_do_not_add_up", "goods")
    found = _found(command, command.occurred_on, command.amount_fen, context)
    if (stopped := _blocked(found)) is not None:
        return stopped
    if context.posting_map is None:
        return Refused("condolence.no_posting_map_in_force", "occurred_on")
    operation = _GOODS if command.form == "goods" else _MONEY
    lines = posting_lines(context.posting_map, operation, fund=FUND, amount_fen=command.amount_fen)
    if lines is None:
        return Refused("condolence.operation_not_posted", "occurred_on")
    return [_recorded(state, command, context, lines, _warnings(found))]


def _recorded(
    state: State,
    command: RecordCondolence,
    context: Context,
    lines: PostingLines,
    warnings: tuple[BenefitWarning, ...],
) -> CondolenceRecorded:
    policy = context.benefit_policy
    return CondolenceRecorded(
        condolence_id=command.condolence_id,
        member_id=command.member_id,
        occasion=command.occasion,
        amount_fen=command.amount_fen,
        details=command.details,
        posting_map=context.posting_map.policy_id if context.posting_map else "",
        lines=lines,
        form=command.form,
        relation=command.relation,
        festival=command.festival,
        duplicate_key=command.duplicate_key,
        goods=command.goods,
        deliverer_id=command.deliverer_id,
        requested_version=None if state.requested is None else state.requested_version,
        benefit_id=None if policy is None else policy.policy_id,
        benefit_version=None if policy is None else policy.version,
        warnings=warnings,
    )


def _not_as_approved(state: State, command: RecordCondolence, context: Context) -> Refused | None:
    """What is delivered is what was approved, by a third person (5.4: nobody hands out what he handled)."""
    requested, approved = state.requested, state.approved
    if requested is None:
        return None
    if approved is None:
        return Refused("condolence.not_approved", "condolence_id")
    if state.step_on is not None and command.occurred_on < state.step_on:
        return Refused("condolence.before_the_last_step", "occurred_on")
    asked = (requested.member_id, requested.occasion, requested.form, requested.relation)
    if asked != (command.member_id, command.occasion, command.form, command.relation):
        return Refused("condolence.differs_from_request", "condolence_id")
    if command.amount_fen > approved.amount_fen:
        return Refused("condolence.over_approved", "amount_fen")
    if command.deliverer_id is None:
        return Refused("condolence.deliverer_unnamed", "deliverer_id")
    if not context.officers.holds_any(command.deliverer_id, _ANY_OFFICE, command.occurred_on):
        return Refused("condolence.office_not_held", "deliverer_id")
    if not context.officers.are_different(
        requested.handler_id,
        approved.approver_id,
        command.deliverer_id,
        recipient=command.member_id,
    ):
        return Refused("condolence.duties_not_separated", "deliverer_id")
    return None


def _add_up(goods: tuple[Goods, ...], amount_fen: int) -> bool:
    """Tell whether prices times quantities are the amount; each line has at least one piece."""
    counted = all(1 <= each.quantity <= _QUANTITY_MAX for each in goods)
    return counted and sum(each.unit_price_fen * each.quantity for each in goods) == amount_fen


def _found(
    wish: CondolenceRequested | RecordCondolence, day: date, amount_fen: int, context: Context
) -> tuple[Breach, ...]:
    """What the benefit rules object to; without an adopted policy nobody objects (paper is taken over)."""
    if context.benefit_policy is None:
        return ()
    benefit = Benefit(
        occasion=wish.occasion,
        given_on=day,
        amount_fen=amount_fen,
        form=wish.form,
        relation=wish.relation,
        festival=wish.festival,
        duplicate_key=wish.duplicate_key,
    )
    standing = Standing(membership=context.member.on(day), hardship_file=context.hardship_file)
    return breaches(context.benefit_policy, benefit, context.given, standing)


def _warnings(found: tuple[Breach, ...]) -> tuple[BenefitWarning, ...]:
    return tuple(breach.warning for breach in found)


def _blocked(found: tuple[Breach, ...]) -> Refused | None:
    """The first breach whose rule says block (domain.md 4.6); a missing file alone never blocks."""
    blocking = next((breach.warning for breach in found if breach.blocks), None)
    match blocking:
        case None | "no_hardship_file":
            return None
        case "over_limit":
            return Refused("condolence.over_limit", "amount_fen")
        case "already_given":
            return Refused("condolence.already_given", "occasion")
        case "form_not_allowed":
            return Refused("condolence.form_not_allowed", "form")
        case "not_entitled":
            return Refused("condolence.not_entitled", "member_id")
        case "duplicate_key_missing":
            return Refused("condolence.duplicate_key_missing", "duplicate_key")
        case _:
            assert_never(blocking)


def _reverse(state: State, command: ReverseCondolence) -> Decided:
    recorded = state.recorded
    if recorded is None:
        return Refused("condolence.unknown", "condolence_id")
    if state.reversed:
        return Refused("condolence.already_reversed", "condolence_id")
    if state.given_on is not None and command.occurred_on < state.given_on:
        return Refused("condolence.reversed_before_given", "occurred_on")
    return [
        CondolenceReversed(
            condolence_id=recorded.condolence_id,
            member_id=recorded.member_id,
            occasion=recorded.occasion,
            amount_fen=recorded.amount_fen,
            reason=command.reason,
            lines=negated(recorded.lines),
        )
    ]
