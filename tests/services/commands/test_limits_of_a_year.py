"""A limit of a year holds although no stream is about it: also for two clerks at once, and in a bulk."""

import asyncio
from datetime import date

from domain.command import Command
from domain.condolence.commands import RecordCondolence, ReverseCondolence
from domain.ids import CondolenceId, MemberId
from domain.policy.benefit import BenefitPolicy, BenefitRule
from domain.union.commands import AdoptPolicy
from services.errors import ConditionFailed
from services.identifiers import new_id
from tests.support.books import Office

DAY = date(2026, 3, 8)
ONCE = BenefitPolicy(
    policy_id="benefit.test",
    version=1,
    division="330206",
    rules=(
        BenefitRule(
            benefit="birthday", occasion="birthday", limit_fen=50_000, limit_basis="per_year_once"
        ),
    ),
)


async def adopt(office: Office) -> None:
    await office.do(
        AdoptPolicy(occurred_on=DAY, policy=ONCE, valid_from=date(2020, 1, 1), document_no="试")
    )


async def birthday(office: Office, who: MemberId, day: date = DAY) -> RecordCondolence:
    return RecordCondolence(
        occurred_on=day,
        condolence_id=CondolenceId(new_id()),
        member_id=who,
        occasion="birthday",
        amount_fen=10_000,
        details=await office.seal(who, "details", {"evidence": "身份证"}),
    )


async def test_a_second_one_is_refused_until_the_first_is_taken_back(office: Office) -> None:
    await adopt(office)
    who = await office.member(1)
    first = await birthday(office, who)
    await office.do(first)
    assert await office.refused(await birthday(office, who)) == "condolence.already_given"
    await office.do(await birthday(office, who, date(2027, 3, 8)))
    back = ReverseCondolence(occurred_on=DAY, condolence_id=first.condolence_id, reason="重复登记")
    await office.do(back)
    await office.do(await birthday(office, who))


async def test_a_bulk_counts_its_own_rows(office: Office) -> None:
    await adopt(office)
    who = await office.member(1)
    other = await office.member(2)
    groups: list[list[Command]] = [
        [await birthday(office, who)],
        [await birthday(office, who)],
        [await birthday(office, other)],
    ]
    outcome = await office.ask(*groups, skip_refused=True)
    assert [one.group for one in outcome.refused] == [1]
    assert outcome.receipt is not None


async def test_of_two_clerks_at_once_one_is_refused(office: Office) -> None:
    await adopt(office)
    who = await office.member(1)
    wishes = [await birthday(office, who) for _ in range(4)]

    async def ask(wish: RecordCondolence) -> bool:
        try:
            return (await office.ask([wish])).receipt is not None
        except ConditionFailed:
            return False

    assert sum(await asyncio.gather(*map(ask, wishes))) == 1


async def test_without_rules_nothing_is_looked_for(office: Office) -> None:
    who = await office.member(1)
    await office.do(await birthday(office, who))
    await office.do(await birthday(office, who))
