"""What stands on papers besides the books' own words: labels of forms, notes, and why nothing was printed."""

from typing import Final

from services.words.reason import Reason

PRINT_PROBLEMS: Final = {
    "print.font_missing": Reason(
        "服务器没有中文字体，无法生成 PDF",
        "请管理员安装中文字体（Debian：apt-get install fonts-noto-cjk）后重试；其间可导出表格。",
    ),
    "print.too_long": Reason(
        "内容过多，不能排成一份 PDF", "请按月份或科目分开打印，或改为导出表格后打印。"
    ),
    "print.timed_out": Reason("排版超时", "请缩小范围后重试，或改为导出表格后打印。"),
    "print.busy": Reason("正在打印的人过多", "请稍后重试。"),
    "print.failed": Reason("未能排版", "请改为导出表格；仍需 PDF 请提供 request_id 与管理员联系。"),
    "print.nothing_to_print": Reason("没有可打印的内容", "请核对月份、批次或会员。"),
}

YUAN: Final = "单位：元"
UNION: Final = "单位：{union}"
PERIOD: Final = "期间：{period}"
AS_OF: Final = "业务日期：{day}"
PAPER_DAY: Final = "{day.year}年{day.month}月{day.day}日"
RECORDED_UNTIL: Final = "账簿截至"
POSITION: Final = "事件位点 {position}"
CODE_MARK: Final = "回执码 {code}　事件位点 {position}"
STAND_MARK: Final = "事件位点 {position}　链值 {chain}　账簿截至 {until}"
DIFFERS: Final = "注意：与登记时的打印件不一致，详见核对结果。"
BY_HAND: Final = "＿＿年＿＿月＿＿日"
STAMP: Final = "（盖章）"

RECEIPT_TITLE: Final = "会费收据"
RECEIPT_PAYER: Final = "交款人"
RECEIPT_DEPARTMENT: Final = "部门"
RECEIPT_MONTH: Final = "会费所属月份"
RECEIPT_FOR: Final = "项目"
RECEIPT_DUES: Final = "工会会费"
RECEIPT_SIGNATURES: Final = ("收款人", "经手人", "收款单位（盖章）")
RECEIPT_VOID: Final = "已于 {day} 冲销，作废"

VOUCHER_TITLE: Final = "记账凭证"
VOUCHER_COLUMNS: Final = ("摘要", "科目编码", "科目名称", "资金", "借方金额", "贷方金额")
VOUCHER_TOTAL: Final = "合计"
VOUCHER_NUMBER: Final = "凭证号 {number}"
VOUCHER_ATTACHMENTS: Final = "附单据 {count} 张"
VOUCHER_NO_PAPERS: Final = "附单据　　张"
VOUCHER_SIGNED: Final = {
    "drafted": "制单",
    "reviewed": "复核",
    "approved": "审批",
    "posted": "记账",
}

NOTICE_TITLE: Final = "公　示"
NOTICE_OF_FILE: Final = "下列职工申请认定为困难职工，现予公示，接受监督。"
NOTICE_OF_PAYMENT: Final = "下列职工拟发放帮扶（送温暖）资金，现予公示，接受监督。"
NOTICE_COLUMNS: Final = ("序号", "姓名", "工作单位", "部门", "困难类别", "帮扶项目", "金额")
NOTICE_UNTIL: Final = "公示期：{first} 起，不少于 {days} 个工作日，至 {last} 止。"
NOTICE_SINCE: Final = "公示日期：{first}。"
NOTICE_OBJECTIONS: Final = (
    "公示期间如有异议，请向本工会以口头或书面形式反映。联系人、电话：＿＿＿＿＿＿＿＿＿＿"
)
NOTICE_BASIS: Final = "依据：{document}"
NOTICE_UNNAMED: Final = "其中 {count} 人未同意公开姓名，以 *** 代替。"

