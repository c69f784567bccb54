"""A union that is frozen or has ended does nothing, whatever the aggregate; the county winds it up."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

import pytest

from domain.actor import Actor
from domain.command import Command
from domain.condolence.commands import RecordCondolence
from domain.contribution.commands import DeclarePayroll
from domain.custodial.commands import ReceiveCustodialFund
from domain.dues.commands import ReceiveDues
from domain.ids import CondolenceId, CustodialId, SubsidyId
from domain.member.commands import RetainMembership
from domain.subsidy.commands import ReceiveSubsidy
from domain.union.commands import (
    AdoptPolicy,
    DissolveUnion,
    FreezeUnion,
    RenameUnion,
    UnfreezeUnion,
)
from services.policies import presets
from tests.support.books import Office

COUNTY = Actor(actor_id="county-1", role="county")
DAY = date(2026, 6, 1)
FREEZE = FreezeUnion(occurred_on=DAY, reason="books_missing", document_no="县总工〔2026〕12号")


async def wishes(office: Office) -> list[Command]:
    """One wish of every area that a union with one member may have."""
    who = await office.member(1)
    on: Any = {"occurred_on": DAY}
    details = await office.seal(who, "details", {})
    return [
        RetainMembership(**on, member_id=who, cause="retired"),
        ReceiveDues(**on, member_id=who, dues_month="2026-05", amount_fen=2615),
        RecordCondolence(
            **on,
            condolence_id=CondolenceId(_id(office, "condolence")),
            member_id=who,
            occasion="illness",
            amount_fen=50_000,
            details=details,
        ),
        DeclarePayroll(**on, month="2026-05", employees=3, payroll_fen=3_000_000),
        ReceiveSubsidy(
            **on,
            subsidy_id=SubsidyId(_id(office, "subsidy")),
            kind="hardship",
            amount_fen=100_000,
            document_no="市总工〔2026〕2号",
        ),
        ReceiveCustodialFund(
            **on,
            custodial_id=CustodialId(_id(office, "custodial")),
            purpose="donation",
            amount_fen=1_000,
        ),
        RenameUnion(**on, name="新名"),
    ]


async def test_a_frozen_union_refuses_all_its_own_commands(office: Office) -> None:
    wanted = await wishes(office)
    await office.do(FREEZE)
    before = await office.head()
    for wish in wanted:
        assert await office.refused(wish) == "union.frozen", wish
    assert (await office.head()).position == before.position


async def test_what_is_decided_above_reaches_a_frozen_union(office: Office) -> None:
    wanted = await wishes(office)
    await office.do(FREEZE)
    preset = presets()[0]
    adopted = AdoptPolicy(
        occurred_on=DAY,
        policy=preset.policy,
        valid_from=preset.valid_from,
        document_no=preset.document_no,
        adoption_id=_id(office, "adoption"),
    )
    await office.do(adopted, actor=COUNTY)
    await office.do(wanted[0], actor=COUNTY)
    await office.do(UnfreezeUnion(occurred_on=DAY, document_no="县总工〔2026〕13号"))
    for wish in wanted[1:]:
        await office.do(wish)


async def test_a_union_that_has_ended_is_left_alone_by_all(office: Office) -> None:
    wanted = await wishes(office)
    await office.do(DissolveUnion(occurred_on=DAY, document_no="县总工〔2026〕14号"))
    for wish in wanted:
        assert await office.refused(wish) == "union.dissolved"
        assert await office.refused(wish, actor=COUNTY) == "union.dissolved"


@pytest.mark.parametrize("retried", [True, False])
async def test_a_freeze_wins_over_what_was_decided_before_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, retried: bool
) -> None:
    """The freeze comes between deciding and appending; the append fails and what is decided anew is refused."""
    wish = (await wishes(office))[0]
    append = office.books.log.append
    pending = [FREEZE] if retried else []

    async def late(asked: Any) -> Any:  # noqa: ANN401
        if pending:
            await office.do(pending.pop())
        return await append(asked)

    with monkeypatch.context() as patched:
        patched.setattr(office.books.log, "append", late)
        outcome = await office.ask([wish])
    assert (outcome.receipt is None) is retried
    assert [one.refused.code for one in outcome.refused] == ["union.frozen"] * retried


async def test_a_repeated_command_is_answered_as_the_first_time(office: Office) -> None:
    wish = (await wishes(office))[0]
    asked = office.asked([wish])
    first = await office.desk.carry_out(asked)
    await office.do(FREEZE)
    again = await office.desk.carry_out(asked)
    assert first.receipt is not None
    assert again.receipt is not None
    assert (again.receipt.replayed, again.receipt.hash) == (True, first.receipt.hash)


def _id(office: Office, name: str) -> UUID:
    return uuid5(office.union_id, name)
