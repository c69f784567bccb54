"""Why the rules of `domain.dues` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "dues.already_reversed": Reason("该笔已冲销", "不需要再次冲销。"),
    "dues.amount_not_positive": Reason(
        "会费金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "dues.batch_closed": Reason("该批次已结清", "请改用新的批次，或不填批次。"),
    "dues.decision_no_missing": Reason("没有填写决定文号", "请填写委员会决定的文号或会议。"),
    "dues.member_unknown": Reason("账内没有这位会员", "请先登记会员。"),
    "dues.month_malformed": Reason("会费所属月份不符", "请写成 2026-01。"),
    "dues.month_not_begun": Reason("催缴的月份还没有开始", "请核对截止月份。"),
    "dues.no_policy_in_force": Reason("该月没有生效的会费规定", "请先采用会费规定。"),
    "dues.no_posting_map_in_force": Reason("该日期没有生效的科目对照", "请先采用相应的科目对照。"),
    "dues.no_such_receipt": Reason("没有这笔会费收入", "请核对收入记录的版本号。"),
    "dues.no_such_refund": Reason("没有这笔退费", "请核对退费记录的版本号。"),
    "dues.no_such_waiver": Reason("没有这笔免交", "请核对免交记录的版本号。"),
    "dues.not_member_in_month": Reason("该月不是会员", "请核对会费所属月份和会籍变动。"),
    "dues.nothing_in_arrears": Reason("截至该月没有欠缴", "不需要催缴。"),
    "dues.office_not_held": Reason(
        "该人当日没有担任规定的职务", "请由担任该职务的人经办、批准，或先登记其职务。"
    ),
    "dues.operation_not_posted": Reason(
        "科目对照中没有会费收入业务", "请采用含有该业务的科目对照。"
    ),
    "dues.reason_not_exempt": Reason("该原因不在免交规定之内", "请核对本会采用的免交规定。"),
    "dues.receipt_already_reversed": Reason("这笔会费收入已冲销", "不需要再次冲销。"),
    "dues.receipt_refunded": Reason("这笔会费收入已退费", "请先冲销退费，再冲销收入。"),
    "dues.refund_over_received": Reason("退费超过该月实收", "请核对该月实收金额。"),
    "dues.refunded_before_received": Reason("退费日期早于收入日期", "请核对退费日期。"),
    "dues.reversed_before_entered": Reason("冲销日期早于登记日期", "请核对冲销日期。"),
    "dues.reversed_before_received": Reason("冲销日期早于收入日期", "请核对冲销日期。"),
    "dues.signers_not_different": Reason("经办人、批准人和会员须是不同的人", "请由另一人办理。"),
    "dues.wage_out_of_range": Reason("工资基数超出范围", "请填写以分为单位的非负整数。"),
    "dues.waived_over_due": Reason("免交金额超过该月应缴", "请核对该月应缴和已免金额。"),
    "dues.no_such_wage_base": Reason("没有这条工资基数", "它可能已被冲销，请刷新后再试。"),
}
