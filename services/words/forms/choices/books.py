"""Codes of vouchers, bank statements, budgets and periods."""

from typing import Final

_VOUCHERS: Final = {
    "expense": "付款凭证",
    "income": "收款凭证",
    "transfer": "划转凭证（银行与现金之间）",
    "adjustment": "转账凭证（不动货币资金）",
    "opening": "期初余额",
    "year_end": "年终结转",
}
_VOUCHER_STEPS: Final = {
    "drafted": "制单",
    "revised": "修改",
    "submitted": "提交审核",
    "returned": "退回修改",
    "reviewed": "审核",
    "approved": "审批",
    "posted": "记账",
    "discarded": "作废",
    "reversed": "冲销",
}
_RETURNED: Final = {
    "attachments_missing": "附件不全",
    "amount_wrong": "金额有误",
    "account_wrong": "科目有误",
    "not_budgeted": "没有预算",
    "not_allowed": "不属于开支范围",
    "other": "其他",
}
_DISCARDED: Final = {
    "entered_twice": "重复录入",
    "not_needed": "不再需要",
    "refused": "未获批准",
    "other": "其他",
}
_REVERSED: Final = {
    "entered_twice": "重复录入",
    "amount_wrong": "金额有误",
    "account_wrong": "科目有误",
    "fund_wrong": "资金来源有误",
    "payment_returned": "款项被退回",
    "other": "其他",
}
_OUTSTANDING: Final = {
    "received_not_at_bank": "工会已收，银行未收",
    "paid_not_at_bank": "工会已付，银行未付",
    "received_not_in_books": "银行已收，工会未收",
    "paid_not_in_books": "银行已付，工会未付",
}
_UNEXPLAINED: Final = {
    "under_inquiry": "正在查询",
    "bank_error": "银行差错",
    "books_error": "账务差错",
    "before_opening": "建账以前的差额",
    "other": "其他",
}
_TAKEN_BACK: Final = {
    "statement_wrong": "对账单有误",
    "books_changed": "账面已更正",
    "entered_twice": "重复登记",
    "other": "其他",
}
_ADJUSTED: Final = {
    "income_changed": "收入有变化",
    "task_added": "新增任务",
    "task_dropped": "取消任务",
    "grant": "收到补助",
    "other": "其他",
}
_PLACES: Final = {
    "notice_board": "公告栏",
    "assembly": "会员（代表）大会",
    "website": "网站",
    "group_chat": "工作群",
}
_CHECKS: Final = {
    "vouchers_posted": "凭证全部记账",
    "trial_balance_zero": "各项资金借贷平衡",
    "bank_reconciled": "银行存款已对账",
    "cash_counted": "库存现金已盘点",
    "dues_batches_closed": "会费批次账实相符",
    "payroll_declared": "已申报工资总额",
    "contribution_shared": "应上解经费已列负债",
    "year_end_transferred": "收支科目已年终结转",
}

CHOICES_OF: Final = {
    "Draft.kind": _VOUCHERS,
    "VoucherInWorkRow.kind": _VOUCHERS,
    "attachments_for": _VOUCHERS,
    "method": {"transfer": "银行转账", "cash": "现金", "treasury": "国库集中支付"},
    "VoucherInWorkRow.step": _VOUCHER_STEPS,
    "VoucherStepRow.step": _VOUCHER_STEPS,
    "Return.reason": _RETURNED,
    "Discard.reason": _DISCARDED,
    "Reversal.reason": _REVERSED,
    "VoucherStepRow.reason": {**_RETURNED, **_DISCARDED, **_REVERSED},
    "Item.kind": _OUTSTANDING,
    "OutstandingItem.kind": _OUTSTANDING,
    "Assertion.difference_reason": _UNEXPLAINED,
    "AssertionRow.difference_reason": _UNEXPLAINED,
    "Withdrawal.reason": _TAKEN_BACK,
    "withdrawal_reason": _TAKEN_BACK,
    "paper": {"budget": "预算", "adjustment": "预算调整", "final_accounts": "决算"},
    "PaperReview.opinion": {
        "agreed": "同意",
        "agreed_with_remarks": "同意，附意见",
        "rejected": "不同意，退回重编",
    },
    "BudgetStepRow.opinion": {
        "agreed": "同意",
        "agreed_with_remarks": "同意，附意见",
        "rejected": "不同意，退回重编",
    },
    "BudgetStepRow.reason": {**_ADJUSTED, **_PLACES},
    "step": {
        "drafted": "编制",
        "passed": "委员会通过",
        "reviewed": "经审会审查",
        "approved": "批准",
        "abandoned": "撤回草案",
        "filed": "报上级备案",
        "execution_reported": "报告执行情况",
        "disclosed": "公开",
    },
    "Adjustment.reason": _ADJUSTED,
    "Disclosure.place": _PLACES,
    "PeriodStepRow.step": {"closed": "结账", "reopened": "反结账", "locked": "年度锁账"},
    "item": _CHECKS,
    "unchecked": _CHECKS,
    "required": _CHECKS,
    "CheckedItem.required": {"yes": "必查", "no": "选查"},
    "passed": {"yes": "通过", "no": "未通过"},
    "closed": {"yes": "已结账", "no": "未结账"},
    "locked": {"yes": "已锁账", "no": "未锁账"},
    "is_closed": {"yes": "已结账", "no": "未结账"},
    "balanced": {"yes": "平衡", "no": "不平衡"},
    "planned": {"yes": "预算内", "no": "预算外"},
    "posts": {"yes": "可记账", "no": "只作汇总"},
    "group": {
        "asset": "资产",
        "liability": "负债",
        "net_assets": "净资产",
        "surplus": "收支差额",
        "income": "收入",
        "expense": "支出",
    },
    "why": {
        "history_changed": "历史记录有变",
        "projections_changed": "台账算法已更新",
        "names_unreadable": "有姓名已不能打开",
        "format_changed": "打印格式已更新",
        "ledger_gone": "已没有这种台账",
        "rows_differ": "行的内容不同",
        "document_differs": "文件不同",
    },
    "same": {"yes": "一致", "no": "不一致"},
    "matches": {"yes": "相符", "no": "不符"},
    "issued": {"yes": "有签发记录", "no": "没有签发记录"},
    "LineDifference.change": {"added": "新增", "removed": "删除", "changed": "变动"},
    "axis": {"position": "事件位点", "date": "业务日期"},
    "format": {
        "json": "网页数据（JSON）",
        "text": "报告全文",
        "csv": "表格（CSV）",
        "note": "签名原文",
        "gbt24589": "审计数据（仿 GB/T 24589.2，XML）",
        "iso21378": "审计数据（仿 ISO 21378，CSV）",
    },
    "with_": {"proof": "附证明"},
}
