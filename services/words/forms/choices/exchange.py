"""Codes of workbooks brought in, of searches, histories and checks."""

from typing import Final

from services.words.templates import FILES, TABLES

_STATES: Final = {
    "waiting": "等候试算",
    "reading": "正在试算",
    "ready": "试算完毕，待提交",
    "refused": "不能受理",
    "committing": "正在写入",
    "committed": "已写入",
    "reversing": "正在撤回",
    "reversed": "已整批撤回",
    "failed": "未办成",
    "expired": "已过期",
}

CHOICES_OF: Final = {
    "SubmitQuery.kind": FILES,
    "DuesMonthQuery.totals": {"shown": "列出合计", "left_out": "不列合计"},
    "ImportJob.kind": FILES,
    "kinds": FILES,
    "TemplateView.kind": FILES,
    "table": TABLES,
    "ImportJob.state": _STATES,
    "PlatformJob.kind": FILES,
    "PlatformJob.state": _STATES,
    "Progress.stage": {
        "reading": "正在读取",
        "deciding": "正在试算",
        "writing": "正在写入",
        "reversing": "正在撤回",
    },
    "RowsQuery.of": {"refused": "不能受理的行", "remarks": "提示"},
    "WorkbookQuery.only": {"all": "全部行", "refused": "只含不能受理的行"},
    "only": {"all": "全部会员", "unpaid": "未缴清的", "paid": "已缴清的"},
    "sort": {
        "relevance": "最相符的在前",
        "name": "按姓名",
        "joined_on": "按入会日期",
        "entered": "按登记先后",
    },
    "UnitSearch.state": {"live": "正常", "frozen": "已停用", "ended": "已终止"},
    "count": {"exact": "显示总数"},
    "by": {
        "person": "本单位人员",
        "county": "县级工会",
        "key": "接口密钥",
        "operator": "平台",
    },
    "AidCheck.state": {
        "ok": "符合",
        "warn": "须留意",
        "fail": "不符合",
        "unknown": "无法判断",
    },
    "TemplateColumn.required": {"yes": "必填", "no": "可不填"},
    "SetupItem.done": {"yes": "已完成", "no": "未完成"},
    "skip_refused": {"yes": "跳过", "no": "不跳过"},
    "kept": {"yes": "已上传", "no": "未上传"},
    "cleaned": {"yes": "已清除", "no": "无须清除"},
}
