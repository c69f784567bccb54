"""The roster goes out, is edited, and comes back: only what was changed changes, nothing that has moved since."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from domain.ids import MemberId
from domain.member.commands import CorrectMemberFact, IssueCertificate, RetainMembership
from services.importers.file_import import FileImporter, Import
from services.importers.report import FileReport
from services.importers.roster_workbook import RosterAsked, roster_pages, roster_workbook
from services.importers.vocabulary import merge
from services.keys.vault import TRUSTED_SECONDS
from services.reads import Scope
from services.reads.people import Person
from services.reads.revealing import Revealing
from services.reads.rows import MemberRow
from services.store.person_log import PersonLog
from tests.services.erasure.erasing import appoint, erased, left
from tests.services.exporters.reading import sheets, table
from tests.services.importers.making import book, person
from tests.support.books import CLERK, TODAY, Office, id_number

Row = dict[str, Any]
Edit = Callable[[list[Row]], object]


async def exported(office: Office) -> bytes:
    scope = Scope(union_id=office.union_id, as_of=TODAY)
    asked = RosterAsked(scope=scope, union="某工会")
    return roster_workbook(*await _pages(office, asked)).content


async def _pages(office: Office, asked: RosterAsked) -> tuple[list[MemberRow], RosterAsked, int]:
    rows, position = await roster_pages(office.books.ledgers, asked)
    return rows, asked, position


def edited(content: bytes, edit: Edit) -> bytes:
    """The same workbook with cells of its rows changed, as a clerk leaves it."""
    (rows,) = sheets(content).values()
    heads, data = table(rows, "会员编号")
    told = [dict(zip(heads, row, strict=True)) for row in data]
    edit(told)
    heads = list(dict.fromkeys(head for row in told for head in row))
    body = [[_cell(row.get(head, "")) for head in heads] for row in told]
    return book([["会员花名册"], heads, *body])


def _cell(cell: Any) -> Any:  # noqa: ANN401 # whatever a cell holds
    return cell.date() if isinstance(cell, datetime) else cell


async def back(office: Office, content: bytes, **changed: Any) -> FileReport:  # noqa: ANN401
    return await FileImporter(office.desk, office.books.vault).run(
        Import(
            union_id=office.union_id,
            name="会员花名册.xlsx",
            content=content,
            actor=CLERK,
            today=TODAY,
            vocabulary=merge([]),
            **changed,
        )
    )


async def members(office: Office) -> dict[str, MemberRow]:
    scope = Scope(union_id=office.union_id, as_of=TODAY)
    page = await office.books.ledgers.members(scope, limit=1000)
    return {str(row.member_id): row for row in page.rows}


async def topics_after(office: Office, position: int) -> list[str]:
    events = await office.books.log.read_after(office.union_id, position, 10_000)
    return [event.topic for event in events]


async def told_of(office: Office, member_id: str) -> dict[str, str | None]:
    """What stands on the books in clear."""
    revealing = Revealing(PersonLog(office.books.pools.app), office.books.vault)
    fields = (
        "identity.name",
        "identity.id_number",
        "profile.department",
        "profile.mobile",
        "profile.remark",
    )
    return await revealing.fields(office.union_id, UUID(member_id), fields, restricted=False)


async def with_mobiles(office: Office) -> list[str]:
    """Three members with a department and a telephone."""
    found = []
    for serial in (1, 2, 3):
        profile = {
            "department": "财务科",
            "mobile": f"1380013800{serial}",
            "birth_date": "1980-01-01",
        }
        command_id = uuid4()
        command = await office.registration(
            serial, command_id=command_id, name=f"王小{'一二三'[serial - 1]}"
        )
        sealed = await office.seal(command.member_id, "profile", profile, command_id=command_id)
        await office.do(msgspec.structs.replace(command, profile=sealed), command_id=command_id)
        found.append(str(command.member_id))
    return found


async def test_an_untouched_roster_changes_nothing(office: Office) -> None:
    await with_mobiles(office)
    before = (await office.head()).position
    report = await back(office, await exported(office))
    assert (report.committed, report.rows_read, report.rows_accepted) == (True, 3, 3)
    assert (report.refused, report.notes) == ([], [])
    assert await topics_after(office, before) == ["import_run.committed"]


async def test_only_what_was_changed_changes_and_is_told_before(office: Office) -> None:
    first, second, _ = sorted(await with_mobiles(office))
    before = (await office.head()).position
    content = await exported(office)

    def edit(rows: list[Row]) -> None:
        rows.sort(key=lambda row: row["会员编号"])
        rows[0]["部门"] = "办公室"
        rows[0]["联系电话"] = "13900139000"
        rows[1]["备注"] = "兼职"
        rows[1]["入会日期"] = date(2019, 7, 9)

    came = edited(content, edit)
    dry = await back(office, came, dry_run=True)
    assert not dry.committed
    assert [(note.kind, note.row, note.text) for note in dry.notes] == [
        ("row_changes", 3, "部门：财务科 → 办公室"),
        ("row_changes", 3, "联系电话：138****800" + str(_last(first, content)) + " → 139****9000"),
        ("row_changes", 4, "备注：（空） → 兼职"),
        ("row_changes", 4, "入会日期：2020-03-01 → 2019-07-09"),
    ]
    assert (await office.head()).position == before
    assert (await back(office, came)).committed
    assert await topics_after(office, before) == [
        "member.fact_corrected",
        "member.fact_corrected",
        "import_run.committed",
    ]
    told = await told_of(office, first)
    assert (told["profile.department"], told["profile.mobile"]) == ("办公室", "13900139000")
    assert "*" not in str(told["identity.name"])
    kept = await told_of(office, second)
    assert (kept["profile.department"], kept["profile.remark"]) == ("财务科", "兼职")
    assert str(kept["profile.mobile"]).startswith("1380013800")
    assert (await members(office))[second].joined_on == date(2019, 7, 9)


def _last(member_id: str, content: bytes) -> str:
    (rows,) = sheets(content).values()
    heads, data = table(rows, "会员编号")
    place = heads.index("联系电话")
    return next(str(row[place])[-1] for row in data if row[0] == member_id)


async def test_a_name_is_put_right_and_the_number_stays(office: Office) -> None:
    who, *_ = await with_mobiles(office)

    def edit(rows: list[Row]) -> None:
        next(row for row in rows if row["会员编号"] == who)["姓名"] = "王小易"

    assert (await back(office, edited(await exported(office), edit))).committed
    told = await told_of(office, who)
    assert (told["identity.name"], told["identity.id_number"]) == ("王小易", id_number(1))


async def test_a_row_that_moved_is_stale_only_where_it_was_edited(office: Office) -> None:
    first, second, third = await with_mobiles(office)
    content = await exported(office)
    for who in (first, second):
        command_id = uuid4()
        member_id = MemberId((await members(office))[who].member_id)
        card = await office.seal(member_id, "certificate", {"number": "1"}, command_id=command_id)
        issue = IssueCertificate(
            occurred_on=TODAY, member_id=member_id, kind="card", certificate=card
        )
        await office.do(issue, command_id=command_id)

    def edit(rows: list[Row]) -> None:
        for row in rows:
            if row["会员编号"] in (first, third):
                row["部门"] = "工会办"

    report = await back(office, edited(content, edit))
    assert not report.committed
    assert [(one.kind, one.column) for one in report.refused] == [("stale_row", "B")]
    assert "重新导出" in report.refused[0].reason
    skipping = await back(office, edited(content, edit), skip_refused=True)
    assert (skipping.committed, skipping.rows_accepted) == (True, 2)
    assert (await told_of(office, first))["profile.department"] == "财务科"
    assert (await told_of(office, third))["profile.department"] == "工会办"


async def test_what_somebody_else_put_right_is_not_put_back(office: Office) -> None:
    who, *_ = await with_mobiles(office)
    content = await exported(office)
    command_id = uuid4()
    member_id = MemberId((await members(office))[who].member_id)
    profile = await office.seal(
        member_id, "profile", {"department": "人事科"}, command_id=command_id
    )
    correct = CorrectMemberFact(
        occurred_on=TODAY, member_id=member_id, reason="调动", profile=profile
    )
    await office.do(correct, command_id=command_id)
    report = await back(office, edited(content, lambda _: None))
    assert [one.kind for one in report.refused] == ["stale_row"]
    assert (await told_of(office, who))["profile.department"] == "人事科"


async def test_cells_sorted_apart_from_their_keys_are_refused(office: Office) -> None:
    await with_mobiles(office)

    def edit(rows: list[Row]) -> None:
        mobiles = [row["联系电话"] for row in rows]
        for row, mobile in zip(rows, mobiles[1:] + mobiles[:1], strict=True):
            row["联系电话"] = mobile

    report = await back(office, edited(await exported(office), edit))
    assert {one.kind for one in report.refused} == {"masked_differs"}
    assert len(report.refused) == 3


async def test_keys_of_nobody_numbers_and_states_are_not_edited_here(office: Office) -> None:
    await with_mobiles(office)

    def edit(rows: list[Row]) -> None:
        rows[0]["会员编号"] = str(uuid4())
        rows[1]["身份证号"] = person(77)
        rows[2]["会籍状态"] = "退会"

    report = await back(office, edited(await exported(office), edit))
    assert [(one.row, one.kind) for one in report.refused] == [
        (3, "row_key_unknown"),
        (4, "id_number_differs"),
        (5, "status_not_here"),
    ]

    def spoil(rows: list[Row]) -> None:
        rows[0]["会员编号"] = "第一行"
        rows[1]["版本"] = ""
        rows[2]["会员编号"] = rows[2]["版本"] = ""

    report = await back(office, edited(await exported(office), spoil))
    assert [(one.row, one.kind) for one in report.refused] == [
        (3, "row_key_unknown"),
        (4, "missing_required"),
        (5, "masked_without_key"),
    ]

    def twice(rows: list[Row]) -> None:
        rows[2] |= rows[1]

    report = await back(office, edited(await exported(office), twice))
    assert [(one.row, one.kind) for one in report.refused] == [(5, "duplicate_in_file")]


async def test_new_rows_are_new_members_and_columns_left_out_stay(office: Office) -> None:
    await with_mobiles(office)

    def edit(rows: list[Row]) -> None:
        for row in rows:
            for name in ("部门", "联系电话", "保留会籍日期", "出生日期"):
                del row[name]
        rows.append(
            {
                "姓名": "新来的",
                "身份证号": person(9),
                "入会日期": date(2026, 1, 1),
                "会籍状态": "正常",
            }
        )

    before = (await office.head()).position
    report = await back(office, edited(await exported(office), edit))
    assert (report.committed, report.notes) == (True, [])
    assert await topics_after(office, before) == ["member.registered", "import_run.committed"]


async def test_a_member_s_number_without_a_version_is_a_column_of_somebody_s_own(
    office: Office,
) -> None:
    grid = [
        ("会员编号", "姓名", "身份证号", "入会日期", "会籍状态"),
        ["A-1", "张三", person(1), "2019-07-09", "正常"],
    ]
    report = await back(office, book(grid))
    assert report.committed
    assert [(note.kind, note.column) for note in report.notes] == [("row_keys_ignored", "A")]


async def test_a_retained_member_comes_back_as_one(office: Office) -> None:
    who = await office.member(1)
    await office.do(RetainMembership(occurred_on=date(2026, 6, 30), member_id=who, cause="retired"))
    before = (await office.head()).position
    report = await back(office, await exported(office))
    assert (report.committed, report.refused, report.notes) == (True, [], [])
    assert await topics_after(office, before) == ["import_run.committed"]


async def test_what_was_erased_of_somebody_is_not_shown_and_cannot_be_edited(
    office: Office,
) -> None:
    await appoint(office)
    await office.member(1)
    gone = await left(office, 2)
    before = await exported(office)
    await erased(office, gone)
    await asyncio.sleep(TRUSTED_SECONDS)
    content = await exported(office)
    (rows,) = sheets(content).values()
    heads, data = table(rows, "会员编号")
    shown = {row[0]: row[heads.index("部门")] for row in data}
    assert shown.get(str(gone), "") == ""
    assert len(shown) + _absent(rows) == 2
    report = await back(office, content)
    assert (report.committed, report.refused, report.notes) == (True, [], [])
    report = await back(office, edited(before, lambda _: None))
    assert [one.kind for one in report.refused] == ["row_closed"]


def _absent(rows: list[list[Any]]) -> int:
    told = next(str(row[0]) for row in rows if "不在本表内" in str(row[0]))
    return int("".join(one for one in told if one.isdigit()))


async def test_a_row_whose_name_is_closed_is_counted_not_shown(office: Office) -> None:
    await office.member(1)
    asked = RosterAsked(scope=Scope(union_id=office.union_id, as_of=TODAY), union="某工会")
    rows, position = await roster_pages(office.books.ledgers, asked)
    closed = msgspec.structs.replace(rows[0], person=Person("已删除", None), profile={})
    made = roster_workbook([rows[0], closed], asked, position)
    (read,) = sheets(made.content).values()
    assert (made.people, len(table(read, "会员编号")[1]), _absent(read)) == (1, 1, 1)
