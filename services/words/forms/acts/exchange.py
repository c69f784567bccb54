"""表格和附件: workbooks brought in and taken out, papers uploaded, searches."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "submitImport": ActWords(
        "上传并试算",
        "导入表格",
        "先试算，不会入账；看过结果后再提交。",
    ),
    "commitImport": ActWords(
        "确认写入",
        "提交导入",
        "试算结果全部写入，或全部不写；写入后有误的可以整批撤回。",
    ),
    "reverseImport": ActWords(
        "整批撤回",
        "整批撤回导入",
        "本次导入写入的全部冲销；已有后续业务的不能撤回，须先处理。",
    ),
    "keepAttachment": ActWords(
        "上传附件",
        "上传附件",
        "照片中的位置等信息会被清除；没有被任何业务引用的附件会按期删除。",
    ),
    "searchMembersPrivately": ActWords(
        "查找",
        "按完整号码查找会员",
        "只在本会名册中查找，不改变任何记录；号码不会出现在网址里。",
    ),
}
TITLES: Final = {
    "listImports": "导入任务",
    "readImport": "导入进度和结果",
    "listImportRows": "导入报告",
    "readImportWorkbook": "下载标注错误的表格",
    "listImportDependents": "撤回前须处理的业务",
    "listTemplates": "导入模板",
    "readTemplate": "下载导入模板",
    "exportRoster": "导出会员花名册",
    "exportLedger": "导出台账",
    "exportStatement": "导出打印件",
    "exportRollup": "导出全县汇总表",
    "exportIndicators": "导出统计指标",
    "exportCoverage": "导出单位记账进度",
    "searchMembers": "查找会员",
    "searchUnits": "查找单位",
    "listPlaces": "县级工会和单位",
    "readAttachment": "查看附件",
}
