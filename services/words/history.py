"""What the clear fields of an event are called in a history, and whoever acted that is no officer there."""

from typing import Final

from services.words.codes import CODE_WORDS

FACT_WORDS: Final = {
    "about": "异议事项",
    "amount_fen": "金额",
    "approved_by": "批准人",
    "approver_id": "审批人",
    "auditor_id": "审查人",
    "batch_no": "批次号",
    "cadre_id": "帮扶责任人",
    "case_no": "案号",
    "cashier_id": "出纳",
    "category": "类别",
    "cause": "原因",
    "checker_id": "核对人",
    "cleared_by": "解除原因",
    "closed_by": "结账人",
    "code": "编码",
    "credit_code": "统一社会信用代码",
    "decided_by": "决定人",
    "decision_no": "文号",
    "deliverer_id": "送达人",
    "discarded_by": "作废人",
    "document_no": "文书号",
    "due_fen": "应缴",
    "due_on": "期限",
    "dues_month": "会费所属月份",
    "edge": "隶属关系",
    "employee_count": "职工人数",
    "employer_kind": "单位性质",
    "festival": "节日",
    "file_no": "档案号",
    "filing_no": "备案号",
    "form": "形式",
    "found_by_id": "发现人",
    "founded_on": "成立日期",
    "from_month": "起始月份",
    "fund": "资金",
    "fund_source": "资金来源",
    "handler_id": "经办人",
    "hardship_class": "困难类别",
    "issued_by": "催告人",
    "item_count": "笔数",
    "joined_on": "入会日期",
    "kind": "种类",
    "last_dues_month": "会费缴至",
    "legal_person": "是否法人",
    "locked_by": "锁账人",
    "method": "支付方式",
    "months": "月数",
    "months_above": "连续超过标准月数",
    "months_unpaid": "未缴月数",
    "name": "名称",
    "notice_version": "告知书版本",
    "occasion": "事由",
    "office": "职务",
    "officer_id": "签字人",
    "opinion": "意见",
    "other_union": "对方工会",
    "outcome": "结果",
    "over_fen": "超预算",
    "paid_fen": "已付",
    "period": "期间",
    "policy_id": "依据规定",
    "posted_by": "记账人",
    "progress": "进展",
    "proposed_by": "提议人",
    "reason": "原因",
    "recovered_fen": "追回金额",
    "relation": "关系",
    "reported_by": "报告人",
    "requested_by": "申请人（经办）",
    "result": "结果",
    "retained_on": "保留会籍日期",
    "returned_by": "退回人",
    "reviewer_id": "审核人",
    "signed_by": "签署人",
    "stated": "登记状态",
    "target_union": "转入工会",
    "term_from": "任期自",
    "term_until": "任期至",
    "through_month": "截至月份",
    "tier": "审批层级",
    "total_fen": "合计",
    "until": "截止",
    "valid_from": "施行日期",
    "visitor_ids": "走访人",
    "warnings": "提示",
    "within_term": "是否按期",
    "working_days": "公示工作日",
    "year": "年度",
}
"""Only what is named here is shown of an event: a field nobody has named is not told."""

BY_KEY: Final = "接口程序"
BY_COUNTY: Final = "县级工会"
BY_UNIT: Final = "单位人员"
BY_OPERATOR: Final = "系统"
PAPERS: Final = "附件"
_TRUTH: Final = {True: CODE_WORDS["yes"], False: CODE_WORDS["no"]}


def code_word(code: str) -> str:
    """Return what a code is called; one that has no word, and any other text, is itself."""
    return CODE_WORDS.get(code, code)


def truth_word(is_so: bool) -> str:  # noqa: FBT001 # the value itself
    """Return 是 or 否."""
    return _TRUTH[is_so]
