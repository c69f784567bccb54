"""Why the rules of `domain.household` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "household.already_applied": Reason(
        "该家庭已有在办的申请", "请继续办理在办的申请，不需要再次申请。"
    ),
    "household.before_the_last_step": Reason(
        "日期早于上一步骤", "请核对日期；各步骤按先后顺序办理。"
    ),
    "household.check_not_authorised": Reason(
        "未取得家庭经济状况核对授权", "请入户时当面签署申请书和核对授权委托书，再登记。"
    ),
    "household.class_differs_without_reason": Reason(
        "认定类别与测算类别不同，未说明理由", "请说明理由，或按测算的类别认定。"
    ),
    "household.class_not_approved": Reason("困难类别与审批不一致", "请按审批的困难类别建档。"),
    "household.class_not_noticed": Reason(
        "认定类别与公示类别不一致", "请按公示的类别审批；需要变更的，重新公示。"
    ),
    "household.class_unchanged": Reason("困难类别没有变化", "请核对困难类别。"),
    "household.decision_missing": Reason("缺少决定文号", "请填写审批会议或文件的文号。"),
    "household.duties_not_separated": Reason(
        "经办、审核、审批须由不同的人承担，且不得为申请人本人", "请更换承办人员。"
    ),
    "household.evidence_missing": Reason(
        "缺少佐证材料", "请上传申请书、核实记录或公示照片等材料。"
    ),
    "household.figures_out_of_range": Reason(
        "家庭收支数据超出范围", "请核对收入、刚性支出和家庭人口。"
    ),
    "household.file_already_open": Reason("该档案编号已建档", "请核对档案编号。"),
    "household.file_closed": Reason("该档案已注销", "返困的，请先登记返困，再重新申请。"),
    "household.file_of_another": Reason("该档案属于另一位职工", "请核对档案编号和户主。"),
    "household.lifted_too_early": Reason(
        "高于低保标准的连续月数不足", "请在连续月数达到规定后再办理脱困。"
    ),
    "household.member_unknown": Reason("账内没有这位会员", "请先登记会员。"),
    "household.months_out_of_range": Reason("连续月数超出范围", "请核对连续月数。"),
    "household.no_application_to_reject": Reason(
        "没有在办的申请", "请核对档案；已审批的不能再作不予认定。"
    ),
    "household.no_application_to_review": Reason("没有待初审的申请", "请核对申请所处的步骤。"),
    "household.no_notice_to_close": Reason("没有正在公示的内容", "请核对申请所处的步骤。"),
    "household.no_notice_to_object_to": Reason(
        "没有可以提出异议的公示", "异议须在公示后、审批前提出。"
    ),
    "household.no_open_file": Reason("该家庭没有在档的困难职工档案", "请核对档案编号。"),
    "household.no_policy_in_force": Reason(
        "该日期没有生效的认定规定或低保标准", "请先采用困难认定规定和当地低保标准。"
    ),
    "household.no_such_objection": Reason("没有这条未处理的异议", "请核对异议编号。"),
    "household.not_a_member_then": Reason("申请日期不是会员", "请核对户主的会籍和申请日期。"),
    "household.not_approved": Reason("申请尚未审批", "请在县级工会审批后再建档。"),
    "household.not_checked": Reason("尚未完成经济状况核对", "请在核对结果返回后再公示。"),
    "household.not_exited": Reason("该家庭没有脱困", "请核对档案状态。"),
    "household.not_relapsed": Reason("脱困户未登记返困", "请先登记返困，再重新申请。"),
    "household.not_reviewed": Reason("申请尚未通过初审", "请先完成初审，再入户核实。"),
    "household.not_visited": Reason("尚未入户核实", "请先登记入户核实，再提交经济状况核对。"),
    "household.notice_not_closed": Reason("公示尚未完成", "请在公示结束后再审批。"),
    "household.notice_still_open": Reason("公示尚未结束", "请在公示期满并结束公示后再审批。"),
    "household.notice_too_short": Reason(
        "公示的工作日天数不足", "请在公示满规定的工作日后再结束公示。"
    ),
    "household.objection_already_raised": Reason("这条异议已登记", "不需要再次登记。"),
    "household.objection_open": Reason("还有未处理的异议", "请先调查处理异议。"),
    "household.objection_upheld": Reason("异议成立", "请作不予认定的决定。"),
    "household.office_not_held": Reason("该人员在当日不担任相应职务", "请核对承办人员及其任职。"),
    "household.too_few_visitors": Reason("入户核实人数不足", "请按规定人数入户核实。"),
    "household.no_file": Reason("没有这个困难档案", "它可能已被撤回，请刷新后再试。"),
    "household.opening_not_reversible": Reason(
        "建档之后已有别的手续，不能撤回建档", "请按注销档案办理。"
    ),
}
