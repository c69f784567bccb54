"""What people are told at the door: logins, roles, keys and reveals."""

from typing import Final

from services.words.reason import Reason

ROLES: Final = {
    "clerk": "经办人",
    "reviewer": "审核人",
    "approver": "审批人",
    "cashier": "出纳",
    "chair": "工会主席",
    "unit_auditor": "经审人员",
    "county_officer": "县总工会工作人员",
    "county_auditor": "县总工会审计人员",
    "platform_admin": "平台管理员",
}
"""What a role is called."""

ACCESS_PROBLEMS: Final = {
    "access.login_refused": Reason(
        "登录名或密码不正确", "请核对后重试；忘记密码请与给您开通权限的人联系。"
    ),
    "access.too_many_logins": Reason("尝试次数过多", "请按提示的时间稍候再试。"),
    "access.code_refused": Reason("动态口令不正确或已用过", "请等下一个口令再试，并核对手机时间。"),
    "access.password_to_change": Reason("须先修改初始密码", "请设置自己的密码后再继续。"),
    "access.second_factor_needed": Reason(
        "这个岗位须用动态口令登录", "请在“我的账号”里绑定动态口令，或用动态口令重新登录。"
    ),
    "access.second_factor_present": Reason("已经绑定动态口令", "更换手机请先用恢复码登录后解绑。"),
    "access.second_factor_not_begun": Reason("没有待确认的动态口令", "请先申请绑定，再输入口令。"),
    "access.password_too_short": Reason("密码太短", "请用 8 个以上字符，建议 15 个以上。"),
    "access.password_too_long": Reason("密码太长", "请用 256 个以内的字符。"),
    "access.password_common": Reason("密码太容易被猜到", "请换一个不常见的密码，长句子也可以。"),
    "access.password_is_login": Reason("密码与登录名相近", "请换一个与登录名无关的密码。"),
    "access.password_unchanged": Reason("新密码与原密码相同", "请换一个。"),
    "access.invitation_refused": Reason(
        "授权码不正确、已用过或已过期", "请向给您授权的单位重新要一个。"
    ),
    "access.login_name_invalid": Reason(
        "登录名不符", "请用 3 至 64 个字母、数字、汉字或 . _ @ + - 。"
    ),
    "access.session_unknown": Reason("没有这次登录", "它可能已经结束。"),
    "access.cross_site": Reason(
        "请求不是从本站页面发出的", "请从本站页面操作；程序请使用接口密钥。"
    ),
    "access.signs_for_another": Reason("只能以自己的名义签字", "请由本人登录后办理。"),
    "access.scope_unknown": Reason("没有这项权限名", "请从接口说明所列的权限中选择。"),
    "access.scope_signs": Reason(
        "签字的权限不发给接口密钥", "请由本人登录办理；补登纸面请由系统管理员在服务器上发放密钥。"
    ),
    "access.scope_not_fitting": Reason("密钥不能有这项权限", "请只选这种密钥可以有的权限。"),
    "access.identity_refused": Reason("统一身份认证未通过", "请重新登录，或用密码登录。"),
    "access.identity_taken": Reason("该身份已与别的账号关联", "请先用那个账号解除关联。"),
    "access.account_unknown": Reason("没有这个账号", "请核对。"),
    "access.place_unknown": Reason("没有这个地方", "请核对编号。"),
}
"""Why somebody is not let in, or may not go on."""
