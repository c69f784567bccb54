"""An API key: issued once, told of once a day when used, revoked once."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from domain.api_key.commands import ApiKeyCommand, IssueApiKey, RevokeApiKey, UseApiKey
from domain.api_key.events import ApiKeyIssued, ApiKeyRevoked, ApiKeyUsed
from tests.domain.values import API_KEY
from tests.support.given_when_then import given, on

DAY = date(2026, 3, 2)
ASKED: Any = {"occurred_on": DAY, "key_id": API_KEY}
ISSUE = IssueApiKey(**ASKED, role="unit", scopes=("members.read",), expires_on=date(2027, 1, 1))
USE = UseApiKey(**ASKED)
REVOKE = RevokeApiKey(**ASKED)
ISSUED = ApiKeyIssued(
    key_id=API_KEY, role="unit", scopes=("members.read",), expires_on=date(2027, 1, 1)
)
USED = ApiKeyUsed(key_id=API_KEY)
REVOKED = ApiKeyRevoked(key_id=API_KEY)


def test_a_key_is_issued_once() -> None:
    outcome = given().when(ISSUE).then(ISSUED)
    outcome.and_when(ISSUE).refused("api_key.already_issued", "key_id")


def test_a_key_for_everything_its_role_may_do_names_no_scopes() -> None:
    command = msgspec.structs.replace(ISSUE, scopes=None, expires_on=None)
    given().when(command).then(ApiKeyIssued(key_id=API_KEY, role="unit"))


@pytest.mark.parametrize("scopes", [(), (" ",)])
def test_a_key_for_nothing_is_not_issued(scopes: tuple[str, ...]) -> None:
    command = msgspec.structs.replace(ISSUE, scopes=scopes)
    given().when(command).refused("api_key.scopes_missing", "scopes")


def test_a_key_is_good_for_a_day_at_least() -> None:
    command = msgspec.structs.replace(ISSUE, expires_on=DAY)
    given().when(command).refused("api_key.ends_before_it_begins", "expires_on")
    command = msgspec.structs.replace(ISSUE, expires_on=DAY + timedelta(days=1))
    assert given().when(command).events()


@pytest.mark.parametrize("key_id", ["", "short", API_KEY + "0", API_KEY + "\n", API_KEY.upper()])
def test_only_the_public_half_of_a_key_is_written_down(key_id: str) -> None:
    command = msgspec.structs.replace(ISSUE, key_id=key_id)
    given().when(command).refused("api_key.id_malformed", "key_id")


def test_the_use_of_a_key_is_told_once_a_day_even_if_the_clock_steps_back() -> None:
    outcome = given(ISSUED).when(USE).then(USED)
    outcome.and_when(USE).then()
    earlier = msgspec.structs.replace(USE, occurred_on=DAY - timedelta(days=1))
    outcome.and_when(earlier).then()
    later = msgspec.structs.replace(USE, occurred_on=DAY + timedelta(days=1))
    outcome.and_when(later).then(USED)


def test_days_told_out_of_order_leave_the_latest() -> None:
    history = (ISSUED, on(DAY, USED), on(DAY - timedelta(days=3), USED))
    given(*history).when(USE).then()


def test_a_key_is_revoked_once_and_used_no_more() -> None:
    outcome = given(ISSUED).when(REVOKE).then(REVOKED)
    outcome.and_when(REVOKE).refused("api_key.revoked_already", "key_id")
    outcome.and_when(USE).refused("api_key.revoked_already", "key_id")


@pytest.mark.parametrize("command", [USE, REVOKE], ids=["use", "revoke"])
def test_a_key_nobody_issued_is_not_used_and_not_revoked(command: ApiKeyCommand) -> None:
    given().when(command).refused("api_key.unknown", "key_id")
