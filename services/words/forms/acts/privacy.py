"""个人信息: consents, notices, reveals, copies and erasures."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "giveConsent": ActWords(
        "登记同意",
        "登记本人同意",
        "记下本人已阅读告知书并同意；以后可以撤回。",
    ),
    "withdrawConsent": ActWords(
        "登记撤回同意",
        "登记本人撤回同意",
        "以后不再据此处理；撤回之前的处理仍然有效。",
    ),
    "publishPrivacyNotice": ActWords(
        "发布告知书",
        "发布告知书",
        "发布后不能修改；需要修改的请发布新版本，由会员重新签署。",
    ),
    "revealPersonalData": ActWords(
        "查看明文",
        "查看个人信息明文",
        "先记入日志：谁、何时、为什么查看；只显示这一次。",
    ),
    "exportOwnData": ActWords(
        "导出",
        "导出本人全部信息",
        "导出会记入日志；文件含明文，请直接交给本人。",
    ),
    "requestErasure": ActWords(
        "登记删除申请",
        "申请删除个人信息",
        "登记后须由另外两人批准；依法须保管的资料期满后才删除。",
    ),
    "approveErasure": ActWords(
        "批准删除",
        "批准删除个人信息",
        "须两人批准，都不能是申请的经手人；批准后由平台执行，不能恢复。",
    ),
    "refuseErasure": ActWords(
        "不予删除",
        "不予删除个人信息",
        "申请到此结束，须把原因告知本人。",
    ),
    "holdRecords": ActWords(
        "保全资料",
        "保全个人资料",
        "解除之前，本人的资料一律不得删除。",
    ),
    "releaseHold": ActWords(
        "解除保全",
        "解除资料保全",
        "解除后，删除申请可以继续办理。",
    ),
    "executeErasure": ActWords(
        "执行删除",
        "执行删除",
        "销毁本人资料的密钥，任何人都不能再打开；不能恢复。",
    ),
}
TITLES: Final = {
    "listPrivacyNotices": "告知书",
    "listViewings": "查阅记录",
    "listErasures": "个人信息删除申请",
    "listErasuresReady": "待执行的删除",
}
