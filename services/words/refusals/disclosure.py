"""Why the rules of `domain.disclosure` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "disclosure.already_published": Reason("这次公开已登记", "不需要再次登记。"),
    "disclosure.before_the_last_entry": Reason("日期早于上一次记录", "请核对日期。"),
    "disclosure.columns_missing": Reason("没有写明公开了哪些项目", "请列出名单的栏目。"),
    "disclosure.ended_already": Reason("这次公开已结束", "请核对公开记录。"),
    "disclosure.ends_before_it_begins": Reason("结束日期早于公开日期", "请核对日期。"),
    "disclosure.engagement_unknown": Reason("没有这个审计项目", "请核对审计项目编号。"),
    "disclosure.finding_unknown": Reason("没有所列的审计问题", "请核对问题编号。"),
    "disclosure.no_policy_in_force": Reason(
        "当日没有生效的公开项目规定", "请先采用审计和公开的规定。"
    ),
    "disclosure.office_not_held": Reason("该人员在当日不担任职务", "请核对经办人及其任职。"),
    "disclosure.period_ends_before_it_begins": Reason("期间的末日早于首日", "请核对期间。"),
    "disclosure.period_missing": Reason("没有写明公开的账属于哪个期间", "请填写期间的首日和末日。"),
    "disclosure.statement_unknown": Reason("没有所列的打印件", "请核对打印件的校验码。"),
    "disclosure.tells_too_much": Reason(
        "公开的项目超出必要",
        "名单只公开姓名、单位、类别、金额；不公开证件号、卡号、病情、未成年人信息。",
    ),
    "disclosure.unknown": Reason("没有这次公开", "请核对公开编号。"),
}
