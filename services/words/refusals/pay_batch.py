"""Why the rules of `domain.pay_batch` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "pay_batch.already_drafted": Reason("该批次已编制", "退回后才能重新编制；新的批次请另编号。"),
    "pay_batch.already_ended": Reason("该批次已发放或已作废", "请核对批次号。"),
    "pay_batch.amount_out_of_range": Reason(
        "金额超出范围", "请填写以分为单位的正整数，合计不超过一百亿元。"
    ),
    "pay_batch.bank_file_missing": Reason(
        "缺少银行代发文件", "请先导出代发文件，并填写文件的摘要值。"
    ),
    "pay_batch.before_the_last_step": Reason("日期早于上一步骤", "请核对日期。"),
    "pay_batch.case_not_approved": Reason("名单中有未经审批的个案", "请先审批，再列入名单。"),
    "pay_batch.case_twice": Reason("同一个案在名单中出现两次", "请每个个案只列一次。"),
    "pay_batch.cash_for_fiscal_funds": Reason("财政和专项资金不得发放现金", "请改为银行转账。"),
    "pay_batch.category_differs": Reason(
        "名单中有其他项目的个案", "一个批次只发放一个帮扶项目，请分批编制。"
    ),
    "pay_batch.duties_not_separated": Reason(
        "经办、审核、审批、出纳须由不同的人承担，且不得在名单中", "请更换承办人员。"
    ),
    "pay_batch.empty": Reason("名单为空", "请至少列入一个个案。"),
    "pay_batch.fiscal_funds_to_another": Reason(
        "财政和专项资金只能转入受助人本人账户", "请提供受助人本人的银行账户。"
    ),
    "pay_batch.fund_source_differs": Reason(
        "名单中有其他资金来源的个案", "一个批次只用一个资金来源，请分批编制。"
    ),
    "pay_batch.item_already_returned": Reason("这一笔已登记退回", "不需要再次登记。"),
    "pay_batch.no_policy_in_force": Reason("该日期没有生效的帮扶资金规定", "请先采用相应的规定。"),
    "pay_batch.no_such_item": Reason("名单中没有这个个案", "请核对批次和个案。"),
    "pay_batch.not_approved": Reason("该批次尚未审批", "请先审批，再发放。"),
    "pay_batch.not_drafted": Reason("该批次不在待审核状态", "请核对批次所处的步骤。"),
    "pay_batch.not_paid": Reason("该批次尚未发放", "请先发放，再登记退回。"),
    "pay_batch.not_reviewed": Reason("该批次尚未审核", "请先审核，再审批。"),
    "pay_batch.office_not_held": Reason("该人员在当日不担任相应职务", "请核对承办人员及其任职。"),
    "pay_batch.over_approved": Reason("名单金额超过个案尚可发放的金额", "请核对金额。"),
    "pay_batch.recipient_not_beneficiary": Reason("领取人不是审批的受助人", "请核对个案和领取人。"),
    "pay_batch.signed_list_missing": Reason(
        "缺少签收的花名册", "请扫描领取人签字的花名册，并填写文件的摘要值。"
    ),
    "pay_batch.unknown": Reason("没有这个批次", "请核对批次号。"),
}
