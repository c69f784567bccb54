"""The second factor: enrolled by a code, each code once, recovery codes once, and nothing of it in clear."""

import asyncio
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pyotp
import pytest

from domain.ids import PLATFORM, AccountId
from services.auth.second_factor import AccountUnknown, SecondFactors
from services.identifiers import new_id
from services.keys import Vault
from services.store.access_rows import CredentialRows, SecondFactorRows
from services.store.pool import Pool
from tests.services.auth.conftest import LOGIN, Clock, opened_account
from tests.support.database import Database

HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def factors(pool: Pool, vault: Vault, clock: Clock) -> SecondFactors:
    return SecondFactors(SecondFactorRows(pool), vault, now=clock)


async def enrolled(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> tuple[pyotp.TOTP, list[str]]:
    """Enrol an account; the code used for it is a minute old on return."""
    phone = pyotp.TOTP((await factors.begin(account_id, login=LOGIN)).secret)
    codes = await factors.confirm(account_id, phone.at(clock.now))
    assert codes is not None
    clock.go(minutes=1)
    return phone, codes


async def test_a_secret_counts_once_a_code_from_it_was_typed(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> None:
    enrolment = await factors.begin(account_id, login=LOGIN)
    phone = pyotp.TOTP(enrolment.secret)
    assert not await factors.is_enrolled(account_id)
    assert not await factors.verify(account_id, phone.at(clock.now))
    assert await factors.confirm(account_id, phone.at(clock.now + 7 * HALF_MINUTE)) is None
    codes = await factors.confirm(account_id, phone.at(clock.now))
    assert codes is not None
    assert len(set(codes)) == 10
    assert await factors.is_enrolled(account_id)
    assert await factors.confirm(account_id, phone.at(clock.now)) is None


async def test_the_address_and_its_picture_say_the_secret(
    factors: SecondFactors, account_id: AccountId
) -> None:
    enrolment = await factors.begin(account_id, login=LOGIN)
    address = urlsplit(enrolment.uri)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query)["secret"] == [enrolment.secret]
    assert re.fullmatch(r"[A-Z2-7]{32}", enrolment.secret)
    assert enrolment.svg.startswith("<svg")


async def test_a_code_holds_for_its_half_minute_and_the_next_one_only(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> None:
    phone, _ = await enrolled(factors, account_id, clock)
    for steps in (-3, -2, 1, 2):
        assert not await factors.verify(account_id, phone.at(clock.now + steps * HALF_MINUTE))
    assert await factors.verify(account_id, phone.at(clock.now - HALF_MINUTE))
    assert await factors.verify(account_id, phone.at(clock.now))


async def test_a_code_that_was_used_is_dead_and_so_are_those_before_it(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> None:
    phone, _ = await enrolled(factors, account_id, clock)
    assert await factors.verify(account_id, phone.at(clock.now))
    assert not await factors.verify(account_id, phone.at(clock.now))
    assert not await factors.verify(account_id, phone.at(clock.now - HALF_MINUTE))
    clock.go(seconds=30)
    assert await factors.verify(account_id, phone.at(clock.now))


async def test_the_code_of_the_enrolment_cannot_be_used_again(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> None:
    phone = pyotp.TOTP((await factors.begin(account_id, login=LOGIN)).secret)
    await factors.confirm(account_id, phone.at(clock.now))
    assert not await factors.verify(account_id, phone.at(clock.now))


async def test_two_hundred_with_one_code_and_one_gets_in(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> None:
    phone, _ = await enrolled(factors, account_id, clock)
    code = phone.at(clock.now)
    answers = await asyncio.gather(
        *(factors.verify(account_id, code) for _ in range(200)), return_exceptions=True
    )
    assert answers.count(True) == 1


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "１２３４５６", "12a456", "-12345", "0" * 999]
)
async def test_what_is_no_code_is_wrong(
    factors: SecondFactors, account_id: AccountId, clock: Clock, typed: str
) -> None:
    await enrolled(factors, account_id, clock)
    assert not await factors.verify(account_id, typed)
    assert not await factors.use_recovery_code(account_id, typed)


async def test_a_code_may_be_typed_with_a_space(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> None:
    phone, _ = await enrolled(factors, account_id, clock)
    code = phone.at(clock.now)
    assert await factors.verify(account_id, f"{code[:3]} {code[3:]}")


async def test_a_recovery_code_opens_once_however_many_try(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> None:
    _, codes = await enrolled(factors, account_id, clock)
    answers = await asyncio.gather(
        *(factors.use_recovery_code(account_id, codes[0]) for _ in range(50)),
        return_exceptions=True,
    )
    assert answers.count(True) == 1
    assert await factors.recovery_codes_left(account_id) == 9
    assert await factors.use_recovery_code(account_id, codes[1].lower().replace("-", " "))


async def test_fresh_recovery_codes_void_the_old_ones(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> None:
    _, old = await enrolled(factors, account_id, clock)
    fresh = await factors.renew_recovery_codes(account_id)
    assert not await factors.use_recovery_code(account_id, old[0])
    assert await factors.use_recovery_code(account_id, fresh[0])


async def test_a_code_is_its_accounts_alone(
    factors: SecondFactors, account_id: AccountId, clock: Clock, vault: Vault, pool: Pool
) -> None:
    phone, codes = await enrolled(factors, account_id, clock)
    other = await opened_account(vault, pool, "li.si")
    await enrolled(factors, other, clock)
    assert not await factors.verify(other, phone.at(clock.now))
    assert not await factors.use_recovery_code(other, codes[0])


async def test_a_new_phone_counts_once_the_old_one_was_given_up(
    factors: SecondFactors, account_id: AccountId, clock: Clock
) -> None:
    old, _ = await enrolled(factors, account_id, clock)
    new = pyotp.TOTP((await factors.begin(account_id, login=LOGIN)).secret)
    assert await factors.verify(account_id, old.at(clock.now))
    clock.go(minutes=1)
    assert await factors.confirm(account_id, new.at(clock.now)) is None
    assert await factors.verify(account_id, old.at(clock.now))
    await factors.remove(account_id)
    new = pyotp.TOTP((await factors.begin(account_id, login=LOGIN)).secret)
    assert await factors.confirm(account_id, new.at(clock.now)) is not None
    clock.go(minutes=1)
    assert not await factors.verify(account_id, old.at(clock.now))
    assert await factors.verify(account_id, new.at(clock.now))


async def test_a_removed_second_factor_and_a_closed_account_open_nothing(
    factors: SecondFactors, account_id: AccountId, clock: Clock, pool: Pool
) -> None:
    phone, codes = await enrolled(factors, account_id, clock)
    await CredentialRows(pool).close(account_id, clock.now)
    assert not await factors.verify(account_id, phone.at(clock.now))
    assert not await factors.use_recovery_code(account_id, codes[0])
    assert await factors.remove(account_id)
    assert not await factors.remove(account_id)
    assert not await factors.is_enrolled(account_id)
    assert not await factors.use_recovery_code(account_id, codes[0])


async def test_a_reset_that_drops_the_second_factor_drops_its_codes(
    factors: SecondFactors, account_id: AccountId, clock: Clock, pool: Pool
) -> None:
    phone, _ = await enrolled(factors, account_id, clock)
    rows = CredentialRows(pool)
    await rows.reset(account_id, None, drop_second_factor=False)
    assert await factors.verify(account_id, phone.at(clock.now))
    await rows.reset(account_id, None, drop_second_factor=True)
    assert not await factors.is_enrolled(account_id)
    assert await factors.recovery_codes_left(account_id) == 0


async def test_nobodys_account_has_no_second_factor(
    factors: SecondFactors, vault: Vault, clock: Clock
) -> None:
    nobody = AccountId(new_id())
    await vault.make_keys(PLATFORM, [nobody])
    with pytest.raises(AccountUnknown):
        await factors.begin(nobody, login=LOGIN)
    assert await factors.confirm(nobody, "000000") is None
    assert not await factors.verify(nobody, pyotp.TOTP("A" * 32).at(clock.now))


async def test_neither_secret_nor_recovery_code_is_stored(
    factors: SecondFactors, account_id: AccountId, clock: Clock, database: Database
) -> None:
    phone, codes = await enrolled(factors, account_id, clock)
    pending = await factors.begin(account_id, login=LOGIN)
    connection = await asyncpg.connect(database.administrator)
    stored = await connection.fetchval(
        "select (select string_agg(c::text, '') from books.account_credential c)"
        " || (select string_agg(r::text, '') from books.recovery_code r)"
    )
    await connection.close()
    for secret in (phone.secret, pending.secret, LOGIN, *codes):
        assert secret not in stored
        assert secret.encode().hex() not in stored
