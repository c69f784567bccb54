"""Why the rules of `domain.account` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "account.already_opened": Reason("账号已开通", "不需要再次开通。"),
    "account.closed_already": Reason("账号已停用", "请先由管理员恢复账号。"),
    "account.has_second_factor": Reason("已绑定动态口令", "需要更换时，请先解除原有绑定。"),
    "account.hint_malformed": Reason("登录名摘要不符合格式", "请重试；仍不成功时联系管理员。"),
    "account.identity_already_linked": Reason("已关联该身份提供方", "需要更换时，请先解除关联。"),
    "account.issuer_missing": Reason("没有写明身份提供方", "请填写身份提供方的地址。"),
    "account.no_identity": Reason("账号没有关联外部身份", "请先用密码登录，再关联外部身份。"),
    "account.no_second_factor": Reason("账号没有绑定动态口令", "请先绑定动态口令。"),
    "account.no_such_identity": Reason("没有关联该身份提供方", "请核对身份提供方。"),
    "account.not_closed": Reason("账号没有停用", "不需要恢复。"),
    "account.not_the_door": Reason("这是已开通的账号", "请按账号登记登录失败。"),
    "account.password_out_of_turn": Reason(
        "设置密码的方式与账号状态不符", "请重新登录后再设置密码。"
    ),
    "account.reopened_by_oneself": Reason("不能恢复本人的账号", "请由另一名管理员恢复。"),
    "account.reset_by_oneself": Reason("不能重置本人的账号", "请由另一名管理员重置。"),
    "account.sealed_for_another": Reason("加密内容不属于该账号", "请重试；仍不成功时联系管理员。"),
    "account.unknown": Reason("没有这个账号", "请核对账号编号。"),
}