HOUSEHOLD_TITLE: Final = "困难职工档案表"
HOUSEHOLD_PARTS: Final = (
    "一、户主情况",
    "二、家庭成员情况",
    "三、致困原因及帮扶发放账户",
    "四、意见",
)
HOUSEHOLDER_FIELDS: Final = {
    "file_no": "档案编号",
    "employee_no": "职工编号",
    "hardship_class": "困难类别",
    "name": "姓名",
    "gender": "性别",
    "ethnicity": "民族",
    "id_number": "身份证号",
    "birth_date": "出生日期",
    "political_status": "政治面貌",
    "health_status": "健康状况",
    "illness": "疾病/残疾类别",
    "work_status": "工作状态",
    "model_worker": "劳模类型",
    "housing_kind": "住房类型",
    "housing_square_metres": "建筑面积（㎡）",
    "mobile": "手机号码",
    "other_contact": "其他联系方式",
    "postal_code": "邮政编码",
    "began_work_on": "参加工作时间",
    "industry": "所属行业",
    "marital_status": "婚姻状况",
    "household_type": "户口类型",
    "employer_kind": "单位性质",
    "employer_condition": "企业状况",
    "single_parent": "是否单亲",
    "own_monthly_income_fen": "本人月平均收入",
    "other_income_year_fen": "家庭其他年收入",
    "income_year_fen": "家庭年度总收入",
    "family_size": "家庭人口",
    "monthly_income_fen": "家庭月人均收入",
    "registered_division": "户口所在地",
    "medical_insurance": "医保状况",
    "can_help_themselves": "有一定自救能力",
    "nobody_employed": "零就业家庭",
    "employer": "工作单位",
    "address": "家庭住址",
}
"""Fields of the form (domain.md 5.2) in the order of paper; amounts are yuan."""
HOUSEHOLD_WIDE: Final = frozenset({"employer", "address"})
CAUSE_FIELDS: Final = {
    "cause": "主要致困原因",
    "second_cause": "次要致困原因",
    "bank_name": "开户银行",
    "bank_account": "银行卡号",
}
FAMILY_FIELDS: Final = {
    "name": "姓名",
    "relation": "关系",
    "ethnicity": "民族",
    "id_number": "身份证号",
    "birth_date": "出生日期",
    "gender": "性别",
    "political_status": "政治面貌",
    "monthly_income_fen": "月收入",
    "model_worker": "劳模类型",
    "health_status": "健康状况",
    "illness": "疾病/残疾类别",
    "medical_insurance": "医保状况",
    "marital_status": "婚姻状况",
    "household_type": "户口类型",
    "mobile": "手机号码",
    "identity_kind": "人员身份",
    "education_level": "当前学历",
    "enrolled_year": "入学年份",
    "school_years": "年制",
    "school_or_employer": "单位或学校",
    "work_status": "工作状态",
    "contract_since": "合同签订/入伍时间",
    "contract_term": "合同期限",
    "remark": "备注",
}
FAMILY_MEMBER: Final = "家庭成员 {number}"
STEPS_CAPTION: Final = "办理经过"
STEPS_COLUMNS: Final = ("日期", "步骤", "结果", "文书号")
STEP_WORDS: Final = {
    "opened": "建档",
    "reopened": "恢复建档",
    "opening_reversed": "建档冲销",
    "applied": "申请",
    "preliminarily_reviewed": "初审",
    "home_visited": "入户核实",
    "economic_check": "信息比对",
    "notice_posted": "公示",
    "notice_closed": "公示结束",
    "objection_raised": "提出异议",
    "objection_resolved": "异议处理",
    "approved": "审批建档",
    "reclassified": "调整困难类别",
    "rejected": "不予建档",
    "reviewed": "动态复核",
    "changed": "家庭情况变更",
    "exited": "退出",
    "closed": "注销",
    "relapsed": "返困",
}
"""Steps of a hardship file (domain.md 5.3)."""
STEP_OUTCOMES: Final = {
    "passed": "通过",
    "sent_back": "退回",
    "above_the_lines": "高于标准线",
    "unfounded": "异议不成立",
    "upheld": "异议成立",
    "unchanged": "维持",
    "to_reclassify": "应调整类别",
    "to_exit": "应退出",
    "family": "家庭成员",
    "income": "收入",
    "expenses": "支出",
    "address": "住址",
    "health": "健康",
    "lifted": "脱困",
    "safety_netted": "解困",
    "misidentified": "识别有误",
    "ineligible": "不符合条件",
    "exited": "已退出",
    "income_above_lines": "收入高于标准",
    "assets_found": "有排除情形的财产",
    "papers_incomplete": "材料不全",
    "withdrawn": "本人撤回",
    "spot_check": "抽查",
    "yearly": "年度复核",
    "return_visit": "回访",
    "objection_upheld": "公示异议成立",
}
STEP_DAYS: Final = "{days} 个工作日"
HOUSEHOLD_OPINIONS: Final = (
    "职工所在单位工会意见及公示结果",
    "基层党组织或行政意见",
    "系统（乡镇、街道）工会意见",
    "县级工会审批意见",
)
HOUSEHOLD_SIGNATURES: Final = ("申请人（签字）", "建档人", "审核人", "录入人")
RESPONSIBLE: Final = "负责人（签字）"

