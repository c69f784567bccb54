"""Writes a story as a county's folder of workbooks, and knows where each row came to stand."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tests.services.imports_end_to_end.county_habits import Cell, Formula, Hand, Tongue
from tests.services.imports_end_to_end.county_story import County, Person

Row = dict[str, Any]
"""Column → cell as written; `_person` tells whom the row is about."""

TITLES = (
    "{unit}",
    "2026年度台账",
    "单位：元",
    "填报单位：{unit}　　填报日期：2026.12",
    "（盖章）",
)
FOREIGN = ("籍贯", "工龄(年)", "邮箱", "微信号", "衣服尺码", "是否党员先锋岗", "血型")
SIGN_OFF = ("制表人：赵钱", "注：本表一式两份。", "经办人：孙李　审核人：周吴", "填表人(签字)：")


class Refusal(msgspec.Struct, frozen=True, order=True):
    file: str
    sheet: str
    row: int
    column: str
    kind: str


class Sheet(msgspec.Struct):
    """A sheet while it is written."""

    name: str
    grid: list[list[Cell | Formula]]
    merged: list[tuple[int, int, int, int]] = []
    hidden: bool = False


class Placed(msgspec.Struct, frozen=True):
    """Where a row about somebody stands, and in which column the ID number."""

    sheet: str
    row: int
    id_column: str
    person: Person


class Table(msgspec.Struct, kw_only=True):
    """Columns in the clerk's order, rows, and which of the columns are amounts."""

    columns: list[str]
    rows: list[Row]
    money: frozenset[str] = frozenset()
    months: bool = False


def save(path: Path, sheets: Sequence[Sheet]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name)
            for row, cells in enumerate(sheet.grid):
                for column, cell in enumerate(cells):
                    _write(page, row, column, cell, day)
            for top, left, bottom, right in sheet.merged:
                page.merge_range(top, left, bottom, right, sheet.grid[top][left])
            if sheet.hidden:
                page.hide()


def _write(page: Any, row: int, column: int, cell: Cell | Formula, day: Any) -> None:  # noqa: ANN401
    match cell:
        case None | "":
            return
        case Formula():
            page.write_formula(row, column, cell.text, None, cell.value)
        case str():
            page.write_string(row, column, cell)
        case date():
            page.write_datetime(row, column, cell, day)
        case _:
            page.write_number(row, column, cell)


