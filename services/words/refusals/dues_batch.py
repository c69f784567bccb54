"""Why the rules of `domain.dues_batch` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final[dict[str, Reason]] = {
    "dues_batch.already_closed": Reason("该批次已收齐结清", "请另开新的批次。"),
    "dues_batch.amount_not_positive": Reason(
        "批次金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "dues_batch.difference_without_reason": Reason(
        "申报数与实收数不一致", "请核对人数和金额；确有差异的，请选择差异原因。"
    ),
    "dues_batch.heads_out_of_range": Reason("人数须大于零", "请填写实际人数。"),
    "dues_batch.month_malformed": Reason("所属月份不符", "起止月份须一并填写，写成 2026-01。"),
    "dues_batch.months_reversed": Reason("起始月份晚于终止月份", "请核对起止月份。"),
    "dues_batch.reason_without_difference": Reason(
        "申报数与实收数一致，不需要差异原因", "请去掉差异原因。"
    ),
}
