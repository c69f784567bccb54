"""Why the rules of `domain.appointment` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "appointment.already_accepted": Reason("任用已生效", "不需要再次确认。"),
    "appointment.already_holds": Reason("该账号在此已有生效的任用", "需要调整时，请变更原任用。"),
    "appointment.ended": Reason("任用已结束", "需要时请重新任用，并交付新的确认码。"),
    "appointment.ends_before_it_begins": Reason("截止日期不晚于当日", "请核对截止日期。"),
    "appointment.not_changed": Reason("角色和截止日期都没有变化", "请填写变更后的角色或截止日期。"),
    "appointment.not_offered": Reason("没有待确认的任用", "请由任用人重新任用，并交付新的确认码。"),
    "appointment.not_oneself": Reason("不能任用或解除本人", "请由有权的其他人办理；本人可以辞任。"),
    "appointment.not_yours_to_give": Reason(
        "无权授予或收回该角色", "经办、审核、审批、出纳由本级主席任用；主席和经审由县级任用。"
    ),
    "appointment.role_not_of_place": Reason("该角色不属于本级", "请选择本级的角色。"),
    "appointment.roles_missing": Reason("没有选择角色", "请至少选择一个角色。"),
    "appointment.roles_not_separated": Reason(
        "所选角色不能由一人兼任", "岗位须分离：出纳不兼经办、审核、审批，经审不兼本级其他角色。"
    ),
}
