"""Why the rules of `domain.member` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "member.already_member": Reason("已经是会员", "不需要再次入会；信息有误请更正。"),
    "member.already_registered": Reason("账内已有此人", "请办理入会、转入或恢复会籍。"),
    "member.announced_before_requested": Reason("宣布退会早于提出退会", "请核对宣布日期。"),
    "member.application_waits": Reason("入会申请待审批", "请先批准或退回现有申请。"),
    "member.approved_before_applied": Reason("批准日期早于申请日期", "请核对批准日期。"),
    "member.arrears_already_warned": Reason(
        "已经催缴教育过", "可登记解除，或在满足条件后由委员会决定。"
    ),
    "member.arrears_not_warned": Reason("当日没有有效的催缴教育", "请先登记催缴教育，并核对日期。"),
    "member.arrears_too_short": Reason(
        "连续欠缴的月数不足", "请按会籍规定核对欠缴月数；不足的不得视为自动退会。"
    ),
    "member.assignment_unchanged": Reason("所在分会和小组没有变化", "请核对要编入的分会或小组。"),
    "member.branch_not_open": Reason("分会不存在或已撤销", "请核对分会编号。"),
    "member.cancelled_before_applied": Reason("撤回日期早于申请日期", "请核对撤回日期。"),
    "member.cancelled_before_requested": Reason("撤回日期早于提出退会的日期", "请核对撤回日期。"),
    "member.certificate_already_held": Reason("会员已持有同类证卡", "请先收回或注销原证卡。"),
    "member.change_not_legal": Reason("该变动与会籍时间线不符", "请核对变动种类和日期。"),
    "member.cleared_before_warned": Reason("解除日期早于催缴教育日期", "请核对解除日期。"),
    "member.collected_before_issued": Reason("收回日期早于发放日期", "请核对收回日期。"),
    "member.consent_already_given": Reason("该版本的告知书已同意", "不需要再次登记。"),
    "member.deceased": Reason("会员已去世", "请核对身份；登记有误请先冲销去世记录。"),
    "member.decided_before_proposed": Reason("决定日期早于小组提出的日期", "请核对决定日期。"),
    "member.decision_no_missing": Reason("没有填写决定文号", "请填写委员会决定的文号或会议。"),
    "member.dues_stop_in_another_month": Reason(
        "停缴月份须是保留会籍的当月", "请让业务日期落在停缴的月份。"
    ),
    "member.entry_not_reversible": Reason("唯一的入会记录不能冲销", "请改为更正信息或登记退会。"),
    "member.expulsion_already_proposed": Reason("已有待决定的开除会籍", "请先决定或撤销。"),
    "member.filed_before_decided": Reason("备案日期早于决定日期", "请核对备案日期。"),
    "member.filing_no_missing": Reason("没有填写备案号", "请填写上一级工会的备案号。"),
    "member.group_not_open": Reason("小组不存在或已撤销", "请核对小组编号。"),
    "member.group_of_other_branch": Reason("小组不属于该分会", "请核对分会和小组。"),
    "member.joined_after_entry": Reason("入会日期晚于入会记录", "请填写首次入会日期。"),
    "member.month_malformed": Reason("月份不符", "请写成 2026-01。"),
    "member.no_application": Reason("没有待审批的申请", "请先登记入会申请。"),
    "member.no_expulsion_proposed": Reason("没有待决定的开除会籍", "请先由工会小组讨论提出。"),
    "member.no_expulsion_to_file": Reason(
        "没有待备案的开除会籍", "请核对会员，或先登记委员会的决定。"
    ),
    "member.no_membership_policy_in_force": Reason(
        "该日期没有生效的会籍规定", "请先采用会籍规定。"
    ),
    "member.no_such_certificate": Reason("没有这张证卡", "请核对发放记录的版本号。"),
    "member.no_such_change": Reason("没有这次变动", "请核对变动的版本号。"),
    "member.no_such_consent": Reason("没有对该版本告知书的同意", "请核对告知书的版本。"),
    "member.no_transfer_pending": Reason("没有办理中的转出", "请核对会员和日期。"),
    "member.no_withdrawal_request": Reason("没有待宣布的退会", "请先登记会员提出的退会。"),
    "member.not_live": Reason("会籍已终止", "请先办理入会、转入或恢复会籍。"),
    "member.nothing_corrected": Reason("没有要更正的内容", "请至少填写一项更正。"),
    "member.nothing_in_arrears": Reason("没有欠缴的月份", "请核对会费收缴明细。"),
    "member.notice_unknown": Reason("告知书没有这个版本，或当日尚未生效", "请核对版本号。"),
    "member.notice_version_missing": Reason("没有填写告知书版本", "请填写告知书的版本号。"),
    "member.office_not_held": Reason(
        "该人当日没有担任规定的职务", "请由担任该职务的人签署，或先登记其职务。"
    ),
    "member.other_transfer": Reason("不是同一次接转", "请核对接转编号。"),
    "member.owes_no_dues": Reason("当日不负有缴费义务", "保留会籍的会员免缴会费，无需催缴。"),
    "member.signers_not_different": Reason(
        "签署人不得是同一人，也不得是会员本人", "请由另一人签署。"
    ),
    "member.transfer_pending": Reason("组织关系正在接转", "请先完成或撤销接转。"),
    "member.unknown": Reason("没有找到会员", "请核对会员编号。"),
    "member.withdrawal_already_requested": Reason("已登记过退会请求", "请宣布或撤回现有的请求。"),
    "member.withdrawal_condition_missing": Reason(
        "视为自动退会的条件未全部具备",
        "四项条件须同时具备：连续欠缴、无正当理由、不参加组织生活、经教育拒不改正。",
    ),
    "member.no_such_registration": Reason("没有这条入册记录", "请刷新后再试。"),
    "member.changed_since_registered": Reason(
        "入册之后会籍已有变动", "请先冲销之后的变动，再撤回入册。"
    ),
}
