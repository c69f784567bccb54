"""Why the rules of `domain.subsidy` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "subsidy.already_received": Reason("这笔补助已经登记", "请核对；另一笔补助请另行编号。"),
    "subsidy.already_reversed": Reason("这笔补助已经冲销", "不需要再次冲销。"),
    "subsidy.amount_not_positive": Reason(
        "金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "subsidy.fund_of_another_purpose": Reason(
        "专项资金不得记入其他资金", "请记入该项用途的资金，专款专用。"
    ),
    "subsidy.no_posting_map_in_force": Reason("该日期没有生效的科目对照", "请先采用科目对照。"),
    "subsidy.not_received": Reason("这笔补助尚未登记", "请核对补助编号。"),
    "subsidy.operation_not_posted": Reason(
        "科目对照中没有这项业务", "请采用含有该业务的科目对照。"
    ),
    "subsidy.reversed_before_received": Reason("冲销日期早于收入日期", "请核对冲销日期。"),
}
