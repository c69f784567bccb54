"""Why the rules of `domain.federation` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "federation.already_registered": Reason("工会联合会已登记", "不需要再次登记。"),
    "federation.parent_unknown": Reason("上级工会不在本会名下", "请先登记上级工会。"),
    "federation.unit_already_enrolled": Reason("该单位已登记", "不需要再次登记。"),
    "federation.unit_code_taken": Reason("单位编码已被使用", "请核对单位编码。"),
    "federation.unit_is_federation": Reason("单位不能是本会自己", "请核对单位。"),
    "federation.unknown": Reason("没有找到", "请核对编号，或确认有权查看。"),
    "federation.allocation_confirmed": Reason(
        "单位已收到这笔拨款", "已到账的拨款不能撤销或再次确认。"
    ),
    "federation.already_adopted": Reason("这项规定已经下发", "不需要再次下发。"),
    "federation.already_allocated": Reason("这笔拨款已经登记", "请核对；另一笔拨款请另行编号。"),
    "federation.amount_not_positive": Reason(
        "金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "federation.duties_not_separated": Reason(
        "经办人与审批人须是不同的人", "请更换经办人或审批人。"
    ),
    "federation.fund_not_enough": Reason("可分配资金不足", "请核对资金余额，或先登记资金来源。"),
    "federation.fund_of_another_purpose": Reason(
        "专项资金不得记入其他资金", "请选用该项用途的资金，专款专用。"
    ),
    "federation.fund_unnamed": Reason("没有写明资金", "请写明资金名称。"),
    "federation.lines_not_balanced": Reason("接收的余额借贷不平", "请按资金逐项核对。"),
    "federation.no_such_allocation": Reason("没有这笔待到账的拨款", "请核对拨款编号。"),
    "federation.no_such_provision": Reason("没有这笔资金来源", "请核对记录的版本号。"),
    "federation.office_ends_before_it_begins": Reason("离任日期早于任职日期", "请核对离任日期。"),
    "federation.office_not_held": Reason(
        "签字人当日不担任相应职务", "请核对经办人、审批人的任职。"
    ),
    "federation.officer_already_recorded": Reason("该任职已登记", "不需要再次登记。"),
    "federation.offices_not_separated": Reason("会计与出纳须由不同的人担任", "请更换人选。"),
    "federation.parent_ended": Reason("上级单位已经撤销", "请选择现有的上级单位。"),
    "federation.place_unchanged": Reason("隶属关系没有变化", "请核对上级单位和隶属类型。"),
    "federation.policy_not_sound": Reason("规定的内容不合理", "请核对各项比例、限额和项目。"),
    "federation.provision_allocated": Reason("这笔资金已经分配", "请先撤销相应的拨款。"),
    "federation.provision_already_reversed": Reason("这笔资金来源已经冲销", "不需要再次冲销。"),
    "federation.received_otherwise": Reason(
        "到账的金额或资金与拨款不一致", "请与单位核对后再确认。"
    ),
    "federation.receiver_unknown": Reason("没有并入的单位", "请选择现有的单位。"),
    "federation.transfer_already_recorded": Reason("这次移交已经登记", "不需要再次登记。"),
    "federation.unit_already_frozen": Reason("单位已经冻结", "不需要再次冻结。"),
    "federation.unit_below_itself": Reason("单位不能隶属于自己或下级", "请另选上级单位。"),
    "federation.unit_ended": Reason("单位已经撤销或并入他会", "请核对单位。"),
    "federation.unit_frozen": Reason("单位已被冻结", "请先解除冻结。"),
    "federation.unit_merged_into_itself": Reason("单位不能并入自己", "请另选单位。"),
    "federation.unit_not_frozen": Reason("单位没有被冻结", "不需要解除冻结。"),
    "federation.unit_unknown": Reason("没有这个单位", "请核对单位。"),
    "federation.units_below": Reason("单位之下还有单位", "请先调整下级单位的隶属关系。"),
}
