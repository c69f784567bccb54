"""What the rules R01 to R21 and X01 to X04 say to an auditor: what a hit means, and what to look at next.

Titles of R01 to R21 are those of domain.md 7.4. A hit is a clue (线索), not a finding (问题).
"""

from typing import Final, NamedTuple


class RuleWords(NamedTuple):
    """A rule's title, what it means when it hits, and what to look at."""

    title: str
    means: str
    look_at: str


RULES: Final = {
    "R01": RuleWords(
        "重复发放 (同一人同一事由/同一项目/跨单位)",
        "同一人短期内因同一事由多次领取，或同一事项当日记录两次。",
        "核对申请、审批表与银行回单，确认是否为两笔不同事项。",
    ),
    "R02": RuleWords(
        "向已去世/已退会/已转出人员发放",
        "付款日晚于去世、退会或转出的日期。",
        "核对会籍变动证明与收款人，确认是否应追回。",
    ),
    "R03": RuleWords(
        "未经审批先支付, 审批人=经办人=领款人",
        "付款前没有审批，或不相容岗位由同一人签字。",
        "核对审批单日期和签字人；人员少的单位看有无集体研究记录。",
    ),
    "R04": RuleWords(
        "化整为零 (拆分规避审批限额)",
        "短期内向同一对象多次支付，每笔都略低于审批限额。",
        "核对合同、发票是否属于同一采购或同一事项。",
    ),
    "R05": RuleWords(
        "现金发放专项资金; 户名不符",
        "专项资金以现金支付，或收款账户户名与领取人不一致。",
        "核对花名册、签领表与银行回单；查看监护人或配偶代收的依据。",
    ),
    "R06": RuleWords(
        "慰问超标准/超范围/发购物卡/发现金",
        "慰问的金额、对象、次数或形式不符合当日有效的标准。",
        "核对标准文件及其生效日期，查看采购凭证与签领表。",
    ),
    "R07": RuleWords(
        "会费未足额收缴, 无会费收入",
        "某月应缴会费大于实缴会费。",
        "核对工资基数、会费收缴台账和催缴记录。",
    ),
    "R08": RuleWords(
        "经费未按2%足额拨缴, 未按比例上解",
        "行政拨缴低于工资总额应拨数，或应上解部分长期未解缴。",
        "核对工资总额申报、拨缴凭证和应付上级经费账龄。",
    ),
    "R09": RuleWords(
        "无预算/超预算支出, 年末突击花钱",
        "支出没有预算科目或超出预算，或十二月支出占比过高。",
        "核对预算、调整批复和十二月的大额支出。",
    ),
    "R10": RuleWords(
        "未建档先帮扶; 未公示或公示天数不足",
        "帮扶早于建档，或建档前没有公示、公示天数不够。",
        "核对困难职工档案、公示照片和公示期。",
    ),
    "R11": RuleWords(
        "专款未专用, 资金滞留",
        "专项资金列支于其他用途的科目，或到账后长期未使用。",
        "核对专项资金文件规定的用途、资金台账和结余。",
    ),
    "R12": RuleWords(
        "应由行政列支的费用在工会列支",
        "科目或摘要显示该费用应由单位行政承担。",
        "核对发票内容与费用承担的规定。",
    ),
    "R13": RuleWords(
        "凭证附件缺失, 白条入账, 跳号",
        "应有原始凭证的凭证没有附件。",
        "调阅纸质凭证，核对发票真伪与附件张数。",
    ),
    "R14": RuleWords(
        "与单位账户混用, 出借账户, 小金库",
        "银行对账有无法解释的差额、使用未登记的账户，或出借资金。",
        "核对开户资料、银行流水和对方单位。",
    ),
    "R15": RuleWords(
        "固定资产未登记, 账实不符",
        "发生资本性支出，但没有同额计入资产科目。",
        "核对固定资产卡片并实地盘点。",
    ),
    "R16": RuleWords(
        "活动奖励面>2/3, 奖金超标",
        "系统不记录活动的参加人数和奖项，无法检查。",
        "调阅活动方案、签到表和奖金签领表。",
    ),
    "R17": RuleWords(
        "往来款长期挂账",
        "其他应收款、其他应付款长期没有结清。",
        "核对往来对象、借款依据和催收情况。",
    ),
    "R18": RuleWords(
        "享受福利但不缴会费/工资未纳入基数",
        "领取慰问的在册会员连续多月未缴会费，或没有工资基数。",
        "核对会费收缴台账、工资基数和减免决定。",
    ),
    "R19": RuleWords(
        "异常集中: 亲属/同一地址/同一银行卡多人领取",
        "多人通过同一银行账户或同一住址领取帮扶。",
        "核对户口、亲属关系和代领手续。",
    ),
    "R20": RuleWords(
        "整改未按期",
        "整改期限已过，整改报告尚未提交或逾期提交。",
        "核对整改通知、延期批准和整改报告。",
    ),
    "R21": RuleWords(
        "事件链不连续/被改写",
        "日志的位点、版本、时间或哈希链不连续。",
        "停止采信之后的数据，用外部留存的检查点核对，查明改动。",
    ),
    "X01": RuleWords(
        "整数金额",
        "支出恰为大额整数，真实发票很少如此。",
        "核对发票明细与合同。",
    ),
    "X02": RuleWords(
        "非工作日付款",
        "款项在周末或节假日支付。",
        "核对银行回单日期与经手人当日是否在岗。",
    ),
    "X03": RuleWords(
        "迟延冲销",
        "入账很久以后才冲销。",
        "核对冲销原因、批准人，以及冲销前后的报表。",
    ),
    "X04": RuleWords(
        "编号不连续",
        "救助编号或花名册编号中间有缺号。",
        "核对缺号的纸质表格是否作废并存档。",
    ),
}

