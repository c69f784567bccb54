"""What a union sets up before its first month, and what is checked beside an aid case, in words."""

from typing import Final

from services.words.tasks import TaskWords

SETUP: Final = {
    "particulars": TaskWords(
        "补全工会登记信息", "统计和报表要用单位性质和职工人数", "/v1/unions/{union_id}"
    ),
    "officers": TaskWords(
        "登记主席、会计、出纳和审批人",
        "钱账分管，不相容岗位分离（《会计法》第二十五条）",
        "/v1/unions/{union_id}/officers",
    ),
    "people": TaskWords(
        "开通经办人登录", "一人一号，不共用密码", "/v1/unions/{union_id}/appointments"
    ),
    "bank_accounts": TaskWords(
        "登记银行账户", "收支通过银行账户办理", "/v1/unions/{union_id}/bank-accounts"
    ),
    "policies": TaskWords(
        "确认会计科目和会费标准", "没有采用的规定不能记账", "/v1/unions/{union_id}/policies"
    ),
    "roster": TaskWords("导入会员花名册", "先有名册，后收会费", "/v1/unions/{union_id}/members"),
    "opening_balances": TaskWords(
        "录入期初余额", "账从期初余额开始", "/v1/unions/{union_id}/vouchers"
    ),
}
"""In the order in which they are best done; the links lead into the API."""

AID_CHECKS: Final = {
    "id_duplicate": "身份证号查重",
    "income_line": "收入标准",
    "budget_left": "资金余额",
    "notice_ended": "公示",
}
AID_CHECK_SAYS: Final = {
    "only_case": "本年没有同类帮扶",
    "second_case": "本年已有同类帮扶",
    "also_elsewhere": "该身份证号在本县另有会籍",
    "not_identified": "身份信息无法打开，未查重",
    "class_as_advised": "困难类别与测算一致",
    "class_differs": "困难类别与测算不一致",
    "above_the_lines": "测算高于困难标准",
    "not_checked": "没有经济状况核对记录",
    "no_file": "没有有效的困难档案",
    "covered": "资金余额足够",
    "not_covered": "资金余额不足",
    "no_amount": "没有申请或审批金额",
    "ended": "公示期满，无未处理异议",
    "still_posted": "公示尚未结束",
    "objection_open": "有异议未处理",
    "never_posted": "没有公示记录",
}
