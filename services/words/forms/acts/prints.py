"""打印和办理经过: papers typeset, and what happened to each matter."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "typesetHouseholdInClear": ActWords(
        "打印明文档案表",
        "打印困难职工档案表（明文）",
        "先记入日志：谁、何时、为什么打印；含个人信息，请直接交给本人签字。",
    ),
    "typesetMemberInClear": ActWords(
        "打印明文登记表",
        "打印会员登记表（明文）",
        "先记入日志：谁、何时、为什么打印；含个人信息，请归入会员档案。",
    ),
}
TITLES: Final = {
    "listPrints": "打印",
    "typesetLedger": "台账打印件（PDF）",
    "typesetStatement": "重印打印件",
    "typesetVouchers": "打印当月记账凭证",
    "typesetVoucher": "打印记账凭证",
    "typesetDuesReceipts": "打印会费收据",
    "typesetMember": "打印会员登记表",
    "typesetTransfer": "打印组织关系接转介绍信",
    "typesetHousehold": "打印困难职工档案表",
    "typesetHardshipNotice": "打印困难职工公示单",
    "typesetPaymentNotice": "打印发放公示单",
    "readMemberHistory": "会籍办理经过",
    "readDuesHistory": "会费办理经过",
    "readVoucherHistory": "凭证办理经过",
    "readAidCaseHistory": "帮扶办理经过",
    "readHouseholdHistory": "困难档案办理经过",
    "readPayBatchHistory": "发放名单办理经过",
    "readCondolenceHistory": "慰问办理经过",
    "readUnionHistory": "工会大事记",
    "readHouseholdHistoryOfUnit": "单位困难档案办理经过",
    "readAidCaseHistoryOfUnit": "单位帮扶办理经过",
}
