"""What the fields of a person are called on the copy the person gets."""

from typing import Final

ERASED: Final = "已删除"
"""Stands where the name of somebody was whose data were erased or are restricted (PIPL art. 47)."""
GROUP_WORDS: Final = {
    "identity": "身份",
    "profile": "会员信息",
    "certificate": "证件",
    "payee": "收款账户",
    "circumstances": "家庭情况",
    "details": "说明",
    "wage": "缴费基数",
    "target": "帮扶目标",
    "findings": "核查情况",
}
FIELD_WORDS: Final = {
    "name": "姓名",
    "id_number": "公民身份号码",
    "gender": "性别",
    "birth_date": "出生日期",
    "ethnicity": "民族",
    "political_status": "政治面貌",
    "education_level": "文化程度",
    "household_type": "户籍类型",
    "is_migrant_worker": "是否农民工",
    "department": "部门",
    "employment_form": "用工形式",
    "mobile": "联系电话",
    "certificate_no": "会员证号",
    "remark": "备注",
    "number": "号码",
    "account_name": "户名",
    "bank_name": "开户行",
    "bank_account": "银行账号",
    "cause": "致困原因",
    "second_cause": "次要致困原因",
    "family_size": "家庭人口",
    "family": "家庭成员",
    "monthly_income_fen": "家庭人均月收入（分）",
    "own_monthly_income_fen": "本人月收入（分）",
    "other_income_year_fen": "其他年收入（分）",
    "income_year_fen": "家庭年收入（分）",
    "health_status": "健康状况",
    "illness": "疾病",
    "medical_insurance": "医疗保险",
    "work_status": "工作状况",
    "employer": "工作单位",
    "address": "住址",
    "postal_code": "邮政编码",
    "registered_division": "户籍所在地",
    "housing_kind": "住房类型",
    "housing_square_metres": "住房面积",
    "marital_status": "婚姻状况",
    "single_parent": "是否单亲",
    "reason": "原因",
    "handler": "经办人",
    "relation": "关系",
    "form": "形式",
    "visitors": "走访人",
    "summary": "情况说明",
    "said_by": "陈述人",
    "wage_fen": "缴费基数（分）",
    "amount_fen": "金额（分）",
    "due_fen": "应缴（分）",
    "occurred_on": "日期",
    "dues_month": "会费所属月份",
    "joined_on": "入会日期",
    "decision_no": "文号",
    "document_no": "文书号",
    "notice_version": "告知书版本",
    "category": "类别",
    "fund_source": "资金来源",
    "method": "支付方式",
    "occasion": "事由",
}


def field_word(name: str) -> str:
    """Return what a field is called; one that has no word yet is called by its name."""
    return FIELD_WORDS.get(name, name)


def group_word(name: str) -> str:
    """Return what a group of fields is called."""
    return GROUP_WORDS.get(name, name)
