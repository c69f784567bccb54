"""No file makes a second place write, not one used before either; and one that is refused leaves no key behind."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.ids import MemberId
from services.keys.carrying import KeyCarrier
from services.moving import MoveRefused, container
from services.moving.releasing import release
from services.store.attachments import AttachmentRows
from services.store.keyring_whole import TenantRows, WholeKeyring
from services.store.moving import release_union, resume_writing
from services.wiring import Wired
from tests.services.moving.places import (
    LETTER,
    administrator,
    freeze,
    move,
    receipts,
    receive,
    rows_of,
    send,
)
from tests.services.moving.test_moving import COUNTY, name_of
from tests.support.books import Office

pytestmark = pytest.mark.usefixtures("member")


@pytest.mark.parametrize("is_released", [False, True])
async def test_the_file_the_books_came_by_does_not_bring_them_back_once_they_went_on(
    old: Wired, new: Wired, office: Office, tmp_path: Path, *, is_released: bool
) -> None:
    """From the new place they go on to a third one before anything is written there."""
    await move(old, new, COUNTY, tmp_path, frozen=False)
    first = await send(old, office.union_id, tmp_path)
    again = await send(old, office.union_id, tmp_path)
    await receive(new, first)
    await freeze(new, office.union_id)
    if is_released:
        await release_union(administrator(new), office.union_id, LETTER)
        keys, papers = WholeKeyring(new.pools.keys), AttachmentRows(new.pools.app)
        await release(office.union_id, keys, papers)
    kept = await WholeKeyring(new.pools.keys).whole(office.union_id)
    moves = await rows_of(new).moves(office.union_id)
    for file in (first, again):
        with pytest.raises(MoveRefused, match="used_before"):
            await receive(new, file)
    assert await rows_of(new).moves(office.union_id) == moves
    assert await WholeKeyring(new.pools.keys).whole(office.union_id) == kept


async def test_of_two_imports_at_once_one_brings_the_keys_and_they_open(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    """Both find no key of the union; whoever is the last to put one there is the last to use it."""
    await move(old, new, COUNTY, tmp_path, frozen=False)
    sent = await send(old, office.union_id, tmp_path)
    own_key, whole = KeyCarrier._own_key, WholeKeyring.whole
    looked, made, waiting = asyncio.Barrier(2), asyncio.Event(), []

    async def both_have_looked(rows: WholeKeyring, tenant: UUID) -> TenantRows:
        found = await whole(rows, tenant)
        if tenant == office.union_id and found.wrapped is None:
            await looked.wait()
        return found

    async def the_second_first(carrier: KeyCarrier, *values: Any) -> bytes:  # noqa: ANN401 # as it is asked
        waiting.append(carrier)
        is_first = len(waiting) == 1
        try:
            key = await own_key(carrier, *values)
        finally:
            if not is_first:
                made.set()
        if is_first:
            await made.wait()
        return key

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WholeKeyring, "whole", both_have_looked)
        patched.setattr(KeyCarrier, "_own_key", the_second_first)
        again = sent.altered(sent.file.getvalue())
        arriving = (receive(new, sent), receive(new, again))
        came = await asyncio.gather(*arriving, return_exceptions=True)
    assert sorted(type(one).__name__ for one in came) == ["Arrived", "MoveRefused"]
    assert await name_of(new, office.union_id, member) == "仲小妮"


@pytest.mark.parametrize("most", [300, 3_000])
async def test_what_could_not_be_read_again_is_not_written(
    old: Wired, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(container, "MOST_BYTES", most)
    with pytest.raises(MoveRefused, match="too_large"):
        await send(old, office.union_id, tmp_path, frozen=False)


async def test_a_refused_history_leaves_the_keys_as_they_were(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    """The old place was thawed although the new one wrote, and went on for longer."""
    await move(old, new, COUNTY, tmp_path, frozen=False)
    await move(old, new, office.union_id, tmp_path)
    await Office(new, office.union_id).do(*receipts(member, 1))
    await resume_writing(administrator(old), office.union_id, LETTER)
    await office.member(3)
    await office.do(*receipts(member, 1))
    longer = await send(old, office.union_id, tmp_path)
    await freeze(new, office.union_id)
    kept = await WholeKeyring(new.pools.keys).whole(office.union_id)
    with pytest.raises(MoveRefused, match="differs"):
        await receive(new, longer)
    assert await WholeKeyring(new.pools.keys).whole(office.union_id) == kept
