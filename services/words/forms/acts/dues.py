"""会费: wage bases, receipts, refunds, waivers, reminders."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "declareWageBase": ActWords(
        "申报工资基数",
        "申报工资基数",
        "从所填月份起，按现行规定计算每月应缴会费。",
    ),
    "receiveDues": ActWords(
        "登记会费",
        "登记会费收款",
        "全部登记或全部不登记，登记后即记账；与名单不符的须写明差额原因。",
    ),
    "reverseDuesReceipt": ActWords(
        "冲销会费",
        "冲销会费收款",
        "用红字冲销，两条记录都保留；该月会费恢复为未缴。",
    ),
    "refundDues": ActWords(
        "登记退费",
        "退还会费",
        "登记后即记账；经办、审批须是不同的人，都不能是本人。",
    ),
    "reverseDuesRefund": ActWords(
        "冲销退费",
        "冲销会费退还",
        "用红字冲销，两条记录都保留；退费视为没有发生。",
    ),
    "waiveDues": ActWords(
        "登记免缴",
        "登记会费免缴",
        "该月会费按所填金额免缴，不再计入欠缴；须有委员会的决定。",
    ),
    "reverseDuesWaiver": ActWords(
        "冲销免缴",
        "冲销会费免缴",
        "两条记录都保留；该月会费恢复为应缴。",
    ),
    "sendDuesReminder": ActWords(
        "登记催缴",
        "登记会费催缴",
        "记下已向会员催缴，欠缴金额由系统计算；会籍不变。",
    ),
}
TITLES: Final = {
    "readDuesMonth": "当月会费收缴",
    "listArrears": "欠缴名单",
    "listDues": "会费收缴明细表",
    "listDuesMonths": "各月会费收缴情况",
    "readDuesAccount": "会员会费账户",
    "readDuesReceipt": "会费收据",
    "listDuesBatches": "会费收缴批次",
    "readDuesBatch": "会费收缴批次收据",
    "readAssessments": "会费核算说明",
}
