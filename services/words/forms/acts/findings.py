"""审计问题: found, to be put right, checked again, struck off."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "raiseFinding": ActWords(
        "提出问题",
        "提出审计问题",
        "提出后由经审会要求整改并定期限；问题不能删除，只能撤回。",
    ),
    "requireRectification": ActWords(
        "要求整改",
        "要求整改",
        "由单位在期限内整改并提交报告。",
    ),
    "extendDeadline": ActWords(
        "批准延期",
        "批准整改延期",
        "整改期限改为新的日期，延期原因留在记录中。",
    ),
    "submitRectification": ActWords(
        "提交整改报告",
        "提交整改报告",
        "提交后由经审会复核；复核人不能是整改报告人。逾期提交会标明。",
    ),
    "returnRectification": ActWords(
        "退回整改",
        "复核退回",
        "由单位在新的期限内重新整改。",
    ),
    "acceptRectification": ActWords(
        "复核通过",
        "复核通过",
        "通过后可以销号；复核人不能是整改报告人。",
    ),
    "closeFinding": ActWords(
        "销号",
        "问题销号",
        "整改到此结束，问题转为已销号。",
    ),
    "withdrawFinding": ActWords(
        "撤回问题",
        "撤回审计问题",
        "提出有误才撤回，记录保留；不再要求整改。",
    ),
    "raiseFindingOfUnit": ActWords(
        "提出问题",
        "对单位提出审计问题",
        "记入单位的账；提出后由县级经审会要求整改并定期限。",
    ),
    "requireRectificationOfUnit": ActWords(
        "要求整改",
        "要求单位整改",
        "由单位在期限内整改并提交报告。",
    ),
    "extendDeadlineOfUnit": ActWords(
        "批准延期",
        "批准单位整改延期",
        "整改期限改为新的日期，延期原因留在记录中。",
    ),
    "returnRectificationOfUnit": ActWords(
        "退回整改",
        "单位整改复核退回",
        "由单位在新的期限内重新整改。",
    ),
    "acceptRectificationOfUnit": ActWords(
        "复核通过",
        "单位整改复核通过",
        "通过后可以销号；复核人不能是整改报告人。",
    ),
    "closeFindingOfUnit": ActWords(
        "销号",
        "单位问题销号",
        "整改到此结束，问题转为已销号。",
    ),
    "withdrawFindingOfUnit": ActWords(
        "撤回问题",
        "撤回对单位的审计问题",
        "提出有误才撤回，记录保留；不再要求整改。",
    ),
}
TITLES: Final = {
    "listFindings": "审计问题清单",
    "readFinding": "审计问题",
    "listFindingsOfUnits": "单位整改清单",
    "readFindingOfUnit": "单位审计问题",
}
