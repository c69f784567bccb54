"""Decides about accounts: one login for one person, closed ones stay shut (等保 2.0 身份鉴别; domain.md 8.2).

Everything about access is an event in the same log as the books, so it cannot be denied later. Limits, hashes and
sessions are kept where they can be checked at once; what is decided here is what must be told of them.
"""

import re
from typing import assert_never, get_args

import msgspec

from domain.account.commands import (
    AccountCommand,
    CloseAccount,
    ConfirmSecondFactor,
    EndSession,
    EnrolSecondFactor,
    LinkIdentity,
    OpenAccount,
    RecordDenial,
    RecordLogin,
    RecordRefusedLogin,
    RecordUnknownLogin,
    RemoveSecondFactor,
    ReopenAccount,
    ResetAccount,
    SetPassword,
    UnlinkIdentity,
    UseRecoveryCode,
)
from domain.account.events import (
    AccountClosed,
    AccountEvent,
    AccountOpened,
    AccountReopened,
    AccountReset,
    Denied,
    IdentityLinked,
    IdentityUnlinked,
    LoggedIn,
    LoginRefused,
    NameHint,
    PasswordHow,
    PasswordSet,
    RecoveryCodeUsed,
    SecondFactorConfirmed,
    SecondFactorEnrolled,
    SecondFactorRemoved,
    SessionEnded,
    UnknownLoginRefused,
)
from domain.event import Fact
from domain.refusal import Refused
from domain.sealed import Sealed

Decided = list[AccountEvent] | Refused

_OF_A_CLOSED_ONE = (ReopenAccount, RecordDenial, RecordRefusedLogin, EndSession)
"""What still happens to a closed account: its sessions end, whoever knocks is turned away."""
_NAME_HINT = re.compile(get_args(NameHint)[1].pattern)


class State(msgspec.Struct, frozen=True):
    """An account; `generation` is 0 before it is opened, 1 then, and rises with every reset and reopening.

    `identities`: issuers that may say who this is. `is_door`: no account at all, but the stream of those who
    knocked under names nobody has.
    """

    opened: bool = False
    closed: bool = False
    generation: int = 0
    has_password: bool = False
    is_reset: bool = False
    has_second_factor: bool = False
    identities: frozenset[str] = frozenset()
    is_door: bool = False

    def password_turn(self) -> PasswordHow:
        """Tell which password is next: the one after a reset, the first, or another of the person's own."""
        if self.is_reset:
            return "after_reset"
        return "own" if self.has_password else "first"


def evolve(state: State, fact: Fact) -> State:
    event: AccountEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    replace = msgspec.structs.replace
    match event:
        case AccountOpened():
            return State(opened=True, generation=1)
        case PasswordSet():
            return replace(state, has_password=True, is_reset=False)
        case SecondFactorEnrolled():
            return replace(state, has_second_factor=True)
        case SecondFactorRemoved():
            return replace(state, has_second_factor=False)
        case AccountReset():
            return replace(state, generation=event.generation, is_reset=True)
        case AccountClosed():
            return replace(state, closed=True)
        case AccountReopened():
            return replace(state, closed=False, generation=event.generation)
        case IdentityLinked():
            return replace(state, identities=state.identities | {event.issuer})
        case IdentityUnlinked():
            return replace(state, identities=state.identities - {event.issuer})
        case UnknownLoginRefused():
            return replace(state, is_door=True)
        case (
            RecoveryCodeUsed()
            | LoggedIn()
            | SecondFactorConfirmed()
            | LoginRefused()
            | SessionEnded()
            | Denied()
        ):
            return state
        case _:
            assert_never(event)


def decide(state: State, command: AccountCommand) -> Decided:
    refused = _out_of_order(state, command)
    if refused is not None:
        return refused
    match command:
        case OpenAccount():
            return _open(command)
        case SetPassword():
            return _set_password(state, command)
        case EnrolSecondFactor():
            return _enrol(state, command)
        case RemoveSecondFactor():
            return _remove(state, command)
        case UseRecoveryCode():
            return _use_recovery_code(state, command)
        case RecordLogin():
            return _log_in(state, command)
        case ConfirmSecondFactor():
            return _confirm(state, command)
        case RecordRefusedLogin():
            return [LoginRefused(account_id=command.account_id, reason=command.reason)]
        case EndSession():
            return _end_session(command)
        case RecordDenial():
            return _deny(command)
        case ResetAccount():
            return _reset(state, command)
        case CloseAccount():
            return _close(command)
        case ReopenAccount():
            return _reopen(state, command)
        case LinkIdentity():
            return _link(state, command)
        case UnlinkIdentity():
            return _unlink(state, command)
        case RecordUnknownLogin():
            return _turn_away(command)
        case _:
            assert_never(command)


