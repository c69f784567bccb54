"""Why the rules of `domain.erasure` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "erasure.aid_open": Reason("还有未办结或未发放的帮扶", "请先办结该人员的帮扶。"),
    "erasure.already_approved": Reason("已有两人批准", "请由平台管理员执行。"),
    "erasure.already_executed": Reason("该人员的资料已经删除", "不需要再次办理。"),
    "erasure.already_requested": Reason("已有删除申请在办理", "请办理现有的申请。"),
    "erasure.audit_open": Reason("审计或审计问题尚未结束", "请在审计结项、问题销号后办理。"),
    "erasure.before_the_last_step": Reason("日期早于上一步", "请核对日期。"),
    "erasure.data_destroyed": Reason("该人员的资料已删除", "资料无法恢复，只能查看金额和日期。"),
    "erasure.document_missing": Reason("没有填写文书号", "请填写要求保全的文书号。"),
    "erasure.hardship_file_kept": Reason("帮扶档案保管期未满", "请在保管期满后办理。"),
    "erasure.hold_already_placed": Reason("该文书已登记保全", "不需要再次登记。"),
    "erasure.household_file_open": Reason("困难职工档案尚未注销", "请先注销档案。"),
    "erasure.member_is_live": Reason("该人员仍是会员", "请在退会、转出等会籍结束后办理。"),
    "erasure.member_unknown": Reason("没有这个人", "请核对编号。"),
    "erasure.no_policy_in_force": Reason("当日没有生效的保管期限规定", "请先采用保管期限的规定。"),
    "erasure.no_such_hold": Reason("没有这项保全", "请核对文书号。"),
    "erasure.not_approved": Reason("尚未经两人批准", "请由两名有审批职务的人员先后批准。"),
    "erasure.not_requested": Reason("没有待批准的删除申请", "请先登记申请。"),
    "erasure.not_restricted": Reason("没有等待销毁的会计资料密钥", "请核对人员编号。"),
    "erasure.office_not_held": Reason("该人员在当日不担任所需职务", "请核对签字人及其任职。"),
    "erasure.processing_restricted": Reason(
        "该人员的资料已限制处理", "保管期内只因审计或有权机关依法调取才可查看。"
    ),
    "erasure.records_held": Reason("该人员的资料依文书保全", "请在解除保全后办理。"),
    "erasure.retention_runs": Reason("会计档案保管期未满", "期满后再销毁。"),
    "erasure.signers_not_different": Reason("签字人不能是同一人", "申请和两次批准须由三人办理。"),
}
