"""Why the rules of `domain.engagement` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "engagement.access_ended": Reason(
        "查阅授权已到期、已收回或审计项目已结项", "请与组织审计的经审会联系，需要时另行授权。"
    ),
    "engagement.access_ends_before_it_begins": Reason("查阅截止日早于当日", "请核对截止日期。"),
    "engagement.access_id_taken": Reason(
        "该授权编号已使用", "请换用新的 Idempotency-Key 重新授权。"
    ),
    "engagement.access_revoked_already": Reason("该授权已收回", "不需要再次收回。"),
    "engagement.access_too_long": Reason(
        "授权期限超过审计项目的查阅截止日", "请缩短期限，或先调整审计方案。"
    ),
    "engagement.already_opened": Reason("该审计项目已立项", "不需要再次立项。"),
    "engagement.bands_not_ascending": Reason("分层界限须从小到大、互不相同", "请核对分层界限。"),
    "engagement.before_the_last_entry": Reason("日期早于上一次记录", "请核对日期。"),
    "engagement.closed_already": Reason("该审计项目已结项", "需要时另行立项。"),
    "engagement.commission_missing": Reason(
        "经济责任审计、专项审计和外部审计须有书面委托", "请填写委托书或合同的文号。"
    ),
    "engagement.counts_out_of_range": Reason("核验的数量或位置不符", "请按核验结果填写。"),
    "engagement.days_not_open": Reason(
        "所查日期超出审计项目的账目期间", "请在账目期间内查询，或先调整审计方案。"
    ),
    "engagement.figures_out_of_range": Reason("报告金额超出范围", "请核对收入、支出和结余。"),
    "engagement.finding_unknown": Reason("报告引用了没有登记的问题", "请先登记审计发现的问题。"),
    "engagement.no_such_access": Reason("没有这项查阅授权", "请核对授权编号。"),
    "engagement.no_topics": Reason("没有选定审计事项", "请至少选定一个事项。"),
    "engagement.not_independent": Reason(
        "该人员兼管本会会计、出纳或审批", "审计须独立：请由不经管账务和审批的经审人员签署。"
    ),
    "engagement.office_not_held": Reason(
        "该人员在当日不担任经审会相应职务", "请核对经审会主任、委员及其任职。"
    ),
    "engagement.ordered_by_another": Reason(
        "该审计项目由另一级经审会组织", "请由组织审计的经审会办理。"
    ),
    "engagement.outside_the_scope": Reason(
        "超出审计项目的范围", "请核对期间和事项，或先调整审计方案。"
    ),
    "engagement.period_malformed": Reason("账目起日晚于止日", "请核对账目期间。"),
    "engagement.plan_not_changed": Reason("审计方案没有变化", "请核对调整的内容。"),
    "engagement.population_empty": Reason("所选期间和事项内没有可抽取的业务", "请调整期间或事项。"),
    "engagement.population_malformed": Reason(
        "抽样总体不符", "请与管理员联系，并提供 request_id。"
    ),
    "engagement.report_missing": Reason("尚未出具审计报告", "请先出具报告；终止审计请注明。"),
    "engagement.report_no_missing": Reason("没有报告文号", "请填写报告文号。"),
    "engagement.report_no_used": Reason("该报告文号已使用", "更正报告请用新的文号。"),
    "engagement.reported_already": Reason("已出具审计报告", "请按已报告结项。"),
    "engagement.sample_size_out_of_range": Reason(
        "样本量超出范围", "样本量不少于1，不超过总体，也不超过1000。"
    ),
    "engagement.sample_smaller_than_strata": Reason(
        "样本量少于层数", "每层至少抽取一笔，请加大样本量。"
    ),
    "engagement.seed_malformed": Reason(
        "随机种子不符", "请用公开的检查点根、短码或日期，8 至 128 个字母、数字和 +/=:._-。"
    ),
    "engagement.topic_not_open": Reason("该事项不在审计项目的范围内", "请先调整审计方案。"),
    "engagement.unknown": Reason("没有这个审计项目", "请核对审计项目编号。"),
}