class Clerk:
    """Writes the tables of one unit."""

    def __init__(self, dice: Random, tongue: Tongue, unit: str, year: int) -> None:
        self.dice = dice
        self.tongue = tongue
        self.unit = unit
        self.year = year

    def hand(self) -> Hand:
        return Hand(self.dice, self.tongue)

    def arranged(self, must: Sequence[str], may: Sequence[str]) -> list[str]:
        """The required columns and some of the others, in the usual or in another order."""
        chosen = [name for name in may if self.dice.random() < 0.6]
        columns = [*must, *chosen]
        if self.dice.random() < 0.5:
            self.dice.shuffle(columns)
        foreign = self.dice.sample(FOREIGN, self.dice.choice((0, 0, 1, 2)))
        for name in foreign:
            columns.insert(self.dice.randrange(len(columns) + 1), name)
        return (["序号"] if self.dice.random() < 0.6 else []) + columns

    def add(self, sheet: Sheet, table: Table, hand: Hand) -> list[Placed]:
        """Write titles, header, rows and footer below what the sheet already holds."""
        self._titles(sheet, len(table.columns))
        header = self._header(sheet, table, hand)
        placed = []
        department_from = len(sheet.grid)
        again = self.dice.choice((0, 0, 0, 7)) if len(table.rows) > 8 and len(header) == 1 else 0
        for number, row in enumerate(table.rows, start=1):
            if hand.maybe(0.03):
                sheet.grid.append([])
            if again and number % again == 0:
                sheet.grid.extend(list(line) for line in header)
            sheet.grid.append(self._cells(table, row, number))
            if (person := row.get("_person")) is not None:
                place = xl_col_to_name(table.columns.index("身份证号"))
                placed.append(Placed(sheet.name, len(sheet.grid), place, person))
        if not again:
            self._merge_departments(sheet, table, department_from)
        self._footer(sheet, table, department_from)
        return placed

    def _titles(self, sheet: Sheet, width: int) -> None:
        for text in self.dice.sample(TITLES, self.dice.choice((0, 1, 2, 3))):
            sheet.grid.append([text.format(unit=self.unit)])
            if width > 1 and self.dice.random() < 0.5:
                at = len(sheet.grid) - 1
                sheet.grid[at] = [sheet.grid[at][0], *[None] * (width - 1)]
                sheet.merged.append((at, 0, at, width - 1))
        if self.dice.random() < 0.3:
            sheet.grid.append([])

    def _header(self, sheet: Sheet, table: Table, hand: Hand) -> list[list[Cell | Formula]]:
        texts: list[Cell | Formula] = [
            hand.header(name, money=name in table.money) for name in table.columns
        ]
        group = [name.endswith("月") and name[:-1].isdigit() for name in table.columns]
        whole = [at for at, is_month in enumerate(group) if is_month]
        together = bool(whole) and whole == list(range(whole[0], whole[-1] + 1))
        if table.months and together and hand.maybe(0.5):
            return self._two_rows(sheet, table, texts, whole)
        sheet.grid.append(texts)
        return [texts]

    def _two_rows(
        self, sheet: Sheet, table: Table, texts: list[Cell | Formula], whole: list[int]
    ) -> list[list[Cell | Formula]]:
        """A group over the months; the other columns stand above, merged with the cell below."""
        short = self.dice.choice(("{}月", "{}", "{}月"))
        upper: list[Cell | Formula] = list(texts)
        lower: list[Cell | Formula] = [None] * len(texts)
        for at in whole:
            number = table.columns[at][:-1]
            upper[at] = None
            lower[at] = int(number) if short == "{}" else short.format(number)
        upper[whole[0]] = self.dice.choice(
            (f"{self.year}年会费实缴", "会费实缴(元)", "实缴会费", "收缴情况")
        )
        top = len(sheet.grid)
        sheet.grid += [upper, lower]
        if len(whole) > 1:
            sheet.merged.append((top, whole[0], top, whole[-1]))
        if self.dice.random() < 0.7:
            sheet.merged += [(top, at, top + 1, at) for at in range(len(texts)) if at not in whole]
        return [upper, lower]

    def _cells(self, table: Table, row: Row, number: int) -> list[Cell | Formula]:
        cells = []
        for name in table.columns:
            if name == "序号":
                cells.append(number)
            elif name in FOREIGN:
                cells.append(self.dice.choice((None, "甲", 3, "x@example.org")))
            else:
                cells.append(row.get(name))
        return cells

    def _merge_departments(self, sheet: Sheet, table: Table, begin: int) -> None:
        if "部门" not in table.columns or self.dice.random() < 0.6:
            return
        at = table.columns.index("部门")
        top = begin
        for row in range(begin + 1, len(sheet.grid) + 1):
            same = (
                row < len(sheet.grid)
                and sheet.grid[row]
                and sheet.grid[top]
                and sheet.grid[row][at] == sheet.grid[top][at]
            )
            if not same:
                if row - top > 1 and sheet.grid[top]:
                    sheet.merged.append((top, at, row - 1, at))
                top = row

    def _footer(self, sheet: Sheet, table: Table, begin: int) -> None:
        amounts = [at for at, name in enumerate(table.columns) if name in table.money]
        where = next((at for at in range(len(table.columns)) if at not in amounts), 0)
        if amounts and self.dice.random() < 0.5:
            line: list[Cell | Formula] = [None] * len(table.columns)
            line[where] = self.dice.choice(("合计", "合 计", "总计", "小计："))
            for at in amounts:
                letter = xl_col_to_name(at)
                text = f"=SUM({letter}{begin + 1}:{letter}{len(sheet.grid)})"
                line[at] = self.dice.choice((Formula(text, 12345.67), 999_999.99))
            sheet.grid.append(line)
            if self.dice.random() < 0.3:
                sheet.grid.append(["大写：壹万贰仟叁佰元整"])
        for text in self.dice.sample(SIGN_OFF, self.dice.choice((0, 0, 1, 2))):
            sheet.grid.append([text])

    def finished(self, sheets: list[Sheet]) -> list[Sheet]:
        """Add what is not data: old drafts, instructions, empty sheets."""
        if self.dice.random() < 0.25:
            old = Sheet("旧稿", [list(row) for row in sheets[0].grid], hidden=True)
            sheets.insert(self.dice.randrange(len(sheets) + 1), old)
        if self.dice.random() < 0.25:
            sheets.append(Sheet("填写说明", [["1. 身份证号为文本。"], ["2. 日期写年月日。"]]))
        if self.dice.random() < 0.25:
            sheets.append(Sheet("Sheet3", []))
        if sheets[0].hidden:
            sheets.append(sheets.pop(0))  # the first sheet is the one Excel opens
        return sheets


def unit_list(county: County, dice: Random, tongue: Tongue) -> list[Sheet]:
    """The list of units: the federation first, the others in any order."""
    clerk = Clerk(dice, tongue, county.name, county.year)
    hand = clerk.hand()
    columns = clerk.arranged(
        ("单位编码", "单位名称", "上级工会", "上级类型", "法人资格"), ("职工人数",)
    )
    rows = [{"单位编码": _code(dice, county.code), "单位名称": county.name, "法人资格": "是"}]
    others = [
        {
            "单位编码": _code(dice, unit.code),
            "单位名称": unit.name,
            "上级工会": unit.parent,
            "上级类型": tongue.word("上级类型", unit.edge),
            "法人资格": "是" if unit.legal_person else "否",
            "职工人数": len(unit.people),
        }
        for unit in county.units
    ]
    dice.shuffle(others)
    sheet = Sheet("单位名单", [])
    clerk.add(sheet, Table(columns=columns, rows=[*rows, *others]), hand)
    return [sheet]


def _code(dice: Random, code: str) -> Cell:
    plain_number = code.isdigit() and not code.startswith("0")
    return int(code) if plain_number and dice.random() < 0.5 else code


Written = tuple[list[Sheet], list[Placed]]
Writer = Callable[[], Written]
