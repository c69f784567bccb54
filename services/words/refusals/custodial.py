"""Why the rules of `domain.custodial` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "custodial.amount_not_positive": Reason(
        "金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "custodial.duties_not_separated": Reason("审批人与出纳须是不同的人", "请更换审批人或出纳。"),
    "custodial.entry_already_reversed": Reason("这笔记录已经冲销", "不需要再次冲销。"),
    "custodial.more_than_held": Reason("代管经费余额不足", "请核对日期和金额；代管经费不得透支。"),
    "custodial.no_posting_map_in_force": Reason("该日期没有生效的科目对照", "请先采用科目对照。"),
    "custodial.no_such_entry": Reason("没有这笔记录", "请核对记录的版本号。"),
    "custodial.office_not_held": Reason("签字人当日不担任相应职务", "请核对审批人、出纳的任职。"),
    "custodial.operation_not_posted": Reason(
        "科目对照中没有这项业务", "请采用含有该业务的科目对照。"
    ),
    "custodial.reversed_before_entered": Reason("冲销日期早于入账日期", "请核对冲销日期。"),
}
