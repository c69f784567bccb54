"""账簿: bank statements, closing of months and years, statements, printed ledgers."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "assertBalance": ActWords(
        "登记对账",
        "银行对账",
        "与账面余额核对；有差额的须列明未达账项或写明原因。",
    ),
    "withdrawAssertion": ActWords(
        "撤回对账",
        "撤回银行对账",
        "登记有误才撤回，记录保留；该日可以重新对账。",
    ),
    "closePeriod": ActWords(
        "结账",
        "月末结账",
        "结账后这个月及以前不能再记账；要改须由另一人批准反结账。",
    ),
    "reopenPeriod": ActWords(
        "反结账",
        "反结账",
        "从这个月起的各月重新打开，可以记账；申请人和批准人须是不同的人。",
    ),
    "lockYear": ActWords(
        "年度锁账",
        "年度锁账",
        "全年各月永久锁定，再也不能反结账；请先核对年报。",
    ),
    "draftYearEndTransfer": ActWords(
        "编制年终结转",
        "年终结转",
        "按账面生成结转凭证草稿；还须审核、审批、记账。",
    ),
    "issueStatement": ActWords(
        "打印并登记",
        "打印台账",
        "给出打印件编码和二维码，以后可以查验；同一内容再次打印仍是同一编码。",
    ),
}
TITLES: Final = {
    "listBankStatements": "银行对账记录",
    "listPeriods": "会计月份",
    "readChecklist": "结账检查",
    "listStatements": "打印件登记",
    "checkStatementCode": "查验打印件编码",
    "readStatement": "打印件",
    "listAccounts": "科目表",
    "readTrialBalance": "科目余额表",
    "listFundBalances": "资金余额表",
    "listEntries": "日记账和明细账",
    "readBalanceSheet": "资产负债表",
    "readIncomeStatement": "收入支出表",
    "printLedger": "台账",
    "compareLedger": "台账差异",
}
