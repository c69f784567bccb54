"""An account: opened once, closed for good or until reopened, reset by another, and what was tried with it."""

from typing import Any

import msgspec
import pytest

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
from tests.domain.values import ACCOUNT, OTHER_ACCOUNT, SESSION, UNION, sealed
from tests.support.given_when_then import ANY_DAY, given

ASKED: Any = {"occurred_on": ANY_DAY, "account_id": ACCOUNT}
LOGIN = sealed("file", subject=ACCOUNT)
ISSUER = "https://login.example.gov.cn"

OPENED = AccountOpened(account_id=ACCOUNT, login=LOGIN)
HAS_PASSWORD = PasswordSet(account_id=ACCOUNT, how="first")
ENROLLED = SecondFactorEnrolled(account_id=ACCOUNT)
RESET = AccountReset(
    account_id=ACCOUNT, generation=2, reason="password_forgotten", by=OTHER_ACCOUNT
)
CLOSED = AccountClosed(account_id=ACCOUNT, reason="left", by=OTHER_ACCOUNT)
LINKED = IdentityLinked(account_id=ACCOUNT, issuer=ISSUER, subject=LOGIN)

OPEN = OpenAccount(**ASKED, login=LOGIN)
FIRST_PASSWORD = SetPassword(**ASKED, how="first")
ENROL = EnrolSecondFactor(**ASKED)
REMOVE = RemoveSecondFactor(**ASKED, how="own")
RECOVER = UseRecoveryCode(**ASKED)
LOG_IN = RecordLogin(**ASKED, session_id=SESSION, method="password", second_factor=False)
CONFIRM = ConfirmSecondFactor(**ASKED, session_id=SESSION)
TURN_AWAY = RecordRefusedLogin(**ASKED, reason="wrong_password")
LOG_OUT = EndSession(**ASKED, session_id=SESSION, how="logout")
DENY = RecordDenial(**ASKED, operation_id="listMembers", reason="out_of_reach", place_id=UNION)
DO_RESET = ResetAccount(**ASKED, reason="password_forgotten", by=OTHER_ACCOUNT)
CLOSE = CloseAccount(**ASKED, reason="left", by=OTHER_ACCOUNT)
REOPEN = ReopenAccount(**ASKED, by=OTHER_ACCOUNT)
LINK = LinkIdentity(**ASKED, issuer=ISSUER, subject=LOGIN)
UNLINK = UnlinkIdentity(**ASKED, issuer=ISSUER)
KNOCK = RecordUnknownLogin(occurred_on=ANY_DAY, name_hint="0a1b2c3d")

OF_AN_ACCOUNT: list[AccountCommand] = [
    FIRST_PASSWORD,
    ENROL,
    REMOVE,
    RECOVER,
    LOG_IN,
    CONFIRM,
    TURN_AWAY,
    LOG_OUT,
    DENY,
    DO_RESET,
    CLOSE,
    REOPEN,
    LINK,
    UNLINK,
]
EVEN_WHEN_CLOSED: list[AccountCommand] = [TURN_AWAY, LOG_OUT, DENY, REOPEN]


def test_an_account_is_opened_once_in_its_first_generation_without_a_password() -> None:
    outcome = given().when(OPEN).then(OPENED)
    state = outcome.state()
    assert (state.opened, state.generation, state.has_password) == (True, 1, False)
    outcome.and_when(OPEN).refused("account.already_opened", "account_id")


def test_the_login_name_is_sealed_for_the_account_and_goes_with_its_file_key() -> None:
    for login in (sealed("file"), sealed("books", subject=ACCOUNT)):
        command = msgspec.structs.replace(OPEN, login=login)
        given().when(command).refused("account.sealed_for_another", "login")


@pytest.mark.parametrize("command", OF_AN_ACCOUNT, ids=lambda command: type(command).__name__)
def test_nothing_happens_to_an_account_nobody_opened(command: AccountCommand) -> None:
    given().when(command).refused("account.unknown", "account_id")


@pytest.mark.parametrize("command", OF_AN_ACCOUNT, ids=lambda command: type(command).__name__)
def test_a_closed_account_is_only_reopened_turned_away_or_its_sessions_ended(
    command: AccountCommand,
) -> None:
    outcome = given(OPENED, HAS_PASSWORD, ENROLLED, LINKED, CLOSED).when(command)
    if command in EVEN_WHEN_CLOSED:
        assert outcome.events()
    else:
        outcome.refused("account.closed_already", "account_id")


def test_the_first_password_is_followed_by_ones_own() -> None:
    own = SetPassword(**ASKED, how="own")
    given(OPENED).when(own).refused("account.password_out_of_turn", "how")
    outcome = given(OPENED).when(FIRST_PASSWORD).then(HAS_PASSWORD)
    outcome.and_when(FIRST_PASSWORD).refused("account.password_out_of_turn", "how")
    outcome.and_when(own).then(PasswordSet(account_id=ACCOUNT, how="own"))


def test_after_a_reset_comes_the_password_after_a_reset() -> None:
    after = SetPassword(**ASKED, how="after_reset")
    for history in ((OPENED, RESET), (OPENED, HAS_PASSWORD, RESET)):
        outcome = given(*history).when(after)
        outcome.then(PasswordSet(account_id=ACCOUNT, how="after_reset"))
        assert outcome.state().password_turn() == "own"
        given(*history).when(FIRST_PASSWORD).refused("account.password_out_of_turn", "how")


