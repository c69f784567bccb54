"""Why the rules of `domain.contribution` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "contribution.amount_not_positive": Reason(
        "金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "contribution.duties_not_separated": Reason("审批人与出纳须是不同的人", "请更换审批人或出纳。"),
    "contribution.employees_out_of_range": Reason("职工人数不符", "请填写零或正整数。"),
    "contribution.entry_already_reversed": Reason("这笔记录已经冲销", "不需要再次冲销。"),
    "contribution.late_fee_above_owed": Reason(
        "滞纳金超过按规定计算的数额", "请核对欠拨金额和天数。"
    ),
    "contribution.month_malformed": Reason("所属月份不符", "请写成 2026-01。"),
    "contribution.more_than_owed": Reason(
        "上解金额超过应上解数", "请核对该月到账的经费和已上解数。"
    ),
    "contribution.more_than_remitted": Reason(
        "返还金额超过已上解数", "请核对该月已上解和已返还的金额。"
    ),
    "contribution.no_late_fee_in_force": Reason(
        "该月没有生效的滞纳金规定", "本地没有滞纳金规定的，不得收取。"
    ),
    "contribution.no_policy_in_force": Reason(
        "该月没有生效的经费拨缴规定", "请先采用经费拨缴和留成比例的规定。"
    ),
    "contribution.no_posting_map_in_force": Reason(
        "该日期没有生效的科目对照", "请先采用科目对照。"
    ),
    "contribution.no_such_entry": Reason("没有这笔记录", "请核对记录的版本号。"),
    "contribution.not_a_small_payer": Reason(
        "不符合小额缴费全额返还条件", "请核对规定的限额和全年上解金额。"
    ),
    "contribution.nothing_in_arrears": Reason("该月没有欠拨", "请核对应拨、实拨和到期日。"),
    "contribution.office_not_held": Reason(
        "签字人当日不担任相应职务", "请核对审批人、出纳的任职。"
    ),
    "contribution.operation_not_posted": Reason(
        "科目对照中没有这项业务", "请采用含有该业务的科目对照。"
    ),
    "contribution.payroll_not_declared": Reason("该月尚未申报工资总额", "请先申报工资总额。"),
    "contribution.payroll_out_of_range": Reason(
        "工资总额不符", "请填写以分为单位的金额，不超过一百亿元。"
    ),
    "contribution.receipt_number_used": Reason(
        "该收据号已登记", "请核对收据号；重复入账的不需要再登记。"
    ),
    "contribution.refunded_already": Reason("已有返还，不能冲销", "请先冲销返还。"),
    "contribution.remitted_already": Reason("已有上解，不能冲销", "请先冲销上解。"),
    "contribution.reversed_before_entered": Reason("冲销日期早于入账日期", "请核对冲销日期。"),
}
