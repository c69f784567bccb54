"""What somebody gains who guesses at the door (assurance S7): how many guesses count, and how long a no takes."""

import asyncio
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, NamedTuple

import msgspec

from domain.ids import PLATFORM, AccountId
from services.accounts.door import Door, Knock, TooMany
from services.accounts.offers import NewAppointment
from services.accounts.platform import AccessRefused
from services.auth.login_limits import LoginLimits
from services.store.access_door_rows import LoginLimitRows
from services.store.addresses import Role
from tests.fuzz.asgi import Answered, Headers, Raw, ask
from tests.fuzz.ground import Ground
from tests.services.http.browsing import PASSWORD
from tests.services.http.people import MACHINE

GUESSES: Final = 1_000
QUARTER: Final = timedelta(minutes=15)
TIMES_OWNER_COMES: Final = 4
LET_IN, TURNED_AWAY, REFUSED = 201, 429, 401
_TRIES_EACH: Final = 3
"""As many as are free: nobody waits, and each name is tried as often as any other."""
_WRONG: Final = "不是这一个口令 17"
_LIKE_A_CODE: Final = "7KQ2-M0XA-9TRD-4E8W"

Kind = Literal["unknown", "wrong password", "not begun", "closed"]


class Guessed(NamedTuple):
    """Guesses that were not turned away unseen: of those at once, and of as many in the quarter of an hour after.

    `owner`, `stranger`: whether the right password opens in the midst of it, at a known browser and at another.
    """

    at_once: int
    in_a_row: int
    owner: list[bool]
    stranger: bool

    @property
    def verified(self) -> int:
        return self.at_once + self.in_a_row


async def guessed(ground: Ground, guesses: int) -> Guessed:
    """Guess at one account from many networks, all at once and then one by one, while its owner comes and goes."""
    login = "guessed"
    await _begun(ground, login)
    first = await _try(ground, login, PASSWORD, "203.0.113.1")
    device = _device(first)
    answers = await asyncio.gather(
        *(_try(ground, login, _WRONG, _address(number)) for number in range(guesses))
    )
    at_once = sum(answer.status != TURNED_AWAY for answer in answers)
    stranger = (await _try(ground, login, PASSWORD, "203.0.113.2")).status == LET_IN
    owner = (await _try(ground, login, PASSWORD, "203.0.113.1", device)).status == LET_IN
    in_a_row, later = await _over_a_quarter(ground, login, guesses, device)
    return Guessed(at_once, in_a_row, [owner, *later], stranger)


async def timed(
    ground: Ground, dice: random.Random, count: int, kinds: tuple[Kind, ...]
) -> dict[Kind, list[float]]:
    """Return how long a no took, in seconds, for each kind of name, by turns in an order of its own each time.

    Answers that say "come back later" do not count: the overall limit leaves room for 600 tries.
    """
    names: dict[Kind, list[str]] = {kind: [] for kind in kinds}
    for number in range(-(-count // _TRIES_EACH)):
        for kind in kinds:
            login = f"timed.{kind.replace(' ', '.')}.{number}"
            await _prepare(ground, kind, login)
            names[kind].append(login)
    took: dict[Kind, list[float]] = {kind: [] for kind in kinds}
    for number in range(count):
        for kind in dice.sample(kinds, len(kinds)):
            guess = _LIKE_A_CODE if "not begun" in kinds else _WRONG
            login = names[kind][number // _TRIES_EACH]
            answer = await _try(ground, login, guess, _address(dice.randrange(2**16)))
            if answer.status == REFUSED:
                took[kind].append(answer.seconds)
    return took


async def _over_a_quarter(
    ground: Ground, login: str, guesses: int, device: str
) -> tuple[int, list[bool]]:
    """Guess through a quarter of an hour of a clock that is set; the owner comes a few times in between."""
    clock = _Clock(datetime.now(UTC))
    accounts, verified, owner = ground.parts.accounts, 0, []
    async with ground.database.pool(Role.APP) as pool:
        limits = LoginLimits(LoginLimitRows(pool), ground.parts.vault, now=clock)
        credentials = msgspec.structs.replace(accounts.credentials, limits=limits)
        door = Door(accounts.platform, ground.parts.vault, credentials, ground.parts.today)
        for number in range(guesses):
            clock.now += QUARTER / guesses
            verified += await _is_verified(door, login, _WRONG, _knock(_address(number)))
            if (number + 1) % (guesses // TIMES_OWNER_COMES) == 0:
                owner.append(await _is_let_in(door, login, _knock("203.0.113.1", device)))
    return verified, owner


class _Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def _is_verified(door: Door, login: str, password: str, knock: Knock) -> bool:
    try:
        await door.log_in(login, password, knock)
    except TooMany:
        return False
    except AccessRefused:
        return True
    raise AssertionError("a wrong password was right")


async def _is_let_in(door: Door, login: str, knock: Knock) -> bool:
    try:
        await door.log_in(login, PASSWORD, knock)
    except (TooMany, AccessRefused):
        return False
    return True


async def _prepare(ground: Ground, kind: Kind, login: str) -> None:
    match kind:
        case "unknown":
            return
        case "not begun":
            await _offered(ground, login)
        case "wrong password":
            await _begun(ground, login)
        case "closed":
            account_id = await _begun(ground, login)
            await ground.parts.accounts.credentials.rows.close(account_id, datetime.now(UTC))


async def _begun(ground: Ground, login: str) -> AccountId:
    """An account with a password of its own."""
    account_id = await _offered(ground, login)
    credentials = ground.parts.accounts.credentials
    hashed = await credentials.passwords.hash(PASSWORD)
    is_kept = await credentials.rows.set_password(
        account_id, hashed, generation=1, must_change=False, instead_of=None
    )
    assert is_kept
    return account_id


async def _offered(ground: Ground, login: str) -> AccountId:
    wanted = NewAppointment(
        place="platform", place_id=PLATFORM, login=login, name="某人", roles=("platform_admin",)
    )
    accounts = ground.parts.accounts
    return (await accounts.appointments.offer(wanted, MACHINE, ground.parts.today())).account_id


async def _try(
    ground: Ground, login: str, password: str, address: str, device: str | None = None
) -> Answered:
    body = json.dumps({"login": login, "password": password}).encode()
    headers: Headers = [(b"content-type", b"application/json")]
    if device is not None:
        headers = [*headers, (b"cookie", f"__Host-device={device}".encode())]
    raw = Raw("guess", "POST", b"/v1/sessions", b"", headers, (body,), client=address)
    return await ask(ground.app, raw)


def _knock(address: str, device: str | None = None) -> Knock:
    return Knock(device=device, address=address, agent="")


def _address(number: int) -> str:
    """Of a network of its own, so that only what counts per account holds anybody up."""
    return f"10.{number // 256 % 256}.{number % 256}.1"


def _device(answered: Answered) -> str:
    """Return the token that makes a browser known."""
    found = [
        value.decode().partition("=")[2].partition(";")[0]
        for name, value in answered.all_headers
        if name == b"set-cookie" and value.startswith(b"__Host-device=")
    ]
    assert found, answered.body
    return found[0]
