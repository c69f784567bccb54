"""A witness against the real API: honest books are cosigned, books changed behind its back are not."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from domain.note import parse_key, parse_note
from services.http import checkpoints
from services.http.parts import Parts
from services.keys.signing import cosigned_at
from services.wiring import Wired, wired
from services.witness import NotAnswered, NotCosigned
from tests.services.http.calling import Caller, County, unit
from tests.services.witness.watching import NOW, Watched
from tests.support.database import Database


class OverTheApi:
    """Asks the application, which runs in the loop this was made in."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._loop = asyncio.get_running_loop()

    def get(self, path: str, most: int) -> bytes:
        client, headers = self._caller.client, self._caller.headers()
        asked = asyncio.run_coroutine_threadsafe(client.get(path, headers=headers), self._loop)
        body = self._taken(asked.result())
        assert len(body) <= most
        return body

    def post(self, path: str, body: bytes) -> None:
        headers = {"Content-Type": "application/json", **self._caller.headers()}
        headers.pop("Idempotency-Key")  # a witness has none
        client = self._caller.client
        asked = client.post(path, content=body, headers=headers)
        self._taken(asyncio.run_coroutine_threadsafe(asked, self._loop).result())

    def _taken(self, answer: httpx.Response) -> bytes:
        if not answer.is_success:
            raise NotAnswered(answer.status_code)
        return answer.content


@pytest.fixture
async def books(database: Database, county: County) -> AsyncIterator[Wired]:
    """The books behind the API, as the process that takes checkpoints sees them."""
    assert county
    async with wired(database.settings) as made:
        yield made


@pytest.fixture
async def asking(county: County) -> OverTheApi:
    body = {"role": "witness", "label": "见证"}
    issued = await county.operator.post("/v1/api-keys", body)
    assert issued.status_code == 201, issued.text
    return OverTheApi(Caller(county.client, issued.json()["api_key"]))


@pytest.fixture
def watch(parts: Parts, tmp_path: Path) -> Watched:
    """A witness the server knows, with its store begun by its first round."""
    made = Watched(tmp_path, parts.log_key)
    parts.cosignatures.witnesses = (made.public,)
    return made


async def test_the_real_log_is_cosigned_while_it_grows(
    county: County, books: Wired, asking: OverTheApi, watch: Watched, parts: Parts
) -> None:
    watch.begin(asking)
    with pytest.raises(NotAnswered) as silent:
        await asyncio.to_thread(watch.round, asking)
    assert silent.value.status == 404
    await books.checkpointer.take()
    for number in range(3):
        await county.member(number + 1)
        taken = await books.checkpointer.take()
        assert taken.checkpoint
        assert await asyncio.to_thread(watch.round, asking) == taken.checkpoint.size
    held = watch.held()
    assert held
    shown = await county.unit.get("/v1/checkpoints/latest")
    note = parse_note(shown.content)
    assert note.text == held.note.text
    assert cosigned_at(note, watch.public) == NOW
    assert parse_key(parts.log_key).name == held.checkpoint.origin


@pytest.fixture(params=[1, 2])
def short_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few heads are several pages."""
    monkeypatch.setattr(checkpoints, "_HEADS_PAGE", request.param)


@pytest.mark.usefixtures("short_pages")
async def test_the_real_log_is_cosigned_page_by_page(
    county: County, books: Wired, asking: OverTheApi, watch: Watched
) -> None:
    """However few heads a page holds, and whatever unions are new: the map is the one of the census.

    Six units, their federation, and the platform, whose log is one like any other.
    """
    watch.begin(asking)
    units = f"{county.federation}/units"
    for number in range(2, 7):
        founded = await county.county.post(units, unit(f"QZ{number:03d}"))
        assert founded.status_code == 201, founded.text
        await county.member(number)
        taken = await books.checkpointer.take()
        assert taken.checkpoint
        assert await asyncio.to_thread(watch.round, asking) == taken.checkpoint.size
    holding = watch.holding()
    assert holding.unions() == (await books.proofs.checkpoint()).unions == 8
    holding.close()


START_ANEW = """
    delete from books.cosignature;
    delete from books.subtree;
    delete from books.census_head;
    delete from books.counted_union;
    delete from books.checkpoint;
"""
"""What whoever owns the database may do: forget every checkpoint, and count again with the log's own key."""


async def test_a_log_that_begins_its_checkpoints_anew_is_not_cosigned(
    county: County, books: Wired, asking: OverTheApi, watch: Watched, database: Database
) -> None:
    await books.checkpointer.take()
    watch.begin(asking)
    assert await asyncio.to_thread(watch.round, asking) == 1
    held = watch.held()
    administrator = await asyncpg.connect(database.addresses.administrator)
    await administrator.execute(START_ANEW)
    await administrator.close()
    for size, fault in ((1, "forked"), (2, "not_consistent")):
        await county.member(size)
        taken = await books.checkpointer.take()
        assert taken.checkpoint
        assert taken.checkpoint.size == size
        with pytest.raises(NotCosigned, match=fault):
            await asyncio.to_thread(watch.round, asking)
    assert watch.held() == held


FORGET_A_UNION = """
    delete from books.census_head where union_id = '{union}';
    delete from books.counted_union where union_id = '{union}';
"""


async def test_a_log_that_counts_a_union_as_if_it_were_new_is_not_cosigned(
    county: County, books: Wired, asking: OverTheApi, watch: Watched, database: Database
) -> None:
    await books.checkpointer.take()
    watch.begin(asking)
    assert await asyncio.to_thread(watch.round, asking) == 1
    administrator = await asyncpg.connect(database.addresses.administrator)
    await administrator.execute(FORGET_A_UNION.format(union=county.union_id))
    await administrator.close()
    await county.member()
    taken = await books.checkpointer.take()
    assert taken.checkpoint
    with pytest.raises(NotCosigned, match="before_differs"):
        await asyncio.to_thread(watch.round, asking)
