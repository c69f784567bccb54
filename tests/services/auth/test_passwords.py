"""Passwords: what is stored, what is refused as weak, and that a stranger costs as much as somebody known."""

import asyncio
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher, extract_parameters

from services.auth.passwords import Passwords, weakness

LOGIN = "zhang.san"


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    made = Passwords()
    yield made
    made.close()


async def test_a_password_opens_and_another_does_not(passwords: Passwords) -> None:
    stored = await passwords.hash("紫色的大象在跳舞")
    assert await passwords.verify(stored, "紫色的大象在跳舞")
    assert not await passwords.verify(stored, "紫色的大象在跳绳")
    assert not await passwords.verify(stored, "")


async def test_the_hash_is_argon2id_at_the_agreed_cost_and_salted(passwords: Passwords) -> None:
    stored = await passwords.hash("purple elephants dance")
    parameters = extract_parameters(stored)
    assert stored.startswith("$argon2id$")
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (
        19 * 1024,
        2,
        1,
    )
    assert stored != await passwords.hash("purple elephants dance")
    assert not passwords.needs_rehash(stored)
    assert passwords.needs_rehash(PasswordHasher(time_cost=1, memory_cost=1024).hash("x"))


async def test_a_composed_letter_is_the_same_however_it_was_typed(passwords: Passwords) -> None:
    assert await passwords.verify(await passwords.hash("caf\u00e9 au lait"), "cafe\u0301 au lait")


async def test_where_nothing_is_stored_the_same_work_says_no(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = []
    inner = passwords._is_same

    def counted(stored: str, typed: bytes) -> bool:
        verified.append(repr(extract_parameters(stored)))
        return inner(stored, typed)

    monkeypatch.setattr(passwords, "_is_same", counted)
    stored = await passwords.hash("purple elephants dance")
    assert not await passwords.verify(None, "purple elephants dance")
    assert not await passwords.verify(stored, "another one")
    assert not await passwords.verify(stored, "x" * 100_000)
    assert len(verified) == 3
    assert len(set(verified)) == 1


async def test_a_damaged_hash_opens_nothing(passwords: Passwords) -> None:
    for damaged in ("", "x", "$argon2id$v=19$m=19456,t=2,p=1$AAAA"):
        assert not await passwords.verify(damaged, "x")
    assert not await passwords.verify(await passwords.hash("x"), "\ud800")


async def test_no_more_than_four_are_looked_at_at_once(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = most = 0
    inner = passwords._is_same

    def counted(stored: str, typed: bytes) -> bool:
        nonlocal running, most
        running += 1
        most = max(most, running)
        is_same = inner(stored, typed)
        running -= 1
        return is_same

    monkeypatch.setattr(passwords, "_is_same", counted)
    await asyncio.gather(*(passwords.verify(None, "x") for _ in range(16)))
    assert 1 <= most <= 4


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "access.password_too_short"),
        ("aB3$xyz", "access.password_too_short"),
        ("e\u0301" * 7, "access.password_too_short"),
        ("长" * 257, "access.password_too_long"),
        ("zhang.san", "access.password_is_login"),
        ("Zhang.San ", "access.password_is_login"),
        ("ｚｈａｎｇ．ｓａｎ", "access.password_is_login"),
        ("password", "access.password_common"),
        ("P@ssw0rd", "access.password_common"),
        ("12345678", "access.password_common"),
        ("a123456789", "access.password_common"),
        ("woaini1314", "access.password_common"),
        ("5201314520", "access.password_common"),
        ("zhang.san1", "access.password_common"),
        ("a" * 256, "access.password_common"),
        ("correct horse battery staple", None),
        ("紫色的大象在跳舞", None),
        ("tkwqzvpd", None),
        ("".join(chr(0x4E00 + place * place * 37 % 20_000) for place in range(256)), None),
    ],
)
async def test_weak_passwords_are_refused_by_length_and_by_how_soon_they_are_guessed(
    passwords: Passwords, password: str, code: str | None
) -> None:
    assert weakness(password, LOGIN) == code
    assert await passwords.weakness(password, LOGIN) == code
