"""Groups are decided whole or refused whole, each seeing what those before it decided."""

from collections.abc import Sequence
from datetime import date

import pytest

from domain.command import Command
from domain.dues.commands import ReceiveDues
from domain.ids import MemberId
from domain.import_run.commands import CommitImport
from domain.member.commands import AnnounceWithdrawal, RetainMembership
from domain.union.commands import ClosePeriod, RenameUnion
from services.commands import GroupRefused, IfNew
from services.commands.desk import VersionMoved
from services.errors import PeriodIsClosed
from services.identifiers import new_id
from tests.support.books import Office

DAY = date(2026, 3, 8)


def dues(who: MemberId, month: str = "2026-03", on: date = DAY, fen: int = 500) -> ReceiveDues:
    return ReceiveDues(occurred_on=on, member_id=who, dues_month=month, amount_fen=fen)


def leaving(who: MemberId, on: date = DAY) -> AnnounceWithdrawal:
    return AnnounceWithdrawal(occurred_on=on, member_id=who)


async def topics(office: Office, after: int) -> list[str]:
    return [e.topic for e in await office.books.log.read_after(office.union_id, after, 1000)]


async def test_one_refused_group_stops_everything(office: Office) -> None:
    who = await office.member(1)
    before = await office.head()
    outcome = await office.ask([dues(who)], [dues(who, fen=0)], [dues(who)])
    assert [(one.group, one.command, one.refused.code) for one in outcome.refused] == [
        (1, 0, "dues.amount_not_positive")
    ]
    assert outcome.receipt is None
    assert await office.head() == before


async def test_every_refused_group_is_named_and_may_be_skipped(office: Office) -> None:
    who = await office.member(1)
    before = (await office.head()).position
    groups = [[dues(who)], [dues(who), dues(who, fen=0)], [dues(who)], [dues(who, "2019-01")]]
    outcome = await office.ask(*groups, skip_refused=True)
    assert [(one.group, one.command) for one in outcome.refused] == [(1, 1), (3, 0)]
    assert await topics(office, before) == ["dues.received", "dues.received"]


async def test_a_refused_group_leaves_no_trace_in_those_after_it(office: Office) -> None:
    """The first command of the refused group would have made the later ones illegal."""
    who = await office.member(1)
    before = (await office.head()).position
    outcome = await office.ask(
        [leaving(who), dues(who, "2019-01")],
        [RetainMembership(occurred_on=DAY, member_id=who, cause="retired")],
        skip_refused=True,
    )
    assert [one.group for one in outcome.refused] == [0]
    assert await topics(office, before) == ["member.retained"]


async def test_a_group_sees_what_those_before_it_decided(office: Office) -> None:
    who = await office.member(1)
    outcome = await office.ask([leaving(who)], [dues(who, "2026-05")], skip_refused=True)
    assert [(one.group, one.refused.code) for one in outcome.refused] == [
        (1, "dues.not_member_in_month")
    ]


async def test_what_is_so_already_is_left_out(office: Office) -> None:
    before = (await office.head()).position
    rename = IfNew(RenameUnion(occurred_on=DAY, name="新名"), unless="union.name_unchanged")
    await office.do(rename, rename)
    assert await topics(office, before) == ["union.renamed"]
    outcome = await office.ask([rename])
    assert (outcome.receipt, outcome.refused) == (None, [])


async def test_if_new_forgives_one_code_only(office: Office) -> None:
    rename = IfNew(RenameUnion(occurred_on=DAY, name="新名"), unless="union.dissolved")
    await office.do(rename)
    assert await office.refused(rename) == "union.name_unchanged"


async def test_the_closing_command_hears_what_was_refused(office: Office) -> None:
    who = await office.member(1)
    before = (await office.head()).position
    run_id = new_id()
    heard: list[Sequence[GroupRefused]] = []

    def closing(refused: Sequence[GroupRefused]) -> Command:
        heard.append(list(refused))
        return CommitImport(
            occurred_on=DAY,
            import_run_id=run_id,  # type: ignore[arg-type]
            table_kind="dues",
            rows_read=2,
            rows_accepted=1,
        )

    await office.ask([dues(who)], [dues(who, fen=0)], closing=closing, skip_refused=True)
    assert [one.group for one in heard[0]] == [1]
    assert await topics(office, before) == ["dues.received", "import_run.committed"]


async def test_a_dry_run_decides_and_writes_nothing(office: Office) -> None:
    who = await office.member(1)
    before = await office.head()
    asked = office.asked([dues(who)], [dues(who, fen=0)], dry_run=True, skip_refused=True)
    outcome = await office.desk.carry_out(asked)
    assert (outcome.receipt, [one.group for one in outcome.refused]) == (None, [1])
    assert await office.head() == before
    assert await office.books.log.find_command(office.union_id, asked.command_id) is None


async def test_another_version_than_the_one_seen_is_shown(office: Office) -> None:
    who = await office.member(1)
    await office.do(RetainMembership(occurred_on=DAY, member_id=who, cause="retired"))
    before = await office.head()
    with pytest.raises(VersionMoved) as moved:
        await office.ask([leaving(who)], expected={who: 1})
    assert moved.value.current == 2
    assert await office.head() == before
    outcome = await office.ask([leaving(who)], expected={who: 2})
    assert outcome.streams == {who: 3}


async def test_nothing_goes_into_a_closed_period(office: Office) -> None:
    who = await office.member(1, occurred_on=date(2026, 1, 1))
    await office.do(ClosePeriod(occurred_on=date(2026, 4, 1), period="2026-03"))
    before = await office.head()
    with pytest.raises(PeriodIsClosed) as closed:
        await office.ask([dues(who, on=date(2026, 3, 31))])
    assert closed.value.closed_until == date(2026, 3, 31)
    assert await office.head() == before
    await office.do(dues(who, "2026-03", on=date(2026, 4, 1)))


async def test_a_period_closes_and_what_came_with_it_stays_out(office: Office) -> None:
    """One request that closes a month and books into it: the books of the month are closed first."""
    who = await office.member(1)
    close = ClosePeriod(occurred_on=date(2026, 4, 1), period="2026-03")
    await office.do(close, dues(who, "2026-03", on=date(2026, 4, 2)))
    assert (await office.head()).closed_until == date(2026, 3, 31)
