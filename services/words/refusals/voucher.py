"""Why the rules of `domain.voucher` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "voucher.cash_for_earmarked_funds": Reason(
        "专项资金不得收付现金", "请改为银行转账；提取现金请用本级工会经费。"
    ),
    "voucher.account_has_details": Reason("该科目已设明细，不能直接记账", "请改用它的明细科目。"),
    "voucher.account_unknown": Reason(
        "现行科目表中没有这个科目", "请核对科目编码，或先设置明细科目。"
    ),
    "voucher.already_drafted": Reason("该凭证已编制", "需要修改的，请修改原凭证；退回后再改。"),
    "voucher.already_posted": Reason("凭证已记账，不能再改", "记账有误的，请冲销后重新编制。"),
    "voucher.already_reversed": Reason("凭证已冲销", "不需要再次冲销。"),
    "voucher.attachment_missing": Reason(
        "缺少原始凭证附件", "请附上发票等原始凭证的摘要值后再提交。"
    ),
    "voucher.before_last_step": Reason("日期早于上一步的日期", "请核对各步的先后日期。"),
    "voucher.decision_missing": Reason(
        "超过限额的支出须有集体决定", "请填写集体研究的会议或文件号。"
    ),
    "voucher.discarded": Reason("凭证已作废", "作废的凭证不能再办，请重新编制。"),
    "voucher.duties_not_separated": Reason(
        "同一人不得兼办不相容的手续", "经办、审核、审批、出纳须是不同的人，请更换人员。"
    ),
    "voucher.line_out_of_range": Reason("分录金额超出范围", "请拆成几张凭证，或核对账上的金额。"),
    "voucher.line_without_amount": Reason("分录金额为零", "请填写金额，或删去该分录。"),
    "voucher.line_without_fund": Reason(
        "分录没有写明资金", "请写明资金来源，例如本级经费或专项资金。"
    ),
    "voucher.lines_not_balanced": Reason(
        "分录借贷不平", "每项资金的借方和贷方合计须相等，请核对金额。"
    ),
    "voucher.lines_not_of_kind": Reason(
        "分录与凭证种类不符",
        "付款须减少货币资金，收款须增加货币资金，转账不动货币资金；请改种类或分录。",
    ),
    "voucher.lines_too_few": Reason("分录少于两行", "请补齐借方和贷方。"),
    "voucher.method_not_of_kind": Reason(
        "支付方式与凭证种类不符", "收付款和划转须写明支付方式，转账、期初、结转凭证不写。"
    ),
    "voucher.no_chart_in_force": Reason(
        "该日期没有生效的科目表", "请先采用相应会计制度的科目对照。"
    ),
    "voucher.no_policy_in_force": Reason("该日期没有生效的审批规定", "请先采用本单位的审批规定。"),
    "voucher.not_approved": Reason("凭证尚未审批", "请先审批，再付款或记账。"),
    "voucher.not_at_year_end": Reason("年终结转只能记在12月31日", "请把日期改为当年最后一天。"),
    "voucher.not_draft": Reason("凭证不是草稿", "已提交的凭证须退回后才能修改或重新提交。"),
    "voucher.not_posted": Reason("凭证尚未记账", "没有记账的凭证请退回或作废，不用冲销。"),
    "voucher.not_reviewed": Reason("凭证尚未审核", "请先审核，再审批。"),
    "voucher.not_submitted": Reason("凭证尚未提交", "请由经办人先提交。"),
    "voucher.office_not_held": Reason(
        "此人在该日期不担任这项职务", "请核对人员和任职日期，或换由任职人员办理。"
    ),
    "voucher.opening_has_its_own_id": Reason(
        "期初余额每个工会只有一张凭证", "请核对凭证种类；期初余额凭证不能另立编号。"
    ),
    "voucher.reversed_in_wrong_period": Reason(
        "冲销日期不在应冲销的月份", "原月份未结账的冲在原月份，已结账的冲在当天所在月份。"
    ),
    "voucher.submitted_by_another": Reason("只有编制人可以提交", "请由编制该凭证的经办人提交。"),
    "voucher.unknown": Reason("没有这张凭证", "请核对凭证编号。"),
}
