"""Decides about a union as an organisation."""

from typing import assert_never

from domain.headcount import HEADS_MAX
from domain.policy.soundness import is_sound
from domain.refusal import Refused
from domain.union import periods, reorganising
from domain.union.commands import (
    AbsorbUnion,
    AdoptPolicy,
    ClosePeriod,
    CorrectParticulars,
    DissolveUnion,
    FreezeUnion,
    KeepVocabulary,
    LockYear,
    MergeUnion,
    RecordApprovalByHigher,
    RecordBankAccount,
    RecordElection,
    RecordOfficer,
    RegisterUnion,
    RenameUnion,
    ReopenPeriod,
    SplitUnion,
    TakeOverBalances,
    UnfreezeUnion,
    UnionCommand,
)
from domain.union.events import (
    BankAccountRecorded,
    CommitteeElected,
    OfficerRecorded,
    ParticularsCorrected,
    PolicyAdopted,
    UnionApprovedByHigher,
    UnionFrozen,
    UnionRegistered,
    UnionRenamed,
    UnionUnfrozen,
    VocabularyKept,
)
from domain.union.state import Context, Decided, State, evolve, with_particulars

__all__ = ["Context", "State", "decide", "evolve"]

_ALONE = Context()


def decide(state: State, command: UnionCommand, context: Context = _ALONE) -> Decided:
    if isinstance(command, RegisterUnion):
        return _register(state, command)
    if not state.registered:
        return Refused("union.unknown")
    if state.dissolved and not isinstance(command, ClosePeriod | ReopenPeriod | LockYear):
        return Refused("union.dissolved")
    if state.frozen and not _is_of_the_county(command):
        return Refused("union.frozen")
    match command:
        case RenameUnion():
            if command.name == state.name:
                return Refused("union.name_unchanged", "name")
            return [UnionRenamed(name=command.name)]
        case CorrectParticulars():
            return _correct(state, command)
        case RecordApprovalByHigher():
            return [UnionApprovedByHigher(document_no=command.document_no)]
        case RecordElection():
            return _elect(command)
        case RecordOfficer():
            return _record_officer(state, command)
        case RecordBankAccount():
            return _record_bank_account(command)
        case AdoptPolicy():
            return _adopt(state, command)
        case KeepVocabulary():
            return [VocabularyKept(toml=command.toml)]
        case ClosePeriod():
            return periods.close(state, command)
        case ReopenPeriod():
            return periods.reopen(state, command)
        case LockYear():
            return periods.lock(state, command)
        case FreezeUnion():
            return [UnionFrozen(reason=command.reason, document_no=command.document_no)]
        case UnfreezeUnion():
            if not state.frozen:
                return Refused("union.not_frozen")
            return [UnionUnfrozen(document_no=command.document_no)]
        case MergeUnion():
            return reorganising.merge(command, context)
        case DissolveUnion():
            return reorganising.dissolve(command, context)
        case SplitUnion():
            return reorganising.split(state, command, context)
        case AbsorbUnion() | TakeOverBalances():
            return reorganising.receive(state, command, context)
        case _:
            assert_never(command)


def _register(state: State, command: RegisterUnion) -> Decided:
    if state.registered:
        return Refused("union.already_registered")
    if command.credit_code and not command.legal_person:
        return Refused("union.credit_code_without_legal_person", "credit_code")
    return [
        UnionRegistered(
            code=command.code,
            name=command.name,
            federation_id=command.federation_id,
            parent=command.parent,
            legal_person=command.legal_person,
            credit_code=command.credit_code or None,
            employer_kind=command.employer_kind,
            employee_count=command.employee_count,
            founded_on=command.founded_on,
        )
    ]


def _is_of_the_county(command: UnionCommand) -> bool:
    """What is decided above a union reaches it also while it is frozen."""
    if isinstance(command, AdoptPolicy):
        return command.adoption_id is not None
    return isinstance(command, UnfreezeUnion | MergeUnion | DissolveUnion)


def _correct(state: State, command: CorrectParticulars) -> Decided:
    corrected = ParticularsCorrected(
        legal_person=command.legal_person,
        credit_code=command.credit_code,
        employer_kind=command.employer_kind,
        employee_count=command.employee_count,
        founded_on=command.founded_on,
    )
    if corrected == ParticularsCorrected():
        return Refused("union.nothing_corrected")
    if command.employee_count is not None and not 0 <= command.employee_count <= HEADS_MAX:
        return Refused("union.employee_count_out_of_range", "employee_count")
    after = with_particulars(state, command.legal_person, command.credit_code)
    if after.credit_code and not after.legal_person:
        return Refused("union.credit_code_without_legal_person", "credit_code")
    return [corrected]


def _elect(command: RecordElection) -> Decided:
    if command.term_until <= command.term_from:
        return Refused("union.term_ends_before_it_begins", "term_until")
    return [
        CommitteeElected(
            term_from=command.term_from,
            term_until=command.term_until,
            document_no=command.document_no,
        )
    ]


def _record_officer(state: State, command: RecordOfficer) -> Decided:
    """Nobody is accountant and cashier at once (会计法 art. 35).

    Who an officer is as a member is said once: said anew, it would let them decide about their own case.
    """
    day = command.occurred_on
    if command.until is not None and command.until < day:
        return Refused("union.office_ends_before_it_begins", "until")
    known_as = state.officers.members.get(command.officer_id)
    is_new = command.member_id is not None and command.member_id != known_as
    if is_new and known_as is not None:
        return Refused("union.officer_is_another_member", "member_id")
    is_held = state.officers.holds(command.officer_id, command.office, day)
    if command.until is None and is_held and not is_new:
        return Refused("union.officer_already_recorded", "officer_id")
    if _takes_office(state, command) and state.officers.clashes(
        command.officer_id, command.office, day, member_id=command.member_id
    ):
        return Refused("union.offices_not_separated", "office")
    return [
        OfficerRecorded(
            officer_id=command.officer_id,
            office=command.office,
            name=command.name,
            until=command.until,
            member_id=command.member_id,
        )
    ]


def _takes_office(state: State, command: RecordOfficer) -> bool:
    """Tell whether an office begins with it, for a term or for good; else it only tells when one ends."""
    day, until = command.occurred_on, command.until
    begins = not state.officers.holds(command.officer_id, command.office, day)
    return begins and (until is None or until > day)


def _record_bank_account(command: RecordBankAccount) -> Decided:
    if command.until is not None and command.until < command.occurred_on:
        return Refused("union.bank_account_ends_before_it_begins", "until")
    return [
        BankAccountRecorded(
            ledger_account=command.ledger_account,
            bank_account=command.bank_account,
            fund=command.fund,
            until=command.until,
        )
    ]


def _adopt(state: State, command: AdoptPolicy) -> Decided:
    """A rule nobody can reckon with is not adopted; a decision of the federation is carried out once."""
    if not is_sound(command.policy):
        return Refused("union.policy_not_sound", "policy")
    if command.adoption_id is not None and command.adoption_id in state.adoptions:
        return Refused("union.adoption_already_carried_out", "adoption_id")
    return [
        PolicyAdopted(
            policy=command.policy,
            valid_from=command.valid_from,
            document_no=command.document_no,
            adoption_id=command.adoption_id,
        )
    ]
