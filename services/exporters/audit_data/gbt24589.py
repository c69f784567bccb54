"""Profile A: the tables of GB/T 24589.2, as far as they are known, from a year's books."""

from collections.abc import Iterable, Iterator

from domain.period import first_day, last_day
from services.exporters.audit_data.cells import (
    Row,
    Table,
    level_of,
    table,
    when,
    who,
    word_of,
)
from services.exporters.audit_data.hands import LOGIN
from services.exporters.audit_data.journal import Entry
from services.exporters.audit_data.year_books import Movement, YearBooks
from services.exporters.ledgers.table import Amount
from services.words.audit_data import codes
from services.words.audit_data.gbt24589 import TABLES
from services.words.ledgers.books import CREDIT, DEBIT, EARNINGS_TOTALS, EVEN, SHEET_TOTALS

_CURRENCY_CODE, _CURRENCY_NAME = codes.CURRENCY
_FUND_CODE, _FUND_NAME = codes.FUND


def gbt_tables(books: YearBooks, software_version: str) -> list[Table]:
    """Return every table of the profile, in the order of its declaration."""
    rows: dict[str, Iterable[Row]] = {
        "电子账簿": [_book(books, software_version)],
        "会计期间": _periods(books),
        "记账凭证类型": (
            {"记账凭证类型编号": code, "记账凭证类型名称": name, "记账凭证类型简称": code}
            for code, name in codes.ENTRY_KINDS.values()
        ),
        "币种": [{"币种编码": _CURRENCY_CODE, "币种名称": _CURRENCY_NAME}],
        "部门档案": (
            {
                "部门编码": branch.branch_id,
                "部门名称": branch.name,
                "上级部门编码": branch.parent_branch_id,
            }
            for branch in books.branches
        ),
        "员工档案": (
            {
                "员工编码": term.officer_id,
                "员工姓名": books.officer_names.get(term.officer_id),
                "员工职务": word_of(term.office),
                "入职日期": term.since,
                "离职日期": term.until,
            }
            for term in books.terms
        ),
        "操作人员": ({"操作人员编号": user} for user in books.users if user.startswith(LOGIN)),
        "自定义档案项": [{"档案编码": _FUND_CODE, "档案名称": _FUND_NAME}],
        "自定义档案值": (
            {"档案编码": _FUND_CODE, "档案值编码": fund, "档案值名称": word_of(fund)}
            for fund in books.funds
        ),
        "会计科目": _accounts(books),
        "科目辅助核算": (
            {"科目编号": account, "档案编码": _FUND_CODE}
            for account in sorted({movement.account for movement in books.movements})
        ),
        "科目余额及发生额": (_movement(books, movement) for movement in books.movements),
        "期初余额录入": (row for entry in books.openings for row in _opening(entry)),
        "记账凭证": (row for entry in books.entries for row in _voucher(books, entry)),
        "报表集": (
            {
                "报表编号": code,
                "报表名称": name,
                "报表报告日": last_day(f"{books.year}-12"),
                "报表报告期": str(books.year),
                "编制单位": _name(books),
                "货币单位": codes.UNIT,
            }
            for code, (name, _) in codes.STATEMENTS.items()
        ),
        "报表项数据": _figures(books),
    }
    return [table(words, rows[words.name]) for words in TABLES]


def _name(books: YearBooks) -> str:
    return "" if books.union is None else books.union.name


def _book(books: YearBooks, software_version: str) -> Row:
    return {
        "电子账簿编号": books.union_id,
        "电子账簿名称": _name(books),
        "会计核算单位": _name(books),
        "组织机构代码": None if books.union is None else books.union.credit_code,
        "单位性质": codes.ENTITY_KIND,
        "开发单位": codes.SOFTWARE,
        "版本号": software_version,
        "本位币": _CURRENCY_CODE,
        "会计年度": books.year,
        "会计制度版本": None if books.chart is None else books.chart.standard_version,
        "标准版本号": codes.SCHEMA_VERSION,
        "事件位点": books.position,
        "链哈希": books.hash,
        "记录时间": books.recorded_at,
    }


