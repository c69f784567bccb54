"""预算和决算: the papers of a year, each passed, reviewed, approved, filed."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "draftBudget": ActWords(
        "编制预算",
        "编制年度预算",
        "编制后由工会委员会审议；批准之前可以重新编制。",
    ),
    "draftBudgetAdjustment": ActWords(
        "编制预算调整",
        "编制预算调整",
        "与预算同样的程序：委员会审议、经审会审查、批准后生效。",
    ),
    "draftFinalAccounts": ActWords(
        "编制决算",
        "编制年度决算",
        "收支数取自账簿；编制后由工会委员会审议。",
    ),
    "passPaper": ActWords(
        "委员会通过",
        "登记委员会审议通过",
        "通过后送经审会审查。",
    ),
    "reviewPaper": ActWords(
        "提交审查意见",
        "经审会审查",
        "同意的可以批准；不同意的退回重新编制。",
    ),
    "approvePaper": ActWords(
        "批准",
        "批准预算（决算）",
        "批准后生效：支出按预算控制；下一步报上级工会备案。",
    ),
    "abandonPaper": ActWords(
        "撤回草案",
        "撤回预算（决算）草案",
        "草案作废，需要的重新编制；已批准的不受影响。",
    ),
    "filePaper": ActWords(
        "登记备案",
        "报上级工会备案",
        "记下上级工会的备案号。",
    ),
    "reportExecution": ActWords(
        "报告执行情况",
        "预算执行情况报告",
        "收支数取自账簿，截至所填月份。",
    ),
    "discloseFinalAccounts": ActWords(
        "登记决算公开",
        "公开决算",
        "记下已向会员公开的日期和地点。",
    ),
}
TITLES: Final = {
    "listBudgets": "预算和决算",
    "readBudget": "预算执行情况",
    "listBudgetCharges": "预算占用明细",
}
