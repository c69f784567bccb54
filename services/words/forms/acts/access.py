"""登录和权限: sessions, second factors, roles, keys, accounts."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "logIn": ActWords(
        "登录",
        "登录",
        "第一次登录用授权码代替密码，登录后设置自己的密码。",
    ),
    "confirmSecondFactor": ActWords(
        "验证",
        "输入动态口令",
        "验证后可以使用须动态口令的岗位权限。",
    ),
    "endSession": ActWords(
        "退出登录",
        "退出登录",
        "这台设备上的登录立即失效，其他设备不受影响。",
    ),
    "setPassword": ActWords(
        "设置密码",
        "设置密码",
        "其他设备上的登录全部失效。",
    ),
    "beginSecondFactor": ActWords(
        "申请动态口令",
        "绑定动态口令",
        "给出只显示一次的二维码，用手机扫描后输入口令确认。",
    ),
    "enrolSecondFactor": ActWords(
        "确认绑定",
        "确认动态口令",
        "绑定后登录须输入动态口令；请保存只显示一次的恢复码。",
    ),
    "removeSecondFactor": ActWords(
        "解除绑定",
        "解除动态口令",
        "须动态口令的岗位权限暂停，重新绑定后恢复。",
    ),
    "acceptAppointment": ActWords(
        "接受授权",
        "接受岗位授权",
        "接受后可以使用这些岗位权限；授权码只能用一次。",
    ),
    "beginIdentityLogin": ActWords(
        "统一身份登录",
        "统一身份登录",
        "给出十分钟内有效的一次性随机数，只在这个浏览器使用。",
    ),
    "logInWithIdentity": ActWords(
        "登录",
        "用统一身份登录",
        "由对方系统证明身份；岗位权限仍以本系统的授权为准。",
    ),
    "linkIdentity": ActWords(
        "关联",
        "关联统一身份",
        "以后可以用统一身份登录本账号。",
    ),
    "unlinkIdentity": ActWords(
        "解除关联",
        "解除统一身份关联",
        "以后不能再用统一身份登录本账号，密码登录不受影响。",
    ),
    "issueKeyOfUnion": ActWords(
        "发放密钥",
        "发放本会接口密钥",
        "密钥只显示这一次，请交给使用的程序；可以随时作废。",
    ),
    "revokeKeyOfUnion": ActWords(
        "作废密钥",
        "作废本会接口密钥",
        "立即失效，不能恢复；需要的重新发放。",
    ),
    "issueKeyOfFederation": ActWords(
        "发放密钥",
        "发放县级接口密钥",
        "密钥只显示这一次，只能用于县级工会自己的账。",
    ),
    "revokeKeyOfFederation": ActWords(
        "作废密钥",
        "作废县级接口密钥",
        "立即失效，不能恢复；需要的重新发放。",
    ),
    "issueApiKey": ActWords(
        "发放密钥",
        "发放平台密钥",
        "密钥只显示这一次，不能查看任何单位的账。",
    ),
    "revokeApiKey": ActWords(
        "作废密钥",
        "作废平台密钥",
        "立即失效，不能恢复；需要的重新发放。",
    ),
    "offerAppointment": ActWords(
        "授权",
        "授予岗位权限",
        "授权码只显示这一次，请当面交给本人；本人接受后生效。",
    ),
    "changeAppointment": ActWords(
        "变更权限",
        "变更岗位权限",
        "新的权限和期限整体替换原来的；本人须重新登录。",
    ),
    "endAppointment": ActWords(
        "收回权限",
        "收回岗位权限",
        "立即失效；已经签过的字不受影响。",
    ),
    "offerAppointmentAgain": ActWords(
        "重发授权码",
        "重发授权码",
        "原授权码作废；新的只显示这一次，请当面交给本人。",
    ),
    "offerAppointmentInUnit": ActWords(
        "授权",
        "授予单位主席（经审）权限",
        "授权码只显示这一次，请当面交给本人；其他岗位由单位主席授权。",
    ),
    "endAppointmentInUnit": ActWords(
        "收回权限",
        "收回单位人员权限",
        "立即失效；已经签过的字不受影响。",
    ),
    "offerAppointmentInUnitAgain": ActWords(
        "重发授权码",
        "重发单位人员授权码",
        "原授权码作废；新的只显示这一次，请当面交给本人。",
    ),
    "offerAppointmentByPlatform": ActWords(
        "授权",
        "授予县级或平台人员权限",
        "授权码只显示这一次，请当面交给本人；本人接受后生效。",
    ),
    "endAppointmentByPlatform": ActWords(
        "收回权限",
        "收回县级或平台人员权限",
        "立即失效；已经签过的字不受影响。",
    ),
    "resetAccount": ActWords(
        "重置账号",
        "重置账号",
        "密码、动态口令和登录全部清除；各处须重发授权码，权限才恢复。",
    ),
    "closeAccount": ActWords(
        "停用账号",
        "停用账号",
        "立即不能登录；以前的记录和签字保留。",
    ),
    "reopenAccount": ActWords(
        "恢复账号",
        "恢复账号",
        "可以重新登录；各处须重发授权码，权限才恢复。",
    ),
}
TITLES: Final = {
    "readMe": "我的账号",
    "listSessions": "登录设备",
    "listAppointments": "岗位授权",
    "listKeysOfUnion": "本会接口密钥",
    "listKeysOfFederation": "县级接口密钥",
    "listAppointmentsInUnit": "单位岗位授权",
    "listAppointmentsOfPlatform": "县级和平台岗位授权",
}
