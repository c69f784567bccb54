"""Ledgers of visits and pairings: L17 and L18."""

from typing import Final

from services.words.ledgers.words import LedgerWords

LEDGERS: Final = {
    "L17": LedgerWords(
        "走访(五必访)记录",
        (
            "日期",
            "对象",
            "事由类别",
            "走访人",
            "情况",
            "诉求",
            "处理结果",
            "发生—走访天数",
        ),
        ("走访人",),
    ),
    "L18": LedgerWords(
        "一帮一结对台账",
        (
            "帮扶人(职务)",
            "帮扶对象",
            "致困原因",
            "帮扶目标",
            "措施",
            "限期",
            "进展",
            "走访次数",
            "脱困情况",
        ),
        ("帮扶人", "工会主席"),
    ),
}
