"""Why the rules of `domain.aid_case` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "aid_case.already_approved": Reason("帮扶编号已审批", "请核对帮扶编号；如为新个案，请另编号。"),
    "aid_case.already_paid": Reason("该个案已发放", "已发放的不能撤销；发错的请登记退回。"),
    "aid_case.already_requested": Reason(
        "帮扶编号已申请", "请核对帮扶编号；如为新个案，请另编号。"
    ),
    "aid_case.already_reviewed": Reason("该申请已审核", "不需要再次审核。"),
    "aid_case.amount_not_positive": Reason(
        "帮扶金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "aid_case.approved_before_file": Reason("审批日期早于建档日期", "请核对审批日期和建档日期。"),
    "aid_case.approved_otherwise": Reason(
        "该帮扶编号已按其他内容审批", "请核对帮扶编号、档案、受助人、项目、资金来源和金额。"
    ),
    "aid_case.approver_unnamed": Reason("没有填写审批人", "请填写审批人。"),
    "aid_case.before_the_last_step": Reason(
        "日期早于上一步骤", "请核对日期；申请、审核、审批按先后顺序办理。"
    ),
    "aid_case.cash_for_fiscal_funds": Reason(
        "财政和专项资金不得发放现金", "请改为转账到本人银行账户。"
    ),
    "aid_case.cashier_unnamed": Reason("没有填写出纳", "请填写办理支付的出纳。"),
    "aid_case.category_differs": Reason("帮扶项目与审批不一致", "请按审批的帮扶项目发放。"),
    "aid_case.decision_missing": Reason(
        "该金额须经集体研究决定，缺少文号", "请填写会议纪要或决定的文号。"
    ),
    "aid_case.differs_from_request": Reason(
        "审批内容与申请不一致", "请按申请的家庭、受助人、项目和资金来源审批；需要改变的，另行申请。"
    ),
    "aid_case.duties_not_separated": Reason(
        "经办、审核、审批、出纳须由不同的人承担，且不得为受助人",
        "请更换经办人、审核人、审批人或出纳。",
    ),
    "aid_case.ended": Reason(
        "该个案已作不予批准或已撤销", "请核对帮扶编号；需要帮扶的，另行申请。"
    ),
    "aid_case.excluded_by_other_aid": Reason(
        "本年度已享受与该项目不能同时享受的帮扶", "请核对本年度的帮扶记录。"
    ),
    "aid_case.file_closed": Reason("困难职工档案已注销", "请核对档案；返困的，请先重新建档。"),
    "aid_case.fiscal_funds_to_another": Reason(
        "财政和专项资金只能转入受助人本人账户", "请提供受助人本人的银行账户。"
    ),
    "aid_case.fund_of_another_purpose": Reason(
        "该项资金不能用于这一帮扶项目", "帮扶资金与送温暖资金分别核算，请更换资金来源。"
    ),
    "aid_case.fund_source_differs": Reason("资金来源与审批不一致", "请按审批的资金来源发放。"),
    "aid_case.member_unknown": Reason("账内没有这位会员", "请先登记会员。"),
    "aid_case.no_household_file": Reason("尚未建立困难职工档案", "请先建档，再申请或审批帮扶。"),
    "aid_case.no_policy_in_force": Reason(
        "该日期没有生效的帮扶规定或科目对照", "请先采用相应的规定。"
    ),
    "aid_case.no_such_payment": Reason("没有这笔发放", "请核对发放记录的版本号。"),
    "aid_case.not_approved": Reason("帮扶尚未审批", "请先审批，再发放。"),
    "aid_case.not_requested": Reason("没有这项帮扶申请", "请核对帮扶编号。"),
    "aid_case.not_reviewed": Reason("申请尚未审核", "请先审核，再审批。"),
    "aid_case.not_supported": Reason("审核意见为不支持", "请作不予批准的决定，或重新申请。"),
    "aid_case.office_not_held": Reason(
        "该人员在当日不担任相应职务", "请核对经办人、审核人、审批人或出纳及其任职。"
    ),
    "aid_case.operation_not_posted": Reason(
        "科目对照中没有这项业务", "请采用含有该业务的科目对照。"
    ),
    "aid_case.over_all_aid_limit": Reason(
        "该家庭本年度帮扶合计超过限额", "请核对本年度的帮扶记录，或降低金额。"
    ),
    "aid_case.over_approved": Reason("发放合计超过审批金额", "请核对金额；需要增加的，另行审批。"),
    "aid_case.over_payment_limit": Reason("超过每人次的限额", "请降低金额。"),
    "aid_case.over_requested": Reason("审批金额超过申请金额", "请核对金额；需要增加的，另行申请。"),
    "aid_case.over_year_limit": Reason(
        "超过每人每年的限额", "请核对本年度的帮扶记录，或降低金额。"
    ),
    "aid_case.paid_before_approved": Reason("发放日期早于审批日期", "请核对发放日期。"),
    "aid_case.payee_not_recipient": Reason(
        "账户户名不是受助人本人", "请提供本人账户；由监护人或配偶代领的，请填写证明文件的文号。"
    ),
    "aid_case.payment_already_returned": Reason("这笔发放已经退回", "不需要再次退回。"),
    "aid_case.recipient_deceased": Reason("领取人已去世", "请核对领取人和发放日期。"),
    "aid_case.recipient_not_beneficiary": Reason("领取人不是受助人", "请发给审批的受助人本人。"),
    "aid_case.returned_before_paid": Reason("退回日期早于发放日期", "请核对退回日期。"),
    "aid_case.second_aid_in_year": Reason(
        "该家庭本年度已享受同类帮扶", "该项目原则上一年一次，请核对本年度的帮扶记录。"
    ),
    "aid_case.tier_too_low": Reason("该金额须由县级工会审批", "请提交县级工会审批。"),
    "aid_case.approval_not_reversible": Reason("不是补录的审批，不能冲销", "请按取消帮扶办理。"),
}
