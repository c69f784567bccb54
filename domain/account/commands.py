"""What may be asked of an account. Passwords and codes were verified before anything of this is asked."""

from uuid import UUID

from domain.account.events import (
    CloseReason,
    DenialReason,
    FactorRemoval,
    LoginMethod,
    LoginRefusal,
    PasswordHow,
    ResetReason,
    SessionEnd,
)
from domain.command import Command
from domain.ids import AccountId
from domain.sealed import Sealed


class OpenAccount(Command, frozen=True, kw_only=True):
    account_id: AccountId
    login: Sealed


class SetPassword(Command, frozen=True, kw_only=True):
    account_id: AccountId
    how: PasswordHow


class EnrolSecondFactor(Command, frozen=True, kw_only=True):
    account_id: AccountId


class RemoveSecondFactor(Command, frozen=True, kw_only=True):
    account_id: AccountId
    how: FactorRemoval


class UseRecoveryCode(Command, frozen=True, kw_only=True):
    account_id: AccountId


class RecordLogin(Command, frozen=True, kw_only=True):
    account_id: AccountId
    session_id: UUID
    method: LoginMethod
    second_factor: bool


class ConfirmSecondFactor(Command, frozen=True, kw_only=True):
    account_id: AccountId
    session_id: UUID


class RecordRefusedLogin(Command, frozen=True, kw_only=True):
    account_id: AccountId
    reason: LoginRefusal


class EndSession(Command, frozen=True, kw_only=True):
    account_id: AccountId
    session_id: UUID
    how: SessionEnd


class RecordDenial(Command, frozen=True, kw_only=True):
    account_id: AccountId
    operation_id: str
    reason: DenialReason
    place_id: UUID | None = None


class ResetAccount(Command, frozen=True, kw_only=True):
    account_id: AccountId
    reason: ResetReason
    by: AccountId | None = None


class CloseAccount(Command, frozen=True, kw_only=True):
    account_id: AccountId
    reason: CloseReason
    by: AccountId | None = None


class ReopenAccount(Command, frozen=True, kw_only=True):
    account_id: AccountId
    by: AccountId | None = None


class LinkIdentity(Command, frozen=True, kw_only=True):
    account_id: AccountId
    issuer: str
    subject: Sealed


class UnlinkIdentity(Command, frozen=True, kw_only=True):
    account_id: AccountId
    issuer: str


class RecordUnknownLogin(Command, frozen=True, kw_only=True):
    """Of the door, not of an account."""

    name_hint: str


AccountCommand = (
    OpenAccount
    | SetPassword
    | EnrolSecondFactor
    | RemoveSecondFactor
    | UseRecoveryCode
    | RecordLogin
    | ConfirmSecondFactor
    | RecordRefusedLogin
    | EndSession
    | RecordDenial
    | ResetAccount
    | CloseAccount
    | ReopenAccount
    | LinkIdentity
    | UnlinkIdentity
    | RecordUnknownLogin
)
