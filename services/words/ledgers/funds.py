"""Ledgers of the employer's contribution: L6."""

from typing import Final

from services.words.ledgers.words import LedgerWords

LEDGERS: Final = {
    "L6": LedgerWords(
        "工会经费拨缴台账",
        (
            "所属月份",
            "职工人数",
            "工资总额",
            "应拨(2%)",
            "实拨",
            "欠拨",
            "到账日期",
            "收据号",
            "留成",
            "应上解",
            "实上解",
            "返还",
            "滞纳金",
        ),
        ("会计", "工会主席"),
    ),
}
