"""Which columns each table of the books has, how a cell of each is read, and which are required.

Texts a clerk may write instead of a name stand in `vocabulary.toml`, not here. `序号` and the
clerk's own arithmetic are known so that they are recognised, but they are not read.
"""

from typing import Literal

import msgspec

TableKind = Literal["units", "roster", "changes", "dues", "cases", "payments", "condolence"]
FileKind = Literal["units", "roster", "changes", "dues", "aid", "condolence"]
Reader = Literal["text", "name", "id", "date", "fen", "received", "count", "word", "yes_no"]

MONTHS = tuple(f"{month}月" for month in range(1, 13))
WAGE, WAGE_FIRST_HALF, WAGE_SECOND_HALF = "工资基数", "工资基数(1-6月)", "工资基数(7-12月)"
NAME, ID_NUMBER, DEPARTMENT = "姓名", "身份证号", "部门"
MEMBER_KEY, VERSION = "会员编号", "版本"
KEYS = frozenset((MEMBER_KEY, VERSION))
"""On a roster that was exported: who a row is about, and the version of what it shows."""


class Column(msgspec.Struct, frozen=True):
    """`field` is the attribute of the row; without a reader the column is not read."""

    name: str
    field: str = ""
    reader: Reader | None = None
    required: bool = False


def must(name: str, field: str, reader: Reader) -> Column:
    return Column(name, field, reader, required=True)


SERIAL = Column("序号")
PERSON = (must(NAME, "name", "name"), must(ID_NUMBER, "id_number", "id"))
WHERE = Column(DEPARTMENT, "department", "text")
NOTE = Column("备注", "note", "text")
HANDLER = Column("经办人", "handler", "text")
PHONE = Column("联系电话", "phone", "text")
MASKED = frozenset((NAME, ID_NUMBER, PHONE.name))
"""What an exported roster shows masked: left as it is, it stays what it was."""

COLUMNS: dict[TableKind, tuple[Column, ...]] = {
    "units": (
        SERIAL,
        must("单位编码", "code", "text"),
        must("单位名称", "name", "text"),
        Column("统一社会信用代码", "credit_code", "text"),
        Column("上级工会", "parent", "text"),
        Column("上级类型", "edge", "word"),
        Column("单位类别", "category", "text"),
        Column("法人资格", "legal_person", "yes_no"),
        Column("职工人数", "staff_count", "count"),
        Column("成立日期", "founded_on", "date"),
    ),
    "roster": (
        SERIAL,
        Column(MEMBER_KEY, "member_key", "text"),
        Column(VERSION, "seen_version", "count"),
        Column("会员证号", "card_number", "text"),
        PERSON[0],
        Column("性别", "sex", "text"),
        Column("民族", "ethnicity", "text"),
        Column("出生日期", "born_on", "date"),
        PERSON[1],
        Column("政治面貌", "political_status", "text"),
        Column("学历", "education", "text"),
        Column("户籍类型", "household_registration", "text"),
        Column("是否农民工", "migrant_worker", "yes_no"),
        WHERE,
        Column("用工形式", "employment", "text"),
        must("入会日期", "joined_on", "date"),
        must("会籍状态", "status", "word"),
        Column("保留会籍日期", "retained_since", "date"),
        PHONE,
        NOTE,
    ),
    "changes": (
        SERIAL,
        *PERSON,
        must("变动类型", "change", "word"),
        must("变动日期", "changed_on", "date"),
        Column("变动原因", "reason", "text"),
        Column("原/新工会", "other_union", "text"),
        Column("决定文号", "decision", "text"),
        HANDLER,
        NOTE,
    ),
    "dues": (
        SERIAL,
        *PERSON,
        WHERE,
        Column(WAGE, "wage_fen", "fen"),
        Column(WAGE_FIRST_HALF, "wage_first_half_fen", "fen"),
        Column(WAGE_SECOND_HALF, "wage_second_half_fen", "fen"),
        *(must(month, month, "received") for month in MONTHS),
        *map(Column, ("计费基数(舍尾)", "月应缴", "全年应缴", "全年实缴", "欠缴月数")),
    ),
    "cases": (
        SERIAL,
        must("档案编号", "file_number", "text"),
        *PERSON,
        Column("困难类别", "category", "word"),
        Column("致困原因", "cause", "text"),
        Column("家庭人口", "family_size", "count"),
        Column("家庭月人均收入", "income_fen", "fen"),
        must("建档日期", "filed_on", "date"),
        must("帮扶编号", "case_number", "text"),
        must("帮扶项目", "programme", "word"),
        must("资金来源", "fund_source", "word"),
        must("审批金额", "approved_fen", "fen"),
        must("审批日期", "approved_on", "date"),
        HANDLER,
        Column("审核人", "reviewer", "text"),
        Column("审批人", "approver", "text"),
    ),
    "payments": (
        SERIAL,
        must("帮扶编号", "case_number", "text"),
        *PERSON,
        Column("帮扶项目", "programme", "word"),
        Column("资金来源", "fund_source", "word"),
        must("金额", "paid_fen", "fen"),
        must("发放日期", "paid_on", "date"),
        must("发放方式", "method", "word"),
        Column("开户行", "bank", "text"),
        Column("银行卡号", "bank_card", "text"),
        PHONE,
        Column("领取人签字", "signature", "text"),
    ),
    "condolence": (
        SERIAL,
        must("慰问日期", "given_on", "date"),
        *PERSON,
        WHERE,
        must("慰问事由", "occasion", "word"),
        Column("事由佐证", "evidence", "text"),
        Column("与会员关系", "relation", "text"),
        Column("形式", "form", "text"),
        must("慰问金额", "value_fen", "fen"),
        Column("慰问人员", "visitors", "text"),
        Column("凭证号", "voucher", "text"),
        NOTE,
    ),
}

TABLES_OF: dict[FileKind, tuple[TableKind, ...]] = {
    "units": ("units",),
    "roster": ("roster",),
    "changes": ("changes",),
    "dues": ("dues",),
    "aid": ("cases", "payments"),
    "condolence": ("condolence",),
}

KNOWN_NAMES = frozenset(column.name for columns in COLUMNS.values() for column in columns)


def file_kind_of(table: TableKind) -> FileKind:
    return next(kind for kind, tables in TABLES_OF.items() if table in tables)


def required_names(table: TableKind) -> frozenset[str]:
    return frozenset(column.name for column in COLUMNS[table] if column.required)


def read_columns(table: TableKind) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS[table] if column.reader is not None)
