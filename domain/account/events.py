"""What can happen to an account. They stand in the platform's log; the account's stream is its id.

Neither passwords nor codes nor addresses are in any of them, not even as digests. The login name and the name a
provider of identities knows somebody by are sealed under the account's `file` key.
"""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from domain.event import Event
from domain.ids import AccountId
from domain.sealed import Sealed

PasswordHow = Literal["first", "own", "after_reset"]
"""In place of the one-time code, by the person's own wish, or in place of the code after a reset."""
FactorRemoval = Literal["own", "reset"]
"""By the person, who held it, or by whoever reset the account, because it was lost."""
LoginMethod = Literal["password", "oidc"]
LoginRefusal = Literal["wrong_password", "wrong_code", "too_many", "closed"]
SessionEnd = Literal["logout", "ended_by_person", "rights_changed", "reset", "closed"]
DenialReason = Literal["out_of_reach", "forbidden", "second_factor"]
"""Of a place of others (answered as if it were not), beyond the roles held, or for want of a second factor."""
ResetReason = Literal["password_forgotten", "second_factor_lost", "suspected_misuse"]
CloseReason = Literal["left", "own_wish", "misuse", "mistake"]

NameHint = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{8}\Z")]
"""Eight hexadecimal digits of a keyed digest: the same name is seen to come again, and nothing is told of it."""


class AccountOpened(Event, frozen=True, kw_only=True):
    """A person has a login; `login` holds its name. It has no password and its generation is 1."""

    TOPIC: ClassVar[str] = "account.opened"

    account_id: AccountId
    login: Sealed


class PasswordSet(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "account.password_set"

    account_id: AccountId
    how: PasswordHow


class SecondFactorEnrolled(Event, frozen=True, kw_only=True):
    """A device for codes by time was confirmed by one of its codes; recovery codes were given out with it."""

    TOPIC: ClassVar[str] = "account.second_factor_enrolled"

    account_id: AccountId


class SecondFactorRemoved(Event, frozen=True, kw_only=True):
    """The device and all recovery codes are good for nothing any more."""

    TOPIC: ClassVar[str] = "account.second_factor_removed"

    account_id: AccountId
    how: FactorRemoval


class RecoveryCodeUsed(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "account.recovery_code_used"

    account_id: AccountId


class LoggedIn(Event, frozen=True, kw_only=True):
    """A session began; `second_factor` tells whether with one."""

    TOPIC: ClassVar[str] = "account.logged_in"

    account_id: AccountId
    session_id: UUID
    method: LoginMethod
    second_factor: bool


class SecondFactorConfirmed(Event, frozen=True, kw_only=True):
    """A session that began without a second factor has one from here on."""

    TOPIC: ClassVar[str] = "account.second_factor_confirmed"

    account_id: AccountId
    session_id: UUID


class LoginRefused(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "account.login_refused"

    account_id: AccountId
    reason: LoginRefusal


class SessionEnded(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "account.session_ended"

    account_id: AccountId
    session_id: UUID
    how: SessionEnd


class Denied(Event, frozen=True, kw_only=True):
    """Somebody logged in asked for what is not theirs; `place_id`: the union or federation asked about."""

    TOPIC: ClassVar[str] = "account.denied"

    account_id: AccountId
    operation_id: str
    reason: DenialReason
    place_id: UUID | None = None


class AccountReset(Event, frozen=True, kw_only=True):
    """The password is void and another `generation` begins: appointments accepted before sleep until accepted anew.

    `by`: the account of whoever reset it, None for the machine's operator.
    """

    TOPIC: ClassVar[str] = "account.reset"

    account_id: AccountId
    generation: int
    reason: ResetReason
    by: AccountId | None = None


class AccountClosed(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "account.closed"

    account_id: AccountId
    reason: CloseReason
    by: AccountId | None = None


class AccountReopened(Event, frozen=True, kw_only=True):
    """It takes logins again, in another `generation`: what it held before it was closed sleeps."""

    TOPIC: ClassVar[str] = "account.reopened"

    account_id: AccountId
    generation: int
    by: AccountId | None = None


class IdentityLinked(Event, frozen=True, kw_only=True):
    """An outside provider of identities, by its issuer's address, may say that it is this person."""

    TOPIC: ClassVar[str] = "account.identity_linked"

    account_id: AccountId
    issuer: str
    subject: Sealed


class IdentityUnlinked(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "account.identity_unlinked"

    account_id: AccountId
    issuer: str


class UnknownLoginRefused(Event, frozen=True, kw_only=True):
    """Somebody knocked under a name nobody has; all of one hint stand in one stream beside the door."""

    TOPIC: ClassVar[str] = "account.unknown_login_refused"

    name_hint: NameHint


AccountEvent = (
    AccountOpened
    | PasswordSet
    | SecondFactorEnrolled
    | SecondFactorRemoved
    | RecoveryCodeUsed
    | LoggedIn
    | SecondFactorConfirmed
    | LoginRefused
    | SessionEnded
    | Denied
    | AccountReset
    | AccountClosed
    | AccountReopened
    | IdentityLinked
    | IdentityUnlinked
    | UnknownLoginRefused
)
