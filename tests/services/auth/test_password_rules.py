"""What may be a password, and that it is taken as it was typed (OWASP ASVS 5.0 6.2)."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from services.auth.passwords import SHORTEST, Passwords, weakness

MOST_USED = 3_000
OF_ONE_KIND = (
    "tkwqzvpdmbx",
    "TKWQZVPDMBX",
    "8305917264850",
    "!?)=&%~;+*(-",
    "紫色的大象在跳舞",
    "🦣🐘🦏🦛🐪🦒🦘🐃",
)


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    made = Passwords()
    yield made
    made.close()


def test_the_passwords_most_used_are_taken_from_nobody() -> None:
    long_enough = (text for text in FREQUENCY_LISTS["passwords"] if len(text) >= SHORTEST)
    most_used = list(islice(long_enough, MOST_USED))
    assert len(most_used) == MOST_USED
    taken = [text for text in most_used if weakness(text, "zhang.san") is None]
    assert not taken


@pytest.mark.parametrize(
    "password",
    [
        "gonghui2026",
        "zonggonghui",
        "Gonghui1",
        "zgh123456",
        "woaiwojia1",
        "5201314zgh",
    ],
)
def test_words_everybody_here_thinks_of_are_no_password(password: str) -> None:
    assert weakness(password, "zhang.san") == "access.password_common"


@pytest.mark.parametrize("password", OF_ONE_KIND)
def test_letters_of_one_kind_are_enough_whichever(password: str) -> None:
    assert weakness(password, "zhang.san") is None


async def test_a_password_is_taken_to_its_last_letter_and_as_it_was_typed(
    passwords: Passwords,
) -> None:
    typed = " Correct horse, " + "".join(chr(0x4E00 + place * 37) for place in range(112))
    assert weakness(typed, "zhang.san") is None
    stored = await passwords.hash(typed)
    assert await passwords.verify(stored, typed)
    for other in (typed.lower(), typed.strip(), typed[:-1], typed[:72], typed + " ", typed[1:]):
        assert not await passwords.verify(stored, other)


def test_an_authenticators_address_holds_one_secret_whatever_the_name() -> None:
    secret = pyotp.random_base32()
    name = "li.si?secret=AAAA&issuer=x#/../ @:%41"
    made = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="gonghui")
    parts = urlsplit(made)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == f"/gonghui:{name}"
    assert parse_qs(parts.query)["secret"] == [secret]
