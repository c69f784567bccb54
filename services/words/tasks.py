"""What waits, in words: what is to be done, and the rule that asks for it. The links lead into the API."""

from typing import Final, NamedTuple


class TaskWords(NamedTuple):
    """`title` says what is to be done, `rule` why; `link` is a path with `{union_id}` and `{subject_id}`."""

    title: str
    rule: str
    link: str


TASKS: Final[dict[str, TaskWords]] = {
    "household_applied": TaskWords(
        "初审困难职工申请",
        "《困难职工档案管理办法》：基层工会初审",
        "/v1/unions/{union_id}/households/{subject_id}",
    ),
    "household_sent_back": TaskWords(
        "补齐申请材料，重新申请",
        "初审退回，补齐材料后重新申请",
        "/v1/unions/{union_id}/households/{subject_id}",
    ),
    "household_reviewed": TaskWords(
        "入户核实",
        "入户核实须二人以上，并当面签署核对授权委托书",
        "/v1/unions/{union_id}/households/{subject_id}",
    ),
    "household_visited": TaskWords(
        "等待县级工会信息比对",
        "县级帮扶中心核对家庭经济状况",
        "/v1/unions/{union_id}/households/{subject_id}",
    ),
    "household_checked": TaskWords(
        "张贴公示", "审核审批前须公示", "/v1/unions/{union_id}/households/{subject_id}"
    ),
    "household_posted": TaskWords(
        "公示期满，结束公示",
        "公示不少于规定的工作日",
        "/v1/unions/{union_id}/households/{subject_id}",
    ),
    "household_objection": TaskWords(
        "调查处理异议",
        "公示期间的异议须在审批前处理",
        "/v1/unions/{union_id}/households/{subject_id}",
    ),
    "household_notice_closed": TaskWords(
        "等待县级工会审批", "县级工会审核审批", "/v1/unions/{union_id}/households/{subject_id}"
    ),
    "household_approved": TaskWords(
        "建立困难职工档案",
        "先建档、后帮扶，一户一档",
        "/v1/unions/{union_id}/households/{subject_id}",
    ),
    "household_relapsed": TaskWords(
        "返困户重新申请", "返困的重新申请建档", "/v1/unions/{union_id}/households/{subject_id}"
    ),
    "household_review_due": TaskWords(
        "年度复核困难职工档案",
        "动态管理：每年至少集中复核一次",
        "/v1/unions/{union_id}/households/{subject_id}",
    ),
    "aid_review": TaskWords(
        "审核帮扶申请", "经办、审核、审批分离", "/v1/unions/{union_id}/aid-cases/{subject_id}"
    ),
    "aid_approval": TaskWords(
        "审批帮扶申请", "经办、审核、审批分离", "/v1/unions/{union_id}/aid-cases/{subject_id}"
    ),
    "aid_payment": TaskWords(
        "发放已审批的帮扶资金",
        "出纳按审批发放到本人账户",
        "/v1/unions/{union_id}/aid-cases/{subject_id}",
    ),
    "aid_payment_returned": TaskWords(
        "帮扶资金退回，核实后重新发放",
        "退汇的核实账户后重新发放",
        "/v1/unions/{union_id}/aid-cases/{subject_id}",
    ),
    "pay_batch_drafted": TaskWords(
        "审核发放花名册", "发放花名册须逐笔审核", "/v1/unions/{union_id}/pay-batches/{subject_id}"
    ),
    "pay_batch_sent_back": TaskWords(
        "重新编制发放花名册", "审核退回的重新编制", "/v1/unions/{union_id}/pay-batches/{subject_id}"
    ),
    "pay_batch_reviewed": TaskWords(
        "审批发放花名册", "发放花名册整批审批", "/v1/unions/{union_id}/pay-batches/{subject_id}"
    ),
    "pay_batch_approved": TaskWords(
        "发放已审批的批次", "出纳按审批整批发放", "/v1/unions/{union_id}/pay-batches/{subject_id}"
    ),
    "condolence_approval": TaskWords(
        "审批慰问申请",
        "经办、审批、送达分离",
        "/v1/unions/{union_id}/condolence-requests/{subject_id}",
    ),
    "condolence_delivery": TaskWords(
        "送达慰问",
        "由经办、审批以外的人送达",
        "/v1/unions/{union_id}/condolence-requests/{subject_id}",
    ),
    "pairing_due": TaskWords(
        "结对帮扶到期，检查考核",
        "限期脱困：到期检查、考核",
        "/v1/unions/{union_id}/pairings/{subject_id}",
    ),
    "application_waits": TaskWords(
        "审批入会申请",
        "中国工会章程第二条：由本人自愿申请，经工会基层委员会批准",
        "/v1/unions/{union_id}/members/{subject_id}",
    ),
    "withdrawal_waits": TaskWords(
        "宣布退会并收回会员证",
        "中国工会章程第六条：会员退会由工会基层委员会宣布并收回会员证",
        "/v1/unions/{union_id}/members/{subject_id}",
    ),
    "expulsion_waits": TaskWords(
        "决定是否开除会籍",
        "中国工会章程第七条：经小组讨论，由工会基层委员会决定",
        "/v1/unions/{union_id}/members/{subject_id}",
    ),
    "expulsion_to_file": TaskWords(
        "开除会籍报上一级工会备案",
        "中国工会章程第七条：报上一级工会备案",
        "/v1/unions/{union_id}/members/{subject_id}",
    ),
    "arrears_to_warn": TaskWords(
        "对长期欠缴会费的会员催缴教育",
        "中国工会章程第六条：连续不交纳会费，须经教育",
        "/v1/unions/{union_id}/members/{subject_id}/dues",
    ),
    "arrears_to_decide": TaskWords(
        "研究是否视为自动退会",
        "中国工会章程第六条：无正当理由连续六个月不交纳会费、不参加组织生活，经教育拒不改正",
        "/v1/unions/{union_id}/members/{subject_id}/dues",
    ),
    "transfer_in_waits": TaskWords(
        "接收转入的会员",
        "中国工会章程第五条：会员组织关系随劳动（工作）关系变动",
        "/v1/unions/{union_id}/transfers",
    ),
    "transfer_to_complete": TaskWords(
        "对方已接收，办结转出",
        "中国工会章程第五条：会员组织关系随劳动（工作）关系变动",
        "/v1/unions/{union_id}/transfers",
    ),
    "transfer_contradictory": TaskWords(
        "与对方工会核对接转：一方已接收，一方已撤销",
        "工会会员会籍管理办法：一次入会、动态接转",
        "/v1/unions/{union_id}/transfers",
    ),
    "voucher_revise": TaskWords(
        "修改退回的凭证",
        "凭证退回后由经办人修改，重新提交",
        "/v1/unions/{union_id}/vouchers/{subject_id}",
    ),
    "voucher_review": TaskWords(
        "审核凭证",
        "会计法第二十五条：审批、经办与记账人员相互分离、相互制约",
        "/v1/unions/{union_id}/vouchers/{subject_id}",
    ),
    "voucher_approve": TaskWords(
        "审批凭证",
        "工会委员会集体领导下的主席负责制",
        "/v1/unions/{union_id}/vouchers/{subject_id}",
    ),
    "voucher_post": TaskWords(
        "付款或记账", "会计法第二十五条、第三十五条", "/v1/unions/{union_id}/vouchers/{subject_id}"
    ),
    "budget_pass": TaskWords(
        "工会委员会审议预决算", "工会法第四十五条", "/v1/unions/{union_id}/budgets"
    ),
    "budget_review": TaskWords(
        "经审会审查预决算", "工会法第四十五条：经费审查监督制度", "/v1/unions/{union_id}/budgets"
    ),
    "budget_approve": TaskWords("批准预决算", "工会法第四十五条", "/v1/unions/{union_id}/budgets"),
    "budget_file": TaskWords(
        "预决算报上级工会备案", "中国工会章程第三十九条", "/v1/unions/{union_id}/budgets"
    ),
    "budget_disclose": TaskWords("公开决算", "工会预算管理办法", "/v1/unions/{union_id}/budgets"),
    "period_close": TaskWords(
        "结账", "会计法第十七条：账证、账账、账实相符", "/v1/unions/{union_id}/periods"
    ),
    "election": TaskWords(
        "工会委员会任期已满，应换届选举",
        "工会法第十六条：每届任期三年或者五年",
        "/v1/unions/{union_id}/elections",
    ),
    "contribution_arrears": TaskWords(
        "催缴欠拨的工会经费",
        "工会法第四十三条、第四十四条：按月拨缴，逾期可催缴",
        "/v1/unions/{union_id}/contributions",
    ),
    "upward_remittance": TaskWords(
        "上解应上缴的工会经费",
        "应上缴上级的经费是负债，不是本会收入",
        "/v1/unions/{union_id}/contributions",
    ),
    "engagement_to_close": TaskWords(
        "审计查阅期限已过，出具报告并结项",
        "审计条例：审计终结须出具报告",
        "/v1/unions/{union_id}/engagements/{subject_id}",
    ),
    "allocation_underway": TaskWords(
        "跟踪拨款到账",
        "专款专用，拨到单位为止",
        "/v1/federations/{union_id}/allocations",
    ),
    "finding_to_require": TaskWords(
        "对审计问题提出整改要求和期限",
        "发现—整改—复核—销号",
        "/v1/unions/{union_id}/findings/{subject_id}",
    ),
    "finding_to_rectify": TaskWords(
        "按期整改审计问题，提交整改报告",
        "整改须在规定期限内完成",
        "/v1/unions/{union_id}/findings/{subject_id}",
    ),
    "finding_overdue": TaskWords(
        "整改已超过期限，尽快整改或申请延期",
        "整改须在规定期限内完成",
        "/v1/unions/{union_id}/findings/{subject_id}",
    ),
    "finding_to_recheck": TaskWords(
        "复核整改情况",
        "整改须经复核，复核人不是整改报告人",
        "/v1/unions/{union_id}/findings/{subject_id}",
    ),
    "finding_to_close": TaskWords(
        "复核通过的审计问题销号",
        "发现—整改—复核—销号",
        "/v1/unions/{union_id}/findings/{subject_id}",
    ),
    "accounts_to_disclose": TaskWords(
        "公开经费收支情况",
        "工会法第四十五条：定期向会员大会报告并接受监督；每年至少公开一次",
        "/v1/unions/{union_id}/disclosures",
    ),
}
