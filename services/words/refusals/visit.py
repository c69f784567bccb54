"""Why the rules of `domain.visit` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "visit.already_recorded": Reason("这次走访已登记", "不需要再次登记。"),
    "visit.already_reversed": Reason("这次走访已冲销", "请核对走访记录。"),
    "visit.before_the_visit": Reason("日期早于走访日期", "请核对日期。"),
    "visit.dates_out_of_order": Reason("发生、报告、走访的日期先后不对", "请核对三个日期。"),
    "visit.member_unknown": Reason("账内没有这位会员", "请先登记会员。"),
    "visit.no_policy_in_force": Reason(
        "该日期没有生效的走访规定", "请先采用本会的走访（五必访）规定。"
    ),
    "visit.nobody_visited": Reason("没有填写走访人", "请填写走访人。"),
    "visit.occasion_unknown": Reason("走访事由不在规定之内", "请按本会的走访规定选择事由。"),
    "visit.of_oneself": Reason("走访人重复，或为被走访人本人", "请核对走访人。"),
    "visit.office_not_held": Reason("该人员在当日不担任职务", "请核对走访人及其任职。"),
    "visit.unknown": Reason("没有这次走访", "请核对走访编号。"),
}
