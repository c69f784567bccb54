"""Appointments through the office: one officer, one account; who has access changes in frozen unions as well."""

import asyncio
from collections import Counter
from datetime import date
from typing import Any
from uuid import uuid5

import pytest

from domain.account.commands import OpenAccount, RecordUnknownLogin, ResetAccount
from domain.account.events import AccountReset
from domain.api_key.commands import IssueApiKey, RevokeApiKey, UseApiKey
from domain.appointment.aggregate import State
from domain.appointment.commands import AcceptAppointment, EndAppointment, OfferAppointment
from domain.encoding import decode
from domain.ids import AccountId, OfficerId, UnionId, appointment_stream, door_stream
from domain.union.commands import FreezeUnion
from services.commands.states import States
from services.errors import ClaimTaken
from services.identifiers import new_id
from tests.domain.values import API_KEY
from tests.support.books import Office

DAY = date(2026, 3, 8)
FREEZE = FreezeUnion(occurred_on=DAY, reason="books_missing", document_no="县总工〔2026〕12号")
FIRST, SECOND = AccountId(new_id()), AccountId(new_id())
OFFICER, OTHER_OFFICER = OfficerId(new_id()), OfficerId(new_id())


def offer(
    account_id: AccountId,
    officer_id: OfficerId,
    **changed: Any,  # noqa: ANN401
) -> OfferAppointment:
    fields: dict[str, Any] = {
        "occurred_on": DAY,
        "account_id": account_id,
        "generation": 1,
        "place": "union",
        "roles": ("approver",),
        "appointer_roles": ("chair",),
        "officer_id": officer_id,
    }
    return OfferAppointment(**(fields | changed))


def end(account_id: AccountId) -> EndAppointment:
    return EndAppointment(
        occurred_on=DAY, account_id=account_id, reason="left", appointer_roles=("chair",)
    )


def accept(account_id: AccountId) -> AcceptAppointment:
    return AcceptAppointment(occurred_on=DAY, account_id=account_id, generation=1)


async def states(office: Office, account_id: AccountId) -> State:
    stream = appointment_stream(UnionId(office.union_id), account_id)
    read: States = await office.desk.read_states(office.union_id, [stream])
    return read.of(stream, State)


async def test_an_officer_signs_with_one_account_only(office: Office) -> None:
    await office.do(offer(FIRST, OFFICER))
    with pytest.raises(ClaimTaken):
        await office.do(offer(SECOND, OFFICER))
    await office.do(end(FIRST))
    await office.do(offer(SECOND, OFFICER))


async def test_an_offer_that_is_made_again_keeps_or_gives_back_the_officer(office: Office) -> None:
    await office.do(offer(FIRST, OFFICER))
    await office.do(offer(FIRST, OFFICER))
    await office.do(offer(FIRST, OTHER_OFFICER))
    await office.do(offer(SECOND, OFFICER))
    await office.do(end(FIRST))
    await office.do(offer(FIRST, OTHER_OFFICER), accept(FIRST))
    state = await states(office, FIRST)
    assert state.officer_on(DAY, 1) == OTHER_OFFICER


async def test_what_ended_gives_its_officer_back_once(office: Office) -> None:
    """Another account took the officer over; a new offer to the first one must not take it from there."""
    await office.do(offer(FIRST, OFFICER))
    await office.do(end(FIRST))
    await office.do(offer(SECOND, OFFICER))
    await office.do(offer(FIRST, OTHER_OFFICER))
    with pytest.raises(ClaimTaken):
        await office.do(offer(AccountId(new_id()), OFFICER))


async def test_access_changes_in_a_frozen_union_as_well(office: Office) -> None:
    await office.do(FREEZE)
    key: Any = {"occurred_on": DAY, "key_id": API_KEY}
    await office.do(offer(FIRST, OFFICER), accept(FIRST), end(FIRST))
    await office.do(IssueApiKey(**key, role="unit"), UseApiKey(**key))
    assert (await office.ask([UseApiKey(**key)])).receipt is None
    await office.do(RevokeApiKey(**key))


async def test_an_account_lives_in_one_stream(office: Office) -> None:
    login = await office.seal(await office.person(1), "login", {"login": "nobody"})
    account_id = AccountId(login.subject_id)
    await office.do(OpenAccount(occurred_on=DAY, account_id=account_id, login=login))
    reset = ResetAccount(occurred_on=DAY, account_id=account_id, reason="password_forgotten")
    await office.do(reset)
    read = await office.books.log.read_streams(office.union_id, [account_id])
    assert [event.topic for event in read.events] == ["account.opened", "account.reset"]
    body = decode("account.reset", 1, read.events[1].body)
    assert isinstance(body, AccountReset)
    assert body.generation == 2


async def test_a_flood_at_the_door_is_told_of_whole(office: Office) -> None:
    hints = [f"{number:08x}" for number in range(20)]
    knocks = [RecordUnknownLogin(occurred_on=DAY, name_hint=hint) for hint in hints]
    await asyncio.gather(*(office.do(knock) for knock in knocks))
    await office.do(knocks[0])
    door = door_stream(UnionId(office.union_id))
    streams = [uuid5(door, hint) for hint in hints]
    read = await office.books.log.read_streams(office.union_id, streams)
    told = Counter(event.stream_id for event in read.events)
    assert [told[stream] for stream in streams] == [2] + [1] * 19
