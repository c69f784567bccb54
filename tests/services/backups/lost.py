"""Books whose disk was lost while people worked: what was acknowledged, and what a witness holds."""

import asyncio
import contextlib
import copy
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec

from domain.dues.commands import ReceiveDues
from domain.ids import MemberId
from services.cli import VERBS
from services.cli.arguments import parser
from services.keys.signing import SigningKeys, ensure_signing_key
from services.store.contract import WriteReceipt
from services.store.migrate import migrate
from services.store.recovery import closed_segment
from services.wiring import Wired, wired
from tests.services.backups.asked import OverTheBooks
from tests.services.backups.yard import Yard
from tests.services.witness.watching import Watched
from tests.support.books import Office, new_office

CLERKS = 3
RECEIPTS = 8
"""How many receipts each clerk books while the base backup is taken."""


class Lost(msgspec.Struct, frozen=True):
    """What is left: backups, the keys, the witness; and what people were told before."""

    yard: Yard
    union_id: UUID
    member_id: MemberId
    bases: tuple[str, str]
    acknowledged: tuple[WriteReceipt, ...]
    witness: Watched

    def copied(self, home: Path) -> "Lost":
        """The same in a folder of its own, to be restored there."""
        witness = copy.copy(self.witness)
        witness.folder = home
        witness.key, witness.store = home / self.witness.key.name, home / self.witness.store.name
        return msgspec.structs.replace(self, yard=self.yard.copied(home), witness=witness)

    @property
    def held(self) -> Path:
        """The file an operator brings from the witness's machine."""
        return self.yard.home / "held.json"


@asynccontextmanager
async def opened(yard: Yard) -> AsyncIterator[Wired]:
    """The books of an installation, migrated."""
    ensure_signing_key(yard.settings.signing_key_file, yard.settings.origin)
    await migrate(yard.settings)
    async with wired(yard.settings) as books:
        await books.builds.create_first()
        yield books


def receipt(who: MemberId, number: int) -> ReceiveDues:
    """Dues of one more month."""
    month = f"20{26 + number // 12}-{number % 12 + 1:02d}"
    return ReceiveDues(
        occurred_on=date(2026, 12, 1), member_id=who, dues_month=month, amount_fen=100 + number
    )


async def lose(yard: Yard) -> Lost:
    """Work, back up while people work, work on, be witnessed, and lose the disk."""
    watch = _watch(yard)
    async with opened(yard) as books:
        office = await new_office(books)
        clerks = [await office.member(number) for number in range(1, CLERKS + 1)]
        who = clerks[0]
        await books.checkpointer.take()
        asked = OverTheBooks(books)
        watch.begin(asked)
        await asyncio.to_thread(watch.round, asked)
        first = await asyncio.to_thread(yard.back_up)
        second, *told = await asyncio.gather(
            asyncio.to_thread(yard.back_up), *(_clerk(office, one) for one in clerks)
        )
        acknowledged = [one for answers in told for one in answers]
        outcome = await office.do(*(receipt(who, number) for number in range(3)))
        acknowledged.append(outcome.receipt)
        await closed_segment(yard.settings.database_url)
        acknowledged += await _clerk(office, who)
        await books.checkpointer.take()
        await asyncio.to_thread(watch.round, asked)
        await _archived(yard, await closed_segment(yard.settings.database_url))
        union_id = office.union_id
    await _hand_out(yard, watch)
    yard.lose()
    return Lost(yard, union_id, who, (first, second), tuple(acknowledged), watch)


def _watch(yard: Yard) -> Watched:
    """A witness whom the log knows from its beginning."""
    settings = yard.settings
    ensure_signing_key(settings.signing_key_file, settings.origin)
    log_key = SigningKeys(settings.origin, settings.signing_key_file, None).own.public
    watch = Watched(yard.home, log_key.text)
    settings.witnesses_file.write_text(f"{watch.public.text}\n", encoding="utf-8")
    return watch


async def _clerk(office: Office, who: MemberId) -> list[WriteReceipt]:
    told = []
    for number in range(RECEIPTS):
        outcome = await office.do(receipt(who, number))
        assert outcome.receipt is not None
        told.append(outcome.receipt)
    return told


async def _archived(yard: Yard, segment: str) -> None:
    async with asyncio.timeout(30):
        while not (yard.backups / "wal" / f"{segment}.gz").exists():  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.05)


async def _hand_out(yard: Yard, watch: Watched) -> None:
    """What the witness's administrator sends."""
    words = parser().parse_args(["witness-held", "--store", str(watch.store), "--heads"])
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        assert await VERBS[words.verb](yard.settings, words) == 0
    (yard.home / "held.json").write_text(told.getvalue(), encoding="utf-8")