MEMBER_TITLE: Final = "工会会员登记表"
MEMBER_FIELDS: Final = {
    "name": "姓名",
    "gender": "性别",
    "ethnicity": "民族",
    "id_number": "公民身份号码",
    "birth_date": "出生日期",
    "political_status": "政治面貌",
    "education_level": "文化程度",
    "household_type": "户籍类型",
    "is_migrant_worker": "是否农民工",
    "department": "部门",
    "place": "分会/小组",
    "employment_form": "用工形式",
    "mobile": "联系电话",
    "certificate_no": "会员证号",
    "joined_on": "入会日期",
    "applied_on": "申请日期",
    "membership": "会籍状态",
    "since": "状态日期",
}
MEMBER_WISH: Final = (
    "我自愿加入中国工会，遵守《中国工会章程》，执行工会决议，积极参加工会活动，按时交纳会费。"
)
MEMBER_WISH_LABEL: Final = "本人申请"
MEMBER_CHANGES: Final = "会籍变动记载"
MEMBER_CHANGE_COLUMNS: Final = ("日期", "变动类型", "原因", "原/新工会", "决定文号")
MEMBER_OPINIONS: Final = ("工会小组意见", "基层工会委员会审批意见")
APPLICANT: Final = "申请人（签字）"

TRANSFER_TITLE: Final = "工会会员组织关系接转介绍信"
TRANSFER_TO: Final = "{union}："
TRANSFER_TO_UNKNOWN: Final = "＿＿＿＿＿＿＿＿＿＿＿＿工会"
TRANSFER_WORDS: Final = (
    "兹有我会会员 {name}（公民身份号码 {id_number}），因工作调动，须接转工会组织关系，请予接收。"
)
TRANSFER_FACTS: Final = {
    "transfer_id": "接转编号",
    "joined_on": "入会日期",
    "last_dues_month": "会费交至",
    "changed_on": "开具日期",
    "decision_no": "文号",
    "certificate_no": "会员证号",
}
TRANSFER_RECEIPT: Final = "回　执"
TRANSFER_RECEIPT_WORDS: Final = (
    "{union}：贵会会员 {name} 的工会组织关系（接转编号 {transfer_id}）我会已接收，接收日期："
    "＿＿年＿＿月＿＿日。"
)
TRANSFER_SIGNED: Final = "经办人"

FORMS: Final = {
    "ledger": "台账、报表",
    "statement": "已登记的打印件",
    "dues_receipts": "会费收据",
    "vouchers": "记账凭证",
    "pay_list": "资金发放花名册",
    "payment_notice": "发放公示",
    "household": "困难职工档案表",
    "household_notice": "困难职工公示",
    "member": "工会会员登记表",
    "transfer": "组织关系接转介绍信",
}
"""The papers that can be printed."""
