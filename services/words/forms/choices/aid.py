"""Codes of hardship files, aid, pay lists, condolences, pairings and visits."""

from typing import Final, get_args

from domain.aid import AidCategory
from services.words.codes import CODE_WORDS

_CLASSES: Final = {"deep": "深度困难", "relative": "相对困难", "accidental": "意外致困"}
_CATEGORIES: Final = {code: CODE_WORDS[code] for code in get_args(AidCategory)} | {
    "education_aid": "子女助学（金秋助学）"
}
_NO_HARDSHIP: Final = {
    "income_above_lines": "收入高于认定标准",
    "assets_found": "核查发现其他财产",
    "objection_upheld": "公示异议成立",
    "papers_incomplete": "材料不齐",
    "withdrawn": "本人撤回申请",
    "other": "其他",
}
_FILE_CLOSED: Final = {
    "death": "去世",
    "retirement": "退休",
    "transfer": "调往外地或外单位",
    "misidentified": "认定有误",
    "ineligible": "不再符合条件",
    "exited": "脱困后注销",
}
_CHANGED: Final = {
    "family": "家庭成员",
    "income": "收入",
    "expenses": "支出",
    "address": "住址",
    "health": "健康状况",
    "other": "其他",
}
_LEFT: Final = {"lifted": "脱困", "safety_netted": "解困（纳入社会救助兜底）"}
_REVIEWED: Final = {
    "unchanged": "维持原类别",
    "to_reclassify": "建议调整类别",
    "to_exit": "建议退出",
}
_OUTCOMES: Final = {
    **_CLASSES,
    **_NO_HARDSHIP,
    **_FILE_CLOSED,
    **_CHANGED,
    **_LEFT,
    **_REVIEWED,
    "passed": "通过",
    "sent_back": "退回补正",
    "above_the_lines": "高于认定标准",
    "unfounded": "异议不成立",
    "upheld": "异议成立",
}
_STEPS: Final = {
    "opened": "建档",
    "reopened": "恢复档案",
    "applied": "申请",
    "preliminarily_reviewed": "初审",
    "home_visited": "入户核实",
    "economic_check": "经济状况核对",
    "notice_posted": "张贴公示",
    "notice_closed": "公示结束",
    "objection_raised": "提出异议",
    "objection_resolved": "答复异议",
    "approved": "审批同意",
    "reclassified": "调整类别",
    "rejected": "不予认定",
    "reviewed": "动态复核",
    "changed": "情况变更",
    "exited": "脱困退出",
    "closed": "注销档案",
    "relapsed": "返困",
}
_FILE_STAGES: Final = {
    "applied": "已申请，待初审",
    "sent_back": "已退回补正",
    "reviewed": "初审通过，待入户",
    "visited": "已入户，待经济核对",
    "checked": "已核对，待公示",
    "posted": "公示中",
    "notice_closed": "公示结束，待审批",
    "approved": "已批准，待建档",
    "rejected": "不予认定",
    "open": "在档",
    "exited": "已脱困退出",
    "closed": "已注销",
    "relapsed": "已返困",
}
_CASE_STAGES: Final = {
    "requested": "已申请，待审核",
    "not_supported": "审核不同意",
    "reviewed": "已审核，待审批",
    "approved": "已批准，待发放",
    "paid": "已发放",
    "ended": "已终止",
}
_LIST_STAGES: Final = {
    "drafted": "已编制，待审核",
    "sent_back": "已退回，待重编",
    "reviewed": "已审核，待审批",
    "approved": "已审批，待发放",
    "paid": "已发放",
    "discarded": "已作废",
}
_NOT_PAID: Final = {
    "name_differs": "户名与账号不符",
    "account_closed": "账户已销户",
    "account_unknown": "账号不存在",
    "not_collected": "未领取",
    "other": "其他",
}
_SENT_BACK: Final = {
    "amounts_wrong": "金额有误",
    "persons_wrong": "人员有误",
    "accounts_wrong": "收款账户有误",
    "papers_incomplete": "材料不齐",
    "other": "其他",
}
_NO_CONDOLENCE: Final = {
    "not_entitled": "不在慰问范围",
    "over_limit": "超过标准",
    "already_given": "已经慰问过",
    "no_proof": "没有佐证材料",
    "other": "其他",
}

