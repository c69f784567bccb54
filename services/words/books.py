"""What entries are about (摘要), where nobody wrote it: by the topic of the event, or the kind of voucher."""

from typing import Final

SUMMARIES: Final = {
    "aid_case.paid": "发放困难帮扶金",
    "aid_case.payment_returned": "帮扶金退回",
    "condolence.recorded": "慰问支出",
    "condolence.reversed": "冲销慰问支出",
    "contribution.late_fee_received": "收滞纳金",
    "contribution.received": "收拨缴经费",
    "contribution.refund_received": "收经费返还",
    "contribution.reversed": "冲销拨缴经费",
    "contribution.upward_remittance_paid": "上解经费",
    "custodial.paid": "支付代管经费",
    "custodial.received": "收代管经费",
    "custodial.reversed": "冲销代管经费",
    "dues.receipt_reversed": "冲销会费",
    "dues.received": "收会费",
    "dues.refund_reversed": "冲销会费退还",
    "dues.refunded": "退还会费",
    "federation.balances_taken_over": "接收划转余额",
    "subsidy.received": "收补助",
    "subsidy.reversed": "冲销补助",
    "union.absorbed": "并入工会转来余额",
    "union.balances_taken_over": "接收划转余额",
    "union.dissolved": "撤销移交余额",
    "union.merged": "合并移交余额",
    "union.split": "分立移交余额",
    "voucher.posted": "记账",
    "voucher.reversed": "冲销",
    "opening": "期初余额",
    "year_end": "年终结转",
}
