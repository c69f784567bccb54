"""Why the rules of `domain.finding` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "finding.accepted_already": Reason("整改已复核通过，不能撤回", "请核对问题清单。"),
    "finding.already_raised": Reason("这项问题已登记", "不需要再次登记。"),
    "finding.already_required": Reason("整改要求已提出", "需要改期时请办理延期。"),
    "finding.amount_out_of_range": Reason("金额超出范围", "请填写 0 至一百亿元之间的金额。"),
    "finding.auditor_keeps_the_books": Reason(
        "该人员是本会的会计或出纳", "经审人员与会计、出纳须分离，请由其他经审人员办理。"
    ),
    "finding.basis_missing": Reason("没有写明依据", "请填写法规、制度的名称和条款。"),
    "finding.before_the_last_entry": Reason("日期早于上一步", "请核对日期。"),
    "finding.checked_by_who_submitted": Reason("整改报告人不能复核", "请由其他经审人员复核。"),
    "finding.deadline_out_of_range": Reason(
        "期限不在规定的天数之内", "请按规定的最短、最长天数填写；延期须晚于原期限。"
    ),
    "finding.ended_already": Reason("这项问题已销号或已撤回", "请核对问题清单。"),
    "finding.engagement_unknown": Reason("没有这个审计项目", "请核对审计项目编号。"),
    "finding.no_policy_in_force": Reason("当日没有生效的审计期限规定", "请先采用审计期限规定。"),
    "finding.not_accepted": Reason("整改尚未复核通过", "请先复核，再销号。"),
    "finding.not_required": Reason("尚未提出整改要求，或已提交整改报告", "请核对问题所处的环节。"),
    "finding.nothing_shown": Reason("没有整改的证据", "请附整改材料，或指出更正的账内位置。"),
    "finding.nothing_submitted": Reason("没有待复核的整改报告", "请先由单位提交整改报告。"),
    "finding.office_not_held": Reason(
        "该人员在当日不担任相应职务", "经审事项由经审主任、委员签署，整改由本会任职人员报告。"
    ),
    "finding.period_ends_before_it_begins": Reason("期间的末日早于首日", "请核对期间。"),
    "finding.positions_not_in_the_log": Reason(
        "所指的账内位置不存在", "请从小到大填写已有的位置，不可重复。"
    ),
    "finding.raised_by_the_county": Reason("这项问题由上级提出", "请由县级工会经审会办理。"),
    "finding.unknown": Reason("没有这项问题", "请核对问题编号。"),
}
