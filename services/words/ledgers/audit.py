"""The register of the audit committee: L32; and what findings are called."""

from typing import Final

from services.words.ledgers.words import LedgerWords

LEDGERS: Final = {
    "L32": LedgerWords(
        "经审台账",
        (
            "年度",
            "审查对象",
            "方式",
            "发现问题",
            "依据",
            "金额",
            "整改要求",
            "期限",
            "整改结果",
            "公开日期",
        ),
        ("经审主任", "委员"),
    ),
}
FINDING_KINDS: Final = {
    "duplicate_payment": "重复发放",
    "paid_to_ineligible": "向已去世、已退会或已转出人员发放",
    "approval_missing": "未经审批先支付，或审批与经办、领款不分离",
    "split_payments": "化整为零，规避审批限额",
    "cash_or_wrong_account": "专项资金以现金发放，或户名不符",
    "benefit_exceeded": "慰问超标准、超范围",
    "dues_short": "会费未足额收缴",
    "contribution_short": "经费未按比例足额拨缴、上解",
    "budget_exceeded": "无预算、超预算支出，或年末突击花钱",
    "procedure_skipped": "未建档先帮扶，未公示或公示天数不足",
    "earmarked_misused": "专款未专用，或资金滞留",
    "employer_cost": "应由行政列支的费用在工会列支",
    "voucher_incomplete": "凭证附件缺失、白条入账或跳号",
    "funds_mixed": "与单位账户混用、出借账户",
    "asset_unrecorded": "固定资产未登记，账实不符",
    "prizes_exceeded": "活动奖励面、奖金超标准",
    "balance_stale": "往来款项长期挂账",
    "benefit_without_dues": "享受福利但不缴会费",
    "concentration": "发放对象异常集中",
    "rectification_late": "整改未按期完成",
    "chain_broken": "事件链不连续，或被改写",
    "other": "其他问题",
}
REQUIREMENTS: Final = {
    "recover_money": "追回资金",
    "correct_books": "调整账务",
    "complete_papers": "补齐资料",
    "repeat_procedure": "补办程序",
    "mend_rules": "完善制度",
    "hold_to_account": "追究责任",
    "other": "其他",
}
MEASURES: Final = {
    "money_recovered": "已追回资金",
    "books_corrected": "已调整账务",
    "papers_completed": "已补齐资料",
    "procedure_repeated": "已补办程序",
    "rules_mended": "已完善制度",
    "held_to_account": "已追究责任",
    "explained": "已作说明",
}
STAGES: Final = {
    "raised": "待提出整改要求",
    "required": "整改中",
    "submitted": "待复核",
    "returned": "复核退回，重新整改",
    "accepted": "复核通过，待销号",
    "closed": "已销号",
    "withdrawn": "已撤回",
}
ENGAGEMENTS: Final = {
    "review": "审查",
    "budget_execution_audit": "预算执行审计",
    "final_account_audit": "决算审计",
    "accountability_audit": "经济责任审计",
    "special_audit": "专项审计调查",
    "external_audit": "外部审计",
}
OPINIONS: Final = {
    "sound": "账务处理规范，收支真实、合规",
    "sound_but_for_findings": "除所列问题外，收支基本真实、合规",
    "serious_findings": "存在严重问题，须认真整改",
    "no_opinion": "因资料不足，不发表意见",
}
OVERDUE: Final = "已逾期"
LATE: Final = "逾期报告"
RECOVERED: Final = "收回 {yuan} 元"
NO_ENGAGEMENT: Final = "日常监督"
NOTHING_FOUND: Final = "未发现问题"
SPAN: Final = "{since} 至 {until}"
