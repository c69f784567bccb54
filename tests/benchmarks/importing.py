"""A large roster workbook: checked, taken onto the books and shown in every ledger."""

import io
import resource
import sys
from datetime import date, timedelta
from uuid import UUID

import xlsxwriter
from python_calamine import CalamineWorkbook
from stdnum.cn.ric import calc_check_digit

from domain.actor import Actor
from services.importers.file_import import FileImporter, Import
from services.importers.vocabulary import merge
from tests.benchmarks.dues import ACTOR
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Clock, Row, in_turns
from tests.benchmarks.unions import found_union

MEMBERS = 20_000
TIMES_READING = 10
MOST_MEMORY_MB = 512
TODAY = date(2026, 11, 21)
_HEADER = (
    *("序号", "会员证号", "姓名", "性别", "民族", "出生日期", "身份证号", "政治面貌", "学历"),
    *("户籍类型", "是否农民工", "部门", "用工形式", "入会日期", "会籍状态", "保留会籍日期"),
    *("联系电话", "备注"),
)
_SURNAMES = "王李张刘陈杨黄赵吴周"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚"


async def import_rows(ground: Ground) -> list[Row]:
    """Row 9 of the design. Runs before all others, so that the peak of memory is its own."""
    size = ground.sized(MEMBERS, MEMBERS // 5)
    content = roster(size)
    importer = FileImporter(ground.books.desk, ground.books.vault)

    async def read(_: int) -> float:
        with Clock() as clock:
            CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        return clock.seconds

    async def take(_: int) -> float:
        union_id = await found_union(ground.books)
        with Clock() as clock:
            await _import(importer, union_id, content, dry_run=True)
            await _import(importer, union_id, content, dry_run=False)
        await _check_ledgers(ground, union_id)
        return clock.seconds

    taken = await in_turns({"read": read, "take": take}, ground.rounds)
    own, child = peak_megabytes(resource.RUSAGE_SELF), peak_megabytes(resource.RUSAGE_CHILDREN)
    return [
        Row(
            name="import_20k",
            baseline=f"{TIMES_READING}× reading it with python-calamine",
            count=size,
            baseline_seconds=taken["read"] * TIMES_READING,
            our_seconds=taken["take"],
            wanted=1.0,
            note=f"{size:,} rows; peak {own} MB, child {child} MB, wanted < {MOST_MEMORY_MB} MB",
        )
    ]


async def _import(importer: FileImporter, union_id: UUID, content: bytes, *, dry_run: bool) -> None:
    report = await importer.run(
        Import(
            union_id=union_id,
            name="会员花名册.xlsx",
            content=content,
            actor=Actor(actor_id=ACTOR, role="import"),
            today=TODAY,
            vocabulary=merge([]),
            dry_run=dry_run,
        )
    )
    if report.refused or report.committed == dry_run or report.rows_accepted != report.rows_read:
        raise AssertionError(f"the import went otherwise: {report.refused[:1]}")


async def _check_ledgers(ground: Ground, union_id: UUID) -> None:
    head = await ground.books.log.head(union_id)
    if not await ground.books.runner.shows(union_id, head.position, wait_seconds=0):
        raise AssertionError("the import answered before its ledgers were current")


def peak_megabytes(whose: int) -> int:
    """Return the most memory a process, or the largest of its children, ever held."""
    peak = resource.getrusage(whose).ru_maxrss
    return peak >> 20 if sys.platform == "darwin" else peak >> 10


def roster(count: int) -> bytes:
    """Return a workbook as a clerk's program writes it, of people who do not exist."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet = workbook.add_worksheet("花名册")
        sheet.write(0, 0, "基准工会会员花名册")
        sheet.write_row(1, 0, _HEADER)
        for serial in range(count):
            for column, cell in enumerate(_member(serial)):
                if isinstance(cell, date):
                    sheet.write_datetime(serial + 2, column, cell, day)
                else:
                    sheet.write(serial + 2, column, cell)
    return made.getvalue()


def _member(serial: int) -> list[object]:
    born_on = date(1960, 1, 1) + timedelta(days=serial % 14_000)
    stem = f"990101{born_on:%Y%m%d}{serial // 14_000:03d}"
    return [
        serial + 1,
        f"33001{serial:05d}",
        _SURNAMES[serial % 10] + _GIVEN[serial // 10 % 20] + _GIVEN[serial // 200 % 20],
        "女" if serial % 2 else "男",
        "汉族",
        born_on,
        stem + str(calc_check_digit(f"{stem}0")),
        "群众",
        "大学专科",
        "非农业",
        "否",
        f"部门{serial % 40}",
        "在编(正式)",
        date(2008, 1, 1) + timedelta(days=serial % 6_000),
        "正常",
        "",
        f"199{serial:08d}",
        "",
    ]
