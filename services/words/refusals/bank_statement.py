"""Why the rules of `domain.bank_statement` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "bank_statement.already_asserted": Reason(
        "该日期的余额已核对", "核对有误的，请先撤回，再重新核对。"
    ),
    "bank_statement.amount_out_of_range": Reason(
        "余额超出金额的范围", "请核对对账单余额和账上的金额。"
    ),
    "bank_statement.cashier_compares": Reason(
        "出纳不得核对自己保管的货币资金", "请由会计、审核人或经审委员核对。"
    ),
    "bank_statement.difference_unexplained": Reason(
        "调节后余额不符，没有写明原因", "请补列未达账项，或选明差额原因。"
    ),
    "bank_statement.item_after_statement": Reason(
        "未达账项的日期晚于对账单日期", "请核对未达账项的日期。"
    ),
    "bank_statement.no_chart_in_force": Reason(
        "该日期没有生效的科目表", "请先采用相应会计制度的科目对照。"
    ),
    "bank_statement.no_difference": Reason("调节后余额相符，不应写差额原因", "请删去差额原因。"),
    "bank_statement.no_such_assertion": Reason("没有这次核对，或已撤回", "请核对版本号。"),
    "bank_statement.not_a_money_account": Reason(
        "该科目不是货币资金科目", "请用现金、银行存款等记账科目。"
    ),
    "bank_statement.office_not_held": Reason(
        "此人在该日期不担任这项职务", "请由会计、审核人或经审委员办理。"
    ),
}
