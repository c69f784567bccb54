"""The five workbooks of a unit, and the refusals a person with a spoilt ID number brings about."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from tests.services.imports_end_to_end.county_files import (
    Clerk,
    Placed,
    Refusal,
    Row,
    Sheet,
    Table,
    Written,
    save,
    unit_list,
)
from tests.services.imports_end_to_end.county_habits import Formula, Hand, Tongue
from tests.services.imports_end_to_end.county_story import (
    Case,
    Condolence,
    County,
    Payment,
    Person,
    Unit,
    owed_fen,
)

MONTHS = tuple(f"{month}月" for month in range(1, 13))
ARITHMETIC = ("计费基数(舍尾)", "月应缴", "全年应缴", "全年实缴", "欠缴月数")
STATUS = "会籍状态"
PERSONAL = (
    *("会员证号", "性别", "民族", "出生日期", "政治面貌", "学历", "户籍类型", "是否农民工"),
    *("部门", "用工形式", "联系电话", "备注"),
)


class WrittenCounty(msgspec.Struct, frozen=True):
    """A folder, what has to be given besides, and what must be refused."""

    folder: Path
    vocabulary: list[str]
    refused: list[Refusal]


class UnitClerk(Clerk):
    """Writes everything one unit hands in."""

    def __init__(self, dice: Random, tongue: Tongue, unit: Unit, year: int) -> None:
        super().__init__(dice, tongue, unit.name, year)
        self.of = unit

    def files(self) -> Iterator[tuple[str, Written]]:
        yield "会员花名册.xlsx", self.roster()
        yield f"会员变动_{self.year}.xlsx", self.changes()
        yield f"会费收缴明细_{self.year}.xlsx", self.dues()
        yield f"困难职工帮扶_{self.year}.xlsx", self.aid()
        yield f"慰问台账_{self.year}.xlsx", self.condolences()

    def roster(self) -> Written:
        hand = self.hand()
        columns = self.arranged(
            ("姓名", "身份证号", "入会日期", STATUS, "保留会籍日期"),
            (
                "会员证号",
                "性别",
                "民族",
                "出生日期",
                "政治面貌",
                "学历",
                "户籍类型",
                "是否农民工",
                "部门",
                "用工形式",
                "联系电话",
                "备注",
            ),
        )
        rows = [self._roster_row(person, hand) for person in self.of.people]
        rows = [_spoil(row, self.dice) for row in rows]
        if self.dice.random() < 0.2 and len(rows) > 3:
            return self._over_two_sheets(columns, rows, hand, "会员花名册")
        sheet = Sheet(self.dice.choice(("会员花名册", "Sheet1", "名册")), [])
        placed = self.add(sheet, Table(columns=columns, rows=rows), hand)
        return self.finished([sheet]), placed

    def _over_two_sheets(
        self, columns: list[str], rows: list[Row], hand: Hand, name: str
    ) -> Written:
        half = len(rows) // 2
        sheets, placed = [], []
        for place, part in enumerate((rows[:half], rows[half:]), start=1):
            sheet = Sheet(f"{name}{place}", [])
            placed += self.add(sheet, Table(columns=columns, rows=part), hand)
            sheets.append(sheet)
        return sheets, placed

    def _roster_row(self, person: Person, hand: Hand) -> Row:
        state = person.on(date(self.year, 12, 31))
        return {
            **self._who(person, hand),
            "入会日期": hand.day(person.joined_on),
            STATUS: self.tongue.word(STATUS, state),
            "保留会籍日期": hand.day(person.retained_on),
            "会员证号": f"H{self.dice.randrange(10**6):06d}",
            "性别": self.dice.choice("男女"),
            "民族": "汉族",
            "出生日期": hand.day(date(1980, 1, 1)),
            "政治面貌": "群众",
            "学历": "大专",
            "户籍类型": "非农业",
            "是否农民工": self.dice.choice("是否"),
            "用工形式": "合同制",
            "联系电话": self.dice.choice(("13800000000", 13_800_000_000)),
            "备注": self.dice.choice((None, "借调", "-")),
        }

    def _who(self, person: Person, hand: Hand) -> Row:
        return {
            "_person": person,
            "姓名": hand.name(person.name),
            "身份证号": hand.number(person.id_number),
            "部门": person.department,
        }

    def changes(self) -> Written:
        hand = self.hand()
        columns = self.arranged(
            ("姓名", "身份证号", "变动类型", "变动日期"),
            ("变动原因", "原/新工会", "决定文号", "经办人", "备注"),
        )
        rows = [
            {
                **self._who(person, hand),
                "变动类型": self.tongue.word("变动类型", change.kind),
                "变动日期": hand.day(change.on),
                "变动原因": self.dice.choice(("到龄退休", "工作调动", "", None)),
                "原/新工会": change.other_union or None,
                "决定文号": self.dice.choice(("会〔2026〕3号", "第3次委员会", None)),
                "经办人": "赵钱",
            }
            for person in self.of.people
            for change in person.changes
        ]
        self.dice.shuffle(rows)
        sheet = Sheet("会员变动", [])
        return self._single(sheet, Table(columns=columns, rows=rows), hand)

    def _single(self, sheet: Sheet, table: Table, hand: Hand) -> Written:
        placed = self.add(sheet, table, hand)
        return self.finished([sheet]), placed

    def dues(self) -> Written:
        hand = self.hand()
        people = [person for person in self.of.people if self._stands_in_dues(person)]
        same = all(_one_wage(person, self.year) for person in people)
        layout = self.dice.choice(("year", "two_sheets", "two_tables"))
        if layout == "year":
            return self._dues_of_year(people, hand, one_wage=same and hand.maybe(0.6))
        sheets = [Sheet("上半年", [])]
        placed = []
        for half, months in enumerate((MONTHS[:6], MONTHS[6:])):
            if half and layout == "two_sheets":
                sheets.append(Sheet("下半年", []))
            elif half:
                sheets[-1].grid += [[], []]
            wage = self.dice.choice(("工资基数", ("工资基数(1-6月)", "工资基数(7-12月)")[half]))
            shown = [person for person in people if self._stands_in_half(person, half)]
            placed += self.add(
                sheets[-1], self._dues_table(shown, hand, months, {wage: half}), hand
            )
        return self.finished(sheets), placed

    def _dues_of_year(self, people: list[Person], hand: Hand, *, one_wage: bool) -> Written:
        wages = {"工资基数": 0} if one_wage else {"工资基数(1-6月)": 0, "工资基数(7-12月)": 1}
        if one_wage:
            for person in people:
                known = next(
                    (w for h, w in enumerate(person.wages_fen) if self._owes(person, h)), None
                )
                person.wages_fen = (known, known)
        sheet = Sheet("会费收缴明细", [])
        return self._single(sheet, self._dues_table(people, hand, MONTHS, wages), hand)

    def _dues_table(
        self, people: list[Person], hand: Hand, months: tuple[str, ...], wages: dict[str, int]
    ) -> Table:
        columns = self.arranged(("姓名", "身份证号", *wages, *months), ("部门", *ARITHMETIC))
        if self.dice.random() < 0.7:
            columns = [name for name in columns if name not in months] + list(months)
        money = frozenset((*wages, *months, "全年实缴", "全年应缴"))
        rows = [self._dues_row(person, hand, months, wages) for person in people]
        return Table(columns=columns, rows=rows, money=money, months=True)

    def _dues_row(
        self, person: Person, hand: Hand, months: tuple[str, ...], wages: dict[str, int]
    ) -> Row:
        paid = {month: person.received_fen.get(int(month[:-1]), 0) for month in months}
        return {
            **self._who(person, hand),
            **{name: self._wage(person, half, hand) for name, half in wages.items()},
            **{
                month: hand.yuan(fen) if fen else self.tongue.nothing()
                for month, fen in paid.items()
            },
            "全年实缴": Formula("=1+1", sum(paid.values()) / 100 + 1),
            "月应缴": Formula("=1+1", 2),
            "全年应缴": 12.34,
            "欠缴月数": 3,
            "计费基数(舍尾)": "3000",
        }

    def _wage(self, person: Person, half: int, hand: Hand) -> Any:  # noqa: ANN401 # any cell
        wage_fen = person.wages_fen[half]
        if wage_fen is None or not (self._owes(person, half) or _one_wage(person, self.year)):
            return self.dice.choice((None, "-"))
        return hand.yuan(wage_fen)

    def _owes(self, person: Person, half: int) -> bool:
        months = range(1 + 6 * half, 7 + 6 * half)
        return any(person.at_end_of(self.year, month) == "active" for month in months)

    def _stands_in_half(self, person: Person, half: int) -> bool:
        months = range(1 + 6 * half, 7 + 6 * half)
        paid = any(person.received_fen.get(month) for month in months)
        return self._owes(person, half) or paid or self.dice.random() < 0.2

    def _stands_in_dues(self, person: Person) -> bool:
        owes = self._owes(person, 0) or self._owes(person, 1)
        return owes or bool(person.received_fen) or self.dice.random() < 0.3

    def aid(self) -> Written:
        hand = self.hand()
        first, second = self._cases(hand), self._payments(hand)
        sheet = Sheet("困难职工帮扶", [])
        placed = self.add(sheet, first, hand)
        if self.dice.random() < 0.5:
            other = Sheet("发放明细", [])
            placed += self.add(other, second, hand)
            return self.finished([sheet, other]), placed
        sheet.grid += [[], ["二、资金发放情况"]]
        placed += self.add(sheet, second, hand)
        return self.finished([sheet]), placed

    def _cases(self, hand: Hand) -> Table:
        columns = self.arranged(
            (
                "档案编号",
                "姓名",
                "身份证号",
                "建档日期",
                "帮扶编号",
                "帮扶项目",
                "资金来源",
                "审批金额",
                "审批日期",
            ),
            ("困难类别", "致困原因", "家庭人口", "家庭月人均收入", "经办人", "审核人", "审批人"),
        )
        rows = [self._case_row(case, hand) for case in self.of.cases]
        return Table(columns=columns, rows=rows, money=frozenset(("审批金额",)))

    def _case_row(self, case: Case, hand: Hand) -> Row:
        return {
            **self._who(case.householder, hand),
            "档案编号": case.file_number,
            "困难类别": self.tongue.word("困难类别", case.hardship),
            "致困原因": "本人大病",
            "家庭人口": self.dice.choice((3, "3", "3人")),
            "家庭月人均收入": hand.yuan(80_050),
            "建档日期": hand.day(case.filed_on),
            "帮扶编号": case.number,
            "帮扶项目": self.tongue.word("帮扶项目", case.category),
            "资金来源": self.tongue.word("资金来源", case.fund_source),
            "审批金额": hand.yuan(case.approved_fen),
            "审批日期": hand.day(case.approved_on),
            "经办人": "赵钱",
            "审核人": "孙李",
            "审批人": self.dice.choice(("周吴", "郑王", None)),
        }

    def _payments(self, hand: Hand) -> Table:
        columns = self.arranged(
            ("帮扶编号", "姓名", "身份证号", "金额", "发放日期", "发放方式"),
            ("帮扶项目", "资金来源", "开户行", "银行卡号", "联系电话", "领取人签字"),
        )
        rows = [
            self._payment_row(case, payment, hand)
            for case in self.of.cases
            for payment in case.payments
        ]
        self.dice.shuffle(rows)
        return Table(columns=columns, rows=rows, money=frozenset(("金额",)))

    def _payment_row(self, case: Case, payment: Payment, hand: Hand) -> Row:
        category = self.dice.choice((case.category, None))
        source = self.dice.choice((case.fund_source, None))
        return {
            **self._who(payment.recipient, hand),
            "帮扶编号": case.number,
            "帮扶项目": self.tongue.word("帮扶项目", category),
            "资金来源": self.tongue.word("资金来源", source),
            "金额": hand.yuan(payment.amount_fen),
            "发放日期": hand.day(payment.paid_on),
            "发放方式": self.tongue.word("发放方式", payment.method),
            "开户行": "农商行",
            "银行卡号": "6200000000000000000",
            "联系电话": 13_800_000_000,
        }

    def condolences(self) -> Written:
        hand = self.hand()
        columns = self.arranged(
            ("慰问日期", "姓名", "身份证号", "慰问事由", "慰问金额"),
            ("部门", "事由佐证", "与会员关系", "形式", "慰问人员", "凭证号", "备注"),
        )
        rows = [self._condolence_row(given, hand) for given in self.of.condolences]
        table = Table(columns=columns, rows=rows, money=frozenset(("慰问金额",)))
        return self._single(Sheet("慰问台账", []), table, hand)

    def _condolence_row(self, given: Condolence, hand: Hand) -> Row:
        return {
            **self._who(given.person, hand),
            "慰问日期": hand.day(given.given_on),
            "慰问事由": self.tongue.word("慰问事由", given.occasion),
            "慰问金额": hand.yuan(given.amount_fen),
            "事由佐证": "出院小结",
            "与会员关系": given.relation or "本人",
            "形式": self.dice.choice(("现金", "慰问品")),
            "慰问人员": "吴郑",
            "凭证号": self.dice.choice(("记-12", 12)),
        }


def write_county(county: County, dice: Random, folder: Path) -> WrittenCounty:
    """Write a county's folder. Its words are taught beside the list, beside a unit, or on the way."""
    tongue = Tongue(dice, own=dice.random() < 0.7)
    save(folder / "单位名单.xlsx", unit_list(county, dice, tongue))
    given = dice.random() < 0.3
    if not given:
        (folder / "用语.toml").write_text(
            tongue.toml(), encoding=dice.choice(("utf-8", "utf-8-sig"))
        )
    refused: list[Refusal] = []
    for unit in county.units:
        own = tongue
        if dice.random() < 0.3:
            own = Tongue(dice, own=True)
            (folder / unit.code).mkdir(exist_ok=True)
            (folder / unit.code / "用语.toml").write_text(own.toml(), encoding="utf-8")
        for name, (sheets, placed) in UnitClerk(dice, own, unit, county.year).files():
            save(folder / unit.code / name, sheets)
            refused += _refusals(f"{unit.code}/{name}", placed, name.startswith("会员花名册"))
    return WrittenCounty(folder, [tongue.toml()] if given else [], sorted(refused))


def _spoil(row: Row, dice: Random) -> Row:
    """Excel keeps fifteen digits of a number, or shows it as a power of ten."""
    if not row["_person"].spoilt:
        return row
    number = row["_person"].id_number
    broken = dice.choice((float(number[:15] + "000"), f"{number[0]}.{number[1:6]}E+17"))
    return {**row, "身份证号": broken}


def _refusals(file: str, placed: list[Placed], is_roster: bool) -> Iterator[Refusal]:  # noqa: FBT001
    kind = "id_destroyed" if is_roster else "unknown_member"
    for place in placed:
        if place.person.spoilt:
            yield Refusal(file, place.sheet, place.row, place.id_column, kind)


def _one_wage(person: Person, year: int) -> bool:
    """Whether one wage base tells what is due in both half-years."""
    halves = (range(1, 7), range(7, 13))
    dues = {
        owed_fen(person, year, month)
        for half in halves
        for month in half
        if person.at_end_of(year, month) == "active"
    }
    return len(dues) <= 1