def _out_of_order(state: State, command: AccountCommand) -> Refused | None:
    if isinstance(command, RecordUnknownLogin):
        return Refused("account.not_the_door", "name_hint") if state.opened else None
    if isinstance(command, OpenAccount):
        taken = state.opened or state.is_door
        return Refused("account.already_opened", "account_id") if taken else None
    if not state.opened:
        return Refused("account.unknown", "account_id")
    if state.closed and not isinstance(command, _OF_A_CLOSED_ONE):
        return Refused("account.closed_already", "account_id")
    return None


def _open(command: OpenAccount) -> Decided:
    if not _is_own(command.login, command):
        return Refused("account.sealed_for_another", "login")
    return [AccountOpened(account_id=command.account_id, login=command.login)]


def _set_password(state: State, command: SetPassword) -> Decided:
    if command.how != state.password_turn():
        return Refused("account.password_out_of_turn", "how")
    return [PasswordSet(account_id=command.account_id, how=command.how)]


def _enrol(state: State, command: EnrolSecondFactor) -> Decided:
    if state.has_second_factor:
        return Refused("account.has_second_factor", "account_id")
    return [SecondFactorEnrolled(account_id=command.account_id)]


def _remove(state: State, command: RemoveSecondFactor) -> Decided:
    return _without_factor(state) or [
        SecondFactorRemoved(account_id=command.account_id, how=command.how)
    ]


def _use_recovery_code(state: State, command: UseRecoveryCode) -> Decided:
    return _without_factor(state) or [RecoveryCodeUsed(account_id=command.account_id)]


def _without_factor(state: State) -> Refused | None:
    missing = Refused("account.no_second_factor", "account_id")
    return None if state.has_second_factor else missing


def _log_in(state: State, command: RecordLogin) -> Decided:
    if command.second_factor and not state.has_second_factor:
        return Refused("account.no_second_factor", "second_factor")
    if command.method == "oidc" and not state.identities:
        return Refused("account.no_identity", "method")
    return [
        LoggedIn(
            account_id=command.account_id,
            session_id=command.session_id,
            method=command.method,
            second_factor=command.second_factor,
        )
    ]


def _confirm(state: State, command: ConfirmSecondFactor) -> Decided:
    return _without_factor(state) or [
        SecondFactorConfirmed(account_id=command.account_id, session_id=command.session_id)
    ]


def _end_session(command: EndSession) -> Decided:
    return [
        SessionEnded(account_id=command.account_id, session_id=command.session_id, how=command.how)
    ]


def _deny(command: RecordDenial) -> Decided:
    return [
        Denied(
            account_id=command.account_id,
            operation_id=command.operation_id,
            reason=command.reason,
            place_id=command.place_id,
        )
    ]


def _reset(state: State, command: ResetAccount) -> Decided:
    """A reset is another's word for who somebody is, so nobody gives it for themselves."""
    if command.by == command.account_id:
        return Refused("account.reset_by_oneself", "by")
    return [
        AccountReset(
            account_id=command.account_id,
            generation=state.generation + 1,
            reason=command.reason,
            by=command.by,
        )
    ]


def _close(command: CloseAccount) -> Decided:
    return [AccountClosed(account_id=command.account_id, reason=command.reason, by=command.by)]


def _reopen(state: State, command: ReopenAccount) -> Decided:
    if not state.closed:
        return Refused("account.not_closed", "account_id")
    if command.by == command.account_id:
        return Refused("account.reopened_by_oneself", "by")
    return [
        AccountReopened(
            account_id=command.account_id, generation=state.generation + 1, by=command.by
        )
    ]


def _link(state: State, command: LinkIdentity) -> Decided:
    if not command.issuer.strip():
        return Refused("account.issuer_missing", "issuer")
    if command.issuer in state.identities:
        return Refused("account.identity_already_linked", "issuer")
    if not _is_own(command.subject, command):
        return Refused("account.sealed_for_another", "subject")
    return [
        IdentityLinked(
            account_id=command.account_id, issuer=command.issuer, subject=command.subject
        )
    ]


def _unlink(state: State, command: UnlinkIdentity) -> Decided:
    if command.issuer not in state.identities:
        return Refused("account.no_such_identity", "issuer")
    return [IdentityUnlinked(account_id=command.account_id, issuer=command.issuer)]


def _turn_away(command: RecordUnknownLogin) -> Decided:
    """What was typed may be a name, even a password: no more of it is told than the hint."""
    if not _NAME_HINT.fullmatch(command.name_hint):
        return Refused("account.hint_malformed", "name_hint")
    return [UnknownLoginRefused(name_hint=command.name_hint)]


def _is_own(sealed: Sealed, command: OpenAccount | LinkIdentity) -> bool:
    return sealed.key == "file" and sealed.subject_id == command.account_id