def test_a_second_factor_is_enrolled_once_and_gone_when_removed() -> None:
    outcome = given(OPENED).when(ENROL).then(ENROLLED)
    outcome.and_when(ENROL).refused("account.has_second_factor", "account_id")
    gone = outcome.and_when(REMOVE).then(SecondFactorRemoved(account_id=ACCOUNT, how="own"))
    assert not gone.state().has_second_factor
    gone.and_when(REMOVE).refused("account.no_second_factor", "account_id")


def test_nothing_is_confirmed_with_a_second_factor_nobody_has() -> None:
    given(OPENED).when(CONFIRM).refused("account.no_second_factor", "account_id")
    given(OPENED).when(RECOVER).refused("account.no_second_factor", "account_id")
    with_factor = msgspec.structs.replace(LOG_IN, second_factor=True)
    given(OPENED).when(with_factor).refused("account.no_second_factor", "second_factor")


def test_a_session_begins_gains_a_second_factor_and_ends() -> None:
    begun = LoggedIn(account_id=ACCOUNT, session_id=SESSION, method="password", second_factor=False)
    confirmed = SecondFactorConfirmed(account_id=ACCOUNT, session_id=SESSION)
    ended = SessionEnded(account_id=ACCOUNT, session_id=SESSION, how="logout")
    outcome = given(OPENED, ENROLLED).when(LOG_IN).then(begun)
    outcome.and_when(RECOVER).then(RecoveryCodeUsed(account_id=ACCOUNT))
    outcome.and_when(CONFIRM).then(confirmed).and_when(LOG_OUT).then(ended)


def test_what_was_refused_and_denied_is_told_and_changes_nothing() -> None:
    refused = LoginRefused(account_id=ACCOUNT, reason="wrong_password")
    denied = Denied(
        account_id=ACCOUNT, operation_id="listMembers", reason="out_of_reach", place_id=UNION
    )
    outcome = given(OPENED).when(TURN_AWAY).then(refused).and_when(DENY).then(denied)
    assert outcome.state() == given(OPENED).when(DENY).state()


def test_every_reset_begins_another_generation() -> None:
    outcome = given(OPENED, ENROLLED).when(DO_RESET).then(RESET)
    assert (outcome.state().generation, outcome.state().has_second_factor) == (2, True)
    assert outcome.and_when(DO_RESET).state().generation == 3


def test_nobody_resets_or_reopens_their_own_account() -> None:
    """Of a reset somebody else answers for who the person is."""
    own = msgspec.structs.replace(DO_RESET, by=ACCOUNT)
    given(OPENED).when(own).refused("account.reset_by_oneself", "by")
    own_reopening = msgspec.structs.replace(REOPEN, by=ACCOUNT)
    given(OPENED, CLOSED).when(own_reopening).refused("account.reopened_by_oneself", "by")


def test_the_operator_of_the_machine_resets_without_an_account() -> None:
    command = msgspec.structs.replace(DO_RESET, by=None)
    reset = msgspec.structs.replace(RESET, by=None)
    given(OPENED).when(command).then(reset)


def test_an_account_is_closed_and_reopened_in_another_generation() -> None:
    """What it held at any place before sleeps until that place has given it anew."""
    given(OPENED).when(REOPEN).refused("account.not_closed", "account_id")
    outcome = given(OPENED, HAS_PASSWORD).when(CLOSE).then(CLOSED)
    assert outcome.state().closed
    outcome = outcome.and_when(REOPEN)
    outcome.then(AccountReopened(account_id=ACCOUNT, generation=2, by=OTHER_ACCOUNT))
    state = outcome.state()
    assert (state.closed, state.generation, state.has_password) == (False, 2, True)


def test_an_outside_identity_is_linked_and_unlinked_once() -> None:
    outcome = given(OPENED).when(LINK).then(LINKED)
    assert outcome.state().identities == {ISSUER}
    outcome.and_when(LINK).refused("account.identity_already_linked", "issuer")
    gone = outcome.and_when(UNLINK)
    gone.then(IdentityUnlinked(account_id=ACCOUNT, issuer=ISSUER))
    gone.and_when(UNLINK).refused("account.no_such_identity", "issuer")


def test_an_outside_identity_names_its_issuer_and_is_sealed_for_the_account() -> None:
    nameless = msgspec.structs.replace(LINK, issuer=" ")
    given(OPENED).when(nameless).refused("account.issuer_missing", "issuer")
    of_another = msgspec.structs.replace(LINK, subject=sealed("file"))
    given(OPENED).when(of_another).refused("account.sealed_for_another", "subject")


def test_only_a_linked_identity_logs_in_without_a_password() -> None:
    command = msgspec.structs.replace(LOG_IN, method="oidc")
    given(OPENED).when(command).refused("account.no_identity", "method")
    assert given(OPENED, LINKED).when(command).events()


def test_names_nobody_has_are_told_of_at_the_door_as_a_hint_only() -> None:
    outcome = given().when(KNOCK).then(UnknownLoginRefused(name_hint="0a1b2c3d"))
    assert outcome.state().is_door
    assert outcome.and_when(KNOCK).events()
    for typed in ("zhangsan", "0A1B2C3D", "0a1b2c3d\n", "0a1b2c3d4", ""):
        command = msgspec.structs.replace(KNOCK, name_hint=typed)
        given().when(command).refused("account.hint_malformed", "name_hint")


def test_the_door_is_no_account_and_an_account_no_door() -> None:
    knocked = UnknownLoginRefused(name_hint="0a1b2c3d")
    given(knocked).when(OPEN).refused("account.already_opened", "account_id")
    given(knocked).when(DENY).refused("account.unknown", "account_id")
    given(OPENED).when(KNOCK).refused("account.not_the_door", "name_hint")
