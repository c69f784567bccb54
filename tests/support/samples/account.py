"""Samples of the events of an account."""

from domain.account.events import (
    AccountClosed,
    AccountOpened,
    AccountReopened,
    AccountReset,
    Denied,
    IdentityLinked,
    IdentityUnlinked,
    LoggedIn,
    LoginRefused,
    PasswordSet,
    RecoveryCodeUsed,
    SecondFactorConfirmed,
    SecondFactorEnrolled,
    SecondFactorRemoved,
    SessionEnded,
    UnknownLoginRefused,
)
from domain.event import Event
from tests.domain.values import ACCOUNT, OTHER_ACCOUNT, SESSION, UNION, sealed

_ISSUER = "https://login.example.gov.cn"

COMPLETE: tuple[Event, ...] = (
    AccountOpened(account_id=ACCOUNT, login=sealed("file", subject=ACCOUNT)),
    PasswordSet(account_id=ACCOUNT, how="first"),
    SecondFactorEnrolled(account_id=ACCOUNT),
    SecondFactorRemoved(account_id=ACCOUNT, how="reset"),
    RecoveryCodeUsed(account_id=ACCOUNT),
    LoggedIn(account_id=ACCOUNT, session_id=SESSION, method="password", second_factor=True),
    SecondFactorConfirmed(account_id=ACCOUNT, session_id=SESSION),
    LoginRefused(account_id=ACCOUNT, reason="wrong_password"),
    SessionEnded(account_id=ACCOUNT, session_id=SESSION, how="logout"),
    Denied(account_id=ACCOUNT, operation_id="listMembers", reason="out_of_reach", place_id=UNION),
    AccountReset(account_id=ACCOUNT, generation=2, reason="password_forgotten", by=OTHER_ACCOUNT),
    AccountClosed(account_id=ACCOUNT, reason="left", by=OTHER_ACCOUNT),
    AccountReopened(account_id=ACCOUNT, generation=3, by=OTHER_ACCOUNT),
    IdentityLinked(account_id=ACCOUNT, issuer=_ISSUER, subject=sealed("file", 1, subject=ACCOUNT)),
    IdentityUnlinked(account_id=ACCOUNT, issuer=_ISSUER),
    UnknownLoginRefused(name_hint="0a1b2c3d"),
)
MINIMAL: tuple[Event, ...] = (
    Denied(account_id=ACCOUNT, operation_id="foundUnion", reason="second_factor"),
    AccountReset(account_id=ACCOUNT, generation=2, reason="second_factor_lost"),
    AccountClosed(account_id=ACCOUNT, reason="mistake"),
    AccountReopened(account_id=ACCOUNT, generation=2),
)
VARIANTS: dict[str, Event] = {}
