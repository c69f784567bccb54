"""Why the rules of `domain.pairing` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "pairing.already_started": Reason("这项结对已登记", "不需要再次登记。"),
    "pairing.before_the_last_entry": Reason("日期早于上一次记录", "请核对日期。"),
    "pairing.due_before_it_begins": Reason("期限不晚于起始日期", "请核对期限。"),
    "pairing.ended_already": Reason("这项结对已结束", "请核对结对记录；需要时另行结对。"),
    "pairing.file_closed": Reason("困难职工档案已注销", "请核对档案。"),
    "pairing.no_household_file": Reason("尚未建立困难职工档案", "请先建档，再结对。"),
    "pairing.office_not_held": Reason(
        "该人员在当日不担任相应职务", "请核对帮扶人、考核人及其任职。"
    ),
    "pairing.reviewed_by_the_cadre": Reason("帮扶人不能考核自己的结对", "请由其他人考核。"),
    "pairing.unknown": Reason("没有这项结对", "请核对结对编号。"),
    "pairing.with_oneself": Reason("不能与本人家庭结对", "请更换帮扶人。"),
}
