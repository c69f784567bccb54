"""Why the rules of `domain.union` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "union.already_registered": Reason("工会已登记", "不需要再次登记。"),
    "union.credit_code_without_legal_person": Reason(
        "不是法人的工会没有统一社会信用代码", "请删去信用代码，或改为具有法人资格。"
    ),
    "union.dissolved": Reason("工会已撤销", "撤销后不能再办理业务。"),
    "union.name_unchanged": Reason("名称没有变化", "请填写新名称。"),
    "union.office_ends_before_it_begins": Reason("离任日期早于任职日期", "请核对离任日期。"),
    "union.officer_already_recorded": Reason("此人已任该职", "不需要再次登记。"),
    "union.officer_is_another_member": Reason(
        "此人已登记为另一名会员", "一名任职人员只对应一名会员；同名的两个人，请在姓名后加区别字样。"
    ),
    "union.offices_not_separated": Reason("会计与出纳须由不同的人担任", "请更换人选。"),
    "union.period_already_closed": Reason("该月份已结账", "不需要再次结账。"),
    "union.period_malformed": Reason("月份不符", "请写成 2026-01。"),
    "union.period_not_over": Reason("该月份尚未结束", "请在月份结束后结账。"),
    "union.policy_not_sound": Reason("规定的比例或计费单位不合理", "请核对比例和计费单位。"),
    "union.unknown": Reason("没有找到", "请核对编号，或确认有权查看。"),
    "union.adoption_already_carried_out": Reason("上级的这项规定已经执行", "不需要再次执行。"),
    "union.balances_not_closed": Reason("移交后仍有余额", "请按科目余额表全部移交。"),
    "union.bank_account_ends_before_it_begins": Reason("销户日期早于开户日期", "请核对销户日期。"),
    "union.checklist_incomplete": Reason("结账检查尚未完成", "请逐项检查后再结账。"),
    "union.duties_not_separated": Reason("申请人与批准人须是不同的人", "请由另一人批准。"),
    "union.employee_count_out_of_range": Reason("职工人数不符", "请填写零或正整数。"),
    "union.failed_item_without_reason": Reason(
        "未通过的检查项没有说明原因", "请说明原因，或处理后再结账。"
    ),
    "union.frozen": Reason("工会已被上级冻结", "请联系县总工会解除冻结。"),
    "union.lines_not_balanced": Reason("移交的余额借贷不平", "请按资金逐项核对。"),
    "union.moved_to_itself": Reason("不能移交给本会自己", "请核对对方工会。"),
    "union.not_frozen": Reason("工会没有被冻结", "不需要解除冻结。"),
    "union.nothing_corrected": Reason("没有更正任何内容", "请填写要更正的项目。"),
    "union.nothing_taken_over": Reason("没有移交的余额", "请核对移交的余额。"),
    "union.office_not_held": Reason("签字人当日不担任相应职务", "请核对任职。"),
    "union.period_not_closed": Reason("该月尚未结账", "请核对月份。"),
    "union.receiver_unnamed": Reason("没有写明接收余额的上级工会", "请写明接收的工会。"),
    "union.reopened_without_reason": Reason("反结账没有说明原因", "请说明原因。"),
    "union.share_not_a_part": Reason("分立的比例不符", "分子须小于分母，且都大于零。"),
    "union.term_ends_before_it_begins": Reason("任期截止早于任期开始", "请核对任期。"),
    "union.transfer_already_recorded": Reason("这次移交已经登记", "不需要再次登记。"),
    "union.year_already_locked": Reason("该年度已经锁定", "不需要再次锁定。"),
    "union.year_locked": Reason("该年度已经锁定", "锁定的年度不能反结账，请在本期更正。"),
    "union.year_malformed": Reason("年度不符", "请写成 2026。"),
    "union.year_not_closed": Reason("该年度还有月份没有结账", "请先结清十二个月。"),
}