def _periods(books: YearBooks) -> Iterator[Row]:
    for period in books.periods:
        yield {
            "会计年度": books.year,
            "会计期间号": period.period,
            "会计期间起始日期": first_day(period.period),
            "会计期间结束日期": last_day(period.period),
            "结账标志": period.closed,
        }


def _accounts(books: YearBooks) -> Iterator[Row]:
    for account in books.accounts:
        yield {
            "科目编号": account.code,
            "科目名称": account.name,
            "科目级次": level_of(books.chart, account),
            "科目类型": codes.ACCOUNT_KINDS[account.kind],
            "余额方向": codes.SIDES[account.side],
            "上级科目编号": account.parent,
        }


def _movement(books: YearBooks, moved: Movement) -> Row:
    return {
        "科目编号": moved.account,
        "辅助项编号": moved.fund,
        "会计年度": books.year,
        "会计期间号": moved.period,
        "币种编码": _CURRENCY_CODE,
        "期初余额方向": _side(moved.before_fen),
        "期初余额": Amount(abs(moved.before_fen)),
        "借方发生额": Amount(moved.debit_fen),
        "贷方发生额": Amount(moved.credit_fen),
        "期末余额方向": _side(moved.after_fen),
        "期末余额": Amount(abs(moved.after_fen)),
    }


def _side(fen: int) -> str:
    return DEBIT if fen > 0 else CREDIT if fen < 0 else EVEN


def _opening(entry: Entry) -> Iterator[Row]:
    for line in entry.lines:
        yield {
            "记账凭证日期": entry.occurred_on,
            "记账凭证编号": entry.voucher_no,
            "科目编号": line.account,
            "辅助项编号": line.fund,
            "借方金额": Amount(line.debit_fen),
            "贷方金额": Amount(line.credit_fen),
            "制单人": who(entry.hands, "entered"),
            "审批人": who(entry.hands, "approved"),
            "记账人": who(entry.hands, "posted"),
        }


def _voucher(books: YearBooks, entry: Entry) -> Iterator[Row]:
    hands = entry.hands
    for number, line in enumerate(entry.lines, start=1):
        yield {
            "记账凭证日期": entry.occurred_on,
            "会计年度": books.year,
            "会计期间号": entry.period,
            "记账凭证类型编号": codes.ENTRY_KINDS[entry.kind][0],
            "记账凭证编号": entry.voucher_no,
            "记账凭证行号": number,
            "记账凭证摘要": entry.summary,
            "科目编号": line.account,
            "辅助项编号": line.fund,
            "币种编码": _CURRENCY_CODE,
            "借方金额": Amount(line.debit_fen),
            "贷方金额": Amount(line.credit_fen),
            "结算方式": word_of(entry.method),
            "票据号": entry.reference,
            "附件数": entry.attachments,
            "制单人": who(hands, "entered"),
            "制单时间": when(hands, "entered"),
            "审核人": who(hands, "reviewed"),
            "审核时间": when(hands, "reviewed"),
            "审批人": who(hands, "approved"),
            "审批时间": when(hands, "approved"),
            "记账人": who(hands, "posted"),
            "记账时间": when(hands, "posted"),
            "记账标志": 1,
            "作废标志": 0,
            "冲销标志": entry.reversal,
            "被冲销凭证": entry.reverses,
            "来源": entry.topic,
            "事件位点": entry.position,
        }


def _figures(books: YearBooks) -> Iterator[Row]:
    for number, row in enumerate(books.sheet, start=1):
        name = row.name if row.account is not None else SHEET_TOTALS[row.group]
        yield _figure("01", number, name, row.account, (row.year_start_fen, row.end_fen))
    for number, earned in enumerate(books.earnings, start=1):
        name = earned.name if earned.account is not None else EARNINGS_TOTALS[earned.group]
        yield _figure("02", number, name, earned.account, (earned.period_fen, earned.year_fen))


def _figure(
    statement: str, number: int, name: str | None, account: str | None, figures: tuple[int, int]
) -> Row:
    first, second = figures
    return {
        "报表编号": statement,
        "报表项编号": number,
        "报表项名称": name,
        "科目编号": account,
        "报表项说明": codes.STATEMENTS[statement][1],
        "报表项数值": Amount(first),
        "报表项数值二": Amount(second),
    }
