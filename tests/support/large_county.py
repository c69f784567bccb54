"""A county with one very large unit, for trying how pages and searches feel; its people do not exist.

`make` fills a migrated database by the way every clerk takes: two workbooks, a roster and a year of dues for the
first of it. `large_county` does so once for a module of tests.
"""

import asyncio
import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec
import pytest
import xlsxwriter
from stdnum.cn.ric import calc_check_digit

from domain.actor import Actor
from services.commands.founding import Founder, NewUnit
from services.importers.file_import import FileImporter, Import
from services.importers.vocabulary import merge
from services.settings import Settings
from services.wiring import Wired, wired
from tests.support.database import Database, Server, create_database, drop_database

MEMBERS: Final = 20_000
PAYING: Final = 2_000
YEAR: Final = 2026
ACTOR: Final = Actor(actor_id="large_county", role="operator")

_FOUNDED_ON: Final = date(YEAR, 1, 1)
_TODAY: Final = date(YEAR, 11, 21)
_SURNAMES: Final = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈",
    *("欧阳", "司马", "单", "仇", "解"),
)
_GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英文玉兰建华红波辉鹏飞玲梅晨雪宇浩欣怡梓涵国庆海"
)
_ROSTER: Final = (
    *("序号", "会员证号", "姓名", "性别", "身份证号", "是否农民工", "部门", "用工形式"),
    *("入会日期", "会籍状态", "联系电话"),
)
_MONTHS: Final = tuple(f"{month}月" for month in range(1, 13))
_DUES: Final = ("序号", "姓名", "身份证号", "部门", "工资基数", *_MONTHS)
_WAGE: Final = "5230.00"
_DUE: Final = "26.15"
_DEPARTMENTS: Final = 40


class LargeCounty(msgspec.Struct, frozen=True, kw_only=True):
    """Where it stands. The first `paying` members have paid eleven months of the year, every tenth of them ten."""

    settings: Settings
    federation_id: UUID
    union_id: UUID
    members: int
    paying: int


async def make(
    settings: Settings, *, members: int = MEMBERS, paying: int = PAYING, code: str = "DX"
) -> LargeCounty:
    """Fill a migrated database with the county, and return where it stands."""
    async with wired(settings) as books:
        await books.builds.create_first()
        federation_id, union_id = await _founded(books, code, members)
        people = [_person(serial) for serial in range(members)]
        await _taken(books, union_id, "会员花名册.xlsx", _roster(people))
        if paying:
            await _taken(books, union_id, f"会费收缴明细_{YEAR}.xlsx", _dues(people[:paying]))
    return LargeCounty(
        settings=settings,
        federation_id=federation_id,
        union_id=union_id,
        members=members,
        paying=paying,
    )


@pytest.fixture(scope="module")
def large_county(server: Server) -> Iterator[LargeCounty]:
    """The whole of it, in a database of its own, made once for a module; it takes most of a minute."""
    database = asyncio.run(create_database(server))
    try:
        yield asyncio.run(make(database.settings))
    finally:
        asyncio.run(_dropped(server, database))


async def _dropped(server: Server, database: Database) -> None:
    await drop_database(server, database)


async def _founded(books: Wired, code: str, members: int) -> tuple[UUID, UUID]:
    founder = Founder(books.desk)
    federation_id = await founder.found_federation(
        code, "大型县总工会", None, actor=ACTOR, today=_FOUNDED_ON
    )
    unit = NewUnit(
        code=f"{code}001",
        name="大型企业工会委员会",
        parent_id=federation_id,
        edge="industrial",
        legal_person=False,
        credit_code=None,
        employer_kind="企业",
        employee_count=members,
        founded_on=None,
    )
    union_id = await founder.found_unit(federation_id, unit, actor=ACTOR, today=_FOUNDED_ON)
    return federation_id, union_id


async def _taken(books: Wired, union_id: UUID, name: str, content: bytes) -> None:
    """Import a workbook whole; whatever it refuses is a fault of this module."""
    report = await FileImporter(books.desk, books.vault).run(
        Import(
            union_id=union_id,
            name=name,
            content=content,
            actor=ACTOR,
            today=_TODAY,
            vocabulary=merge([]),
        )
    )
    if not report.committed or report.refused:
        raise AssertionError(f"{name}: {report.refused[:3]}")


class _Person(msgspec.Struct, frozen=True):
    serial: int
    name: str
    id_number: str
    department: str
    joined_on: date


def _person(serial: int) -> _Person:
    """Somebody who is nobody: the area code was never issued."""
    born_on = date(1960, 1, 1) + timedelta(days=serial % 14_000)
    stem = f"990101{born_on:%Y%m%d}{serial // 14_000:03d}"
    surname = _SURNAMES[serial % len(_SURNAMES)]
    first, second = divmod(serial // len(_SURNAMES), len(_GIVEN))
    given = _GIVEN[second] + (_GIVEN[first % len(_GIVEN)] if serial % 3 else "")
    return _Person(
        serial=serial,
        name=surname + given,
        id_number=stem + str(calc_check_digit(f"{stem}0")),
        department=f"第{serial % _DEPARTMENTS + 1}车间",
        joined_on=date(2008, 1, 1) + timedelta(days=serial % 6_000),
    )


def _roster(people: Sequence[_Person]) -> bytes:
    return _workbook(
        _ROSTER,
        [
            [
                one.serial + 1,
                f"99001{one.serial:05d}",
                one.name,
                "女" if one.serial % 2 else "男",
                one.id_number,
                "是" if one.serial % 5 == 0 else "否",
                one.department,
                "在编(正式)",
                f"{one.joined_on}",
                "正常",
                f"199{one.serial:08d}",
            ]
            for one in people
        ],
    )


def _dues(people: Sequence[_Person]) -> bytes:
    return _workbook(
        _DUES,
        [
            [
                one.serial + 1,
                one.name,
                one.id_number,
                one.department,
                _WAGE,
                *(_paid(one.serial, month) for month in range(1, 13)),
            ]
            for one in people
        ],
    )


def _paid(serial: int, month: int) -> str:
    """Nothing for a month that is not over; every tenth member left October out."""
    is_over = month < _TODAY.month + 1
    return _DUE if is_over and not (serial % 10 == 0 and month == _TODAY.month - 1) else "0"


def _workbook(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("明细")
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, str(cell))
    return made.getvalue()