CHOICES_OF: Final = {
    "hardship_class": _CLASSES,
    "category": _CATEGORIES,
    "exclusive_with": _CATEGORIES,
    "by_category": _CATEGORIES,
    "AidCasesQuery.stage": _CASE_STAGES,
    "AidCaseRow.stage": _CASE_STAGES,
    "PayableCase.stage": _CASE_STAGES,
    "AidReview.outcome": {"supported": "同意，报审批", "not_supported": "不同意"},
    "review_outcome": {"supported": "审核同意", "not_supported": "审核不同意"},
    "tier": {"unit": "本单位审批", "county": "县级工会审批"},
    "ended": {"rejected": "不予批准", "cancelled": "已撤销"},
    "AidCaseRow.warnings": {
        "over_payment_limit": "超过单次标准",
        "over_year_limit": "超过年度标准",
        "over_all_aid_limit": "超过全部帮扶的年度限额",
        "second_aid_in_year": "年内第二次同类帮扶",
        "excluded_by_other_aid": "与年内其他帮扶不能同享",
    },
    "CondolenceRow.warnings": {
        "over_limit": "超过标准",
        "already_given": "超过规定次数",
        "form_not_allowed": "形式不符合规定",
        "not_entitled": "不在慰问范围",
        "duplicate_key_missing": "没有写明疾病或亲属",
        "no_hardship_file": "没有困难档案",
    },
    "applied_by": {"person": "本人申请", "union": "工会代为申请"},
    "ApplicationReview.outcome": {"passed": "初审通过", "sent_back": "退回补正材料"},
    "Notice.place": {"unit": "所在单位", "residents_committee": "居（村）委会"},
    "ObjectionAnswer.outcome": {"unfounded": "异议不成立", "upheld": "异议成立"},
    "FileReview.kind": {
        "yearly": "年度复核",
        "spot_check": "抽查",
        "return_visit": "回访",
    },
    "FileReview.outcome": _REVIEWED,
    "Change.kind": _CHANGED,
    "Exit.kind": _LEFT,
    "FileClosing.reason": _FILE_CLOSED,
    "Rejection.reason": _NO_HARDSHIP,
    "HouseholdStepRow.outcome": _OUTCOMES,
    "StepSeen.outcome": _OUTCOMES,
    "HouseholdStepRow.step": _STEPS,
    "StepSeen.step": _STEPS,
    "HouseholdsQuery.stage": {"none": "尚未申请", **_FILE_STAGES},
    "HouseholdRow.stage": _FILE_STAGES,
    "HouseholdStepRow.stage": _FILE_STAGES,
    "HouseholdSeen.stage": _FILE_STAGES,
    "WaitingFileRow.stage": {
        stage: _FILE_STAGES[stage] for stage in ("visited", "posted", "notice_closed")
    },
    "Classification.reason": {
        "below_line": "人均收入低于低保标准",
        "below_relative_line": "人均收入低于相对困难标准",
        "sudden_event": "突发事件致困",
        "above_the_lines": "高于认定标准",
    },
    "PayBatchRow.stage": _LIST_STAGES,
    "PayStageRow.stage": _LIST_STAGES,
    "PayBatchReturn.reason": _SENT_BACK,
    "PayStageRow.reason": _SENT_BACK,
    "ItemReturn.reason": _NOT_PAID,
    "PayItemRow.reason": _NOT_PAID,
    "unpaid": {"failed": "付款失败", "returned": "已退汇"},
    "CondolenceRejectionBody.reason": _NO_CONDOLENCE,
    "rejection": _NO_CONDOLENCE,
    "limit_basis": {
        "per_event": "每次不超过",
        "per_year_aggregate": "全年累计不超过",
        "per_year_once": "每年一次，不超过",
        "per_member_once": "每人一次，不超过",
    },
    "authorised": {"yes": "已当面签署", "no": "未签署"},
    "sudden_event": {"yes": "有", "no": "没有"},
    "single_parent": {"yes": "单亲", "no": "非单亲"},
    "can_help_themselves": {"yes": "能", "no": "不能"},
    "nobody_employed": {"yes": "无人就业", "no": "有人就业"},
    "within_term": {"yes": "按期", "no": "逾期"},
    "collective": {"yes": "须集体研究", "no": "不须集体研究"},
    "announced": {"yes": "已按公布的节假日计算", "no": "节假日尚未公布，按平常工作日计算"},
}
