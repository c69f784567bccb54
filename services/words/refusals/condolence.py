"""Why the rules of `domain.condolence` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "condolence.already_decided": Reason("该申请已审批", "不需要再次审批。"),
    "condolence.already_given": Reason(
        "已享受过同一慰问", "该项慰问每人一次或每年一次，请核对慰问记录。"
    ),
    "condolence.already_recorded": Reason("这笔慰问已登记", "不需要再次登记。"),
    "condolence.already_requested": Reason("这笔慰问已申请", "不需要再次申请。"),
    "condolence.already_reversed": Reason("这笔慰问已冲销", "不需要再次冲销。"),
    "condolence.amount_not_positive": Reason(
        "慰问金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "condolence.before_the_last_step": Reason("日期早于上一步骤", "请核对日期。"),
    "condolence.deliverer_unnamed": Reason("没有填写慰问人员", "请填写送达的慰问人员。"),
    "condolence.differs_from_request": Reason(
        "慰问内容与申请不一致", "请按审批的会员、事由、形式和关系慰问。"
    ),
    "condolence.duplicate_key_missing": Reason(
        "缺少重复核对的标识", "请填写病种或亲属，以便核对是否重复。"
    ),
    "condolence.duties_not_separated": Reason(
        "经办、审批、送达须由不同的人承担，且不得为本人", "请更换承办人员。"
    ),
    "condolence.form_not_allowed": Reason(
        "该项慰问不得采用这种形式", "请按慰问标准采用允许的形式；不得发放购物卡。"
    ),
    "condolence.goods_do_not_add_up": Reason(
        "物品的单价乘数量之和不等于金额", "请核对物品、单价、数量和金额。"
    ),
    "condolence.member_unknown": Reason("账内没有这位会员", "请先登记会员。"),
    "condolence.no_posting_map_in_force": Reason(
        "该日期没有生效的科目对照", "请先采用相应的科目对照。"
    ),
    "condolence.not_approved": Reason("慰问尚未审批", "请先审批，再慰问。"),
    "condolence.not_entitled": Reason("该会员当日不享受此项慰问", "请核对会籍和慰问标准。"),
    "condolence.not_requested": Reason("没有这项慰问申请", "请核对慰问编号。"),
    "condolence.office_not_held": Reason("该人员在当日不担任相应职务", "请核对承办人员及其任职。"),
    "condolence.operation_not_posted": Reason(
        "科目对照中没有慰问业务", "请采用含有该业务的科目对照。"
    ),
    "condolence.over_approved": Reason("金额超过审批金额", "请核对金额。"),
    "condolence.over_limit": Reason("超过慰问标准", "请按慰问标准核对金额和本年累计。"),
    "condolence.over_requested": Reason("审批金额超过申请金额", "请核对金额。"),
    "condolence.reversed_before_given": Reason("冲销日期早于慰问日期", "请核对日期。"),
    "condolence.unknown": Reason("没有这笔慰问", "请核对慰问编号。"),
}
