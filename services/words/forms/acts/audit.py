"""审计和公开: engagements, samples, reports, disclosures."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "openEngagement": ActWords(
        "立项",
        "审计立项",
        "立项后可以授权查阅、抽样；只能查阅所定期间和范围的账目。",
    ),
    "changeEngagementPlan": ActWords(
        "调整方案",
        "调整审计方案",
        "期间、范围和期限整体替换，全部授权随即按新方案执行。",
    ),
    "grantAuditAccess": ActWords(
        "授权查阅",
        "授权审计查阅",
        "密钥只显示这一次，请当面交给审计人员；每次查阅都会记录。",
    ),
    "revokeAuditAccess": ActWords(
        "收回授权",
        "收回审计查阅授权",
        "立即失效，不能恢复；需要的重新授权。",
    ),
    "drawSample": ActWords(
        "抽样",
        "审计抽样",
        "按公开的随机种子抽取，任何人重抽结果都相同；抽样记入日志。",
    ),
    "recordVerification": ActWords(
        "登记核验结果",
        "登记账目核验结果",
        "不论好坏都记入账簿，以后可以对照。",
    ),
    "issueAuditReport": ActWords(
        "出具报告",
        "出具审计报告",
        "报告的摘要值记入账簿；以后出具的报告代替前一份。",
    ),
    "closeEngagement": ActWords(
        "结项",
        "审计结项",
        "结项后不能再查阅账目；审计问题继续整改。",
    ),
    "openEngagementOfUnit": ActWords(
        "立项",
        "对单位审计立项",
        "记入单位的账；立项后可以授权查阅、抽样。",
    ),
    "changeEngagementPlanOfUnit": ActWords(
        "调整方案",
        "调整对单位的审计方案",
        "期间、范围和期限整体替换，全部授权随即按新方案执行。",
    ),
    "grantAuditAccessToUnit": ActWords(
        "授权查阅",
        "授权查阅单位账目",
        "授权给县级审计人员，或给出只显示一次的密钥；每次查阅都会记录。",
    ),
    "revokeAuditAccessToUnit": ActWords(
        "收回授权",
        "收回对单位的查阅授权",
        "立即失效，不能恢复；需要的重新授权。",
    ),
    "drawSampleOfUnit": ActWords(
        "抽样",
        "对单位审计抽样",
        "按公开的随机种子抽取，任何人重抽结果都相同；记入单位的账。",
    ),
    "recordVerificationOfUnit": ActWords(
        "登记核验结果",
        "登记单位账目核验结果",
        "不论好坏都记入单位的账，以后可以对照。",
    ),
    "issueAuditReportOnUnit": ActWords(
        "出具报告",
        "出具对单位的审计报告",
        "报告的摘要值记入单位的账；以后出具的报告代替前一份。",
    ),
    "closeEngagementOfUnit": ActWords(
        "结项",
        "对单位的审计结项",
        "结项后不能再查阅账目；审计问题继续整改。",
    ),
    "publishDisclosure": ActWords(
        "登记公开",
        "登记公开事项",
        "记下公开了什么、在哪里、到什么时候；公开期间可以登记异议。",
    ),
    "endDisclosure": ActWords(
        "结束公开",
        "结束公开",
        "记下撤下的日期；以后仍可登记异议。",
    ),
    "noteObjection": ActWords(
        "登记异议",
        "登记公开异议",
        "异议人和内容加密保存，由工会核查。",
    ),
}
TITLES: Final = {
    "listEngagements": "审计项目",
    "readEngagement": "审计项目详情",
    "readSample": "审计抽样清单",
    "checkSample": "重抽核对",
    "listAuditReads": "审计查阅记录",
    "readAuditReport": "审计报告",
    "listEngagementsOfUnits": "全县审计项目",
    "listEngagementsOfUnit": "单位审计项目",
    "readEngagementOfUnit": "单位审计项目详情",
    "readSampleOfUnit": "单位审计抽样清单",
    "checkSampleOfUnit": "单位抽样重抽核对",
    "readAuditReportOfUnit": "对单位的审计报告",
    "listDisclosures": "公开台账",
    "readDisclosure": "公开事项",
}