SEVERITIES: Final = {"high": "严重", "medium": "一般", "low": "提示"}

STATES: Final = {"checked": "已检查", "partly_checked": "部分检查", "not_checkable": "无法检查"}

KINDS: Final = {
    "same_aid_again": "短期内同一人同类帮扶重复",
    "same_case_same_day": "同一救助同日同额支付两次",
    "same_occasion_again": "同一人同一事由重复慰问",
    "same_person_in_two_unions": "同一人在两个单位因同一事由领取",
    "paid_after_death": "向已去世人员发放",
    "paid_after_leaving": "向已退会或转出人员发放",
    "paid_without_approval": "支付前没有审批",
    "paid_before_approval": "审批晚于支付",
    "one_person_signs_twice": "不相容岗位由同一人签字",
    "split_below_limit": "多笔支付略低于审批限额",
    "earmarked_in_cash": "专项资金以现金支付",
    "account_of_another": "收款账户户名与领取人不一致",
    "over_limit": "超过标准",
    "given_again": "超过规定次数",
    "not_entitled": "对象不在范围内",
    "form_forbidden": "形式不符合规定",
    "dues_short": "会费未足额收缴",
    "no_dues_at_all": "当月没有会费收入",
    "contribution_short": "拨缴经费少于应拨数",
    "due_below_rate": "申报的应拨数低于规定比例",
    "share_below_rate": "上解部分低于规定比例",
    "upward_overdue": "应上解经费逾期未解缴",
    "over_budget": "超预算支出",
    "without_line": "没有预算科目",
    "no_budget": "没有经批准的年度预算",
    "december_rush": "十二月支出占比过高",
    "aid_without_file": "没有困难职工档案",
    "aid_before_file": "帮扶早于建档",
    "aid_after_file": "档案注销或退出后帮扶",
    "no_notice": "建档前没有公示",
    "notice_too_short": "公示天数不足",
    "outside_purpose": "专项资金列支于其他用途",
    "money_idle": "专项资金长期未使用",
    "employer_account": "列支科目应由行政承担",
    "employer_word": "摘要显示应由行政承担",
    "attachment_missing": "凭证没有附件",
    "bank_difference": "银行对账有未解释的差额",
    "bank_account_unrecorded": "使用未登记的银行账户",
    "money_lent": "出借资金",
    "asset_not_registered": "资本性支出未计入资产",
    "long_outstanding": "往来款长期未结清",
    "benefit_without_dues": "连续多月未缴会费而享受慰问",
    "benefit_without_wage_base": "没有工资基数而享受慰问",
    "one_account_many_people": "同一银行账户多人领取",
    "one_address_many_households": "同一住址多户领取",
    "one_account_in_two_unions": "同一银行账户在多个单位领取",
    "rectification_overdue": "整改逾期",
    "chain_broken": "哈希链断裂",
    "position_gap": "位点不连续",
    "version_gap": "版本不连续",
    "time_goes_back": "记录时间倒退",
    "round_sum": "大额整数",
    "rest_day": "非工作日付款",
    "late_reversal": "迟延冲销",
    "number_gap": "编号缺号",
}

GAPS: Final = {
    "no_parameters": "没有采用本规则的参数",
    "no_limit_in_force": "没有有效的审批限额",
    "no_aid_policy_in_force": "没有有效的帮扶资金规定",
    "no_benefit_policy_in_force": "没有有效的慰问标准",
    "no_sharing_policy_in_force": "没有有效的经费分成规定",
    "no_hardship_policy_in_force": "没有有效的建档规定",
    "taken_over_from_paper": "由纸质台账导入，前序手续在纸质材料上",
    "counterparty_not_readable": "对方单位无法读取",
    "summary_not_readable": "摘要无法读取",
    "holder_not_recorded": "没有登记账户户名",
    "payee_not_readable": "收款账户无法读取",
    "form_not_recorded": "没有登记慰问形式",
    "no_wage_base_declared": "没有申报工资基数",
    "no_payroll_declared": "没有申报工资总额",
    "paper_kind_not_recorded": "没有记录附件是发票还是白条",
    "counterparties_not_compared": "没有与单位行政的账户比对",
    "no_bank_account_recorded": "没有登记银行账户",
    "asset_cards_not_kept": "不保存固定资产卡片和盘点记录",
    "activities_not_recorded": "不记录活动、参加人数和奖项",
    "kin_not_compared": "不比对亲属关系",
    "chain_not_verified": "没有重新计算哈希链",
    "checkpoints_not_compared": "没有与外部留存的检查点比对",
    "events_not_readable": "有事件无法解码",
}

RULE_COLUMNS: Final = ("规则", "内容", "程度", "状态", "检查数", "线索数", "金额", "未能检查")

HIT_COLUMNS: Final = ("日期", "线索", "金额", "事件位点")

ACROSS_COLUMNS: Final = ("线索", "单位与位点", "日期或线索数", "金额")
