"""The two-level menu of a place, less what its visitor may not."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from services.pages.visit import Visit


class Entry(NamedTuple):
    """One entry: the section it stands for, its words, its address within the place, the action it needs."""

    section: str
    title: str
    path: str
    action: str


class Heading(NamedTuple):
    """Entries under one title."""

    title: str
    entries: Sequence[Entry]


UNION: Final = (
    Heading("工作台", (Entry("home", "首页", "", "union.read"),)),
    Heading(
        "会员",
        (
            Entry("members", "会员名册", "/members", "members.read"),
            Entry("transfers", "关系转接", "/transfers", "members.read"),
            Entry("branches", "分会小组", "/branches", "members.read"),
        ),
    ),
    Heading(
        "会费经费",
        (
            Entry("dues", "会费收缴", "/dues", "dues.read"),
            Entry("arrears", "欠缴名单", "/dues/arrears", "dues.read"),
            Entry("contributions", "拨缴经费", "/contributions", "books.read"),
            Entry("funds", "补助与代管", "/subsidies", "books.read"),
            Entry("budget", "预算决算", "/budgets", "books.read"),
        ),
    ),
    Heading(
        "帮扶慰问",
        (
            Entry("households", "困难档案", "/households", "aid.read"),
            Entry("aid", "帮扶救助", "/aid-cases", "aid.read"),
            Entry("pay_batches", "发放批次", "/pay-batches", "payments.read"),
            Entry("condolences", "慰问", "/condolences", "aid.read"),
            Entry("visits", "走访结对", "/visits", "aid.read"),
            Entry("disclosures", "公示公开", "/disclosures", "books.read"),
        ),
    ),
    Heading(
        "账务",
        (
            Entry("vouchers", "记账凭证", "/vouchers", "books.read"),
            Entry("bank", "银行对账", "/bank-statements", "books.read"),
            Entry("close", "月末结账", "/periods", "books.read"),
            Entry("ledgers", "台账报表", "/ledgers", "books.read"),
        ),
    ),
    Heading(
        "数据",
        (
            Entry("imports", "导入表格", "/imports", "imports.make"),
            Entry("history", "操作历史", "/history", "union.read"),
        ),
    ),
    Heading(
        "审计",
        (
            Entry("engagements", "审计项目", "/engagements", "evidence.read"),
            Entry("replay", "两个时点", "/replay", "evidence.read"),
            Entry("rules", "疑点规则", "/analytics", "evidence.read"),
            Entry("events", "原始记录", "/events", "evidence.read"),
            Entry("findings", "问题整改", "/findings", "findings.read"),
            Entry("evidence", "证据核验", "/evidence", "log.read"),
            Entry("bundles", "审计数据", "/bundles", "evidence.read"),
        ),
    ),
    Heading(
        "设置",
        (
            Entry("particulars", "工会概况", "/particulars", "union.read"),
            Entry("policies", "制度标准", "/policies", "union.read"),
            Entry("people", "人员权限", "/appointments", "people.read"),
            Entry("privacy", "个人信息", "/privacy", "privacy.read"),
        ),
    ),
)

FEDERATION: Final = (
    Heading("工作台", (Entry("home", "待办", "", "county.read"),)),
    Heading(
        "掌握情况",
        (
            Entry("coverage", "报送进度", "/coverage", "county.read"),
            Entry("rollup", "全县汇总", "/rollup", "county.read"),
            Entry("charts", "变化趋势", "/charts", "county.read"),
            Entry("transfers", "关系转接", "/transfers", "county.read"),
        ),
    ),
    Heading(
        "审批办理",
        (
            Entry("cases", "帮扶审批", "/cases", "county.cases"),
            Entry("funds", "资金下达", "/allocations", "county.read"),
            Entry("disclosures", "公示公开", "/disclosures", "county.read"),
            Entry("findings", "审计整改", "/findings", "county.read"),
        ),
    ),
    Heading(
        "管理",
        (
            Entry("units", "所属工会", "/units", "county.read"),
            Entry("policies", "制度标准", "/adoptions", "county.read"),
            Entry("people", "人员与密钥", "/people", "county.people"),
            Entry("audits", "审计项目", "/audits", "county.read"),
        ),
    ),
)

PLATFORM: Final = (
    Heading(
        "平台",
        (
            Entry("platform", "县级工会", "/platform", "platform.found"),
            Entry("people", "人员账号", "/platform/people", "platform.people"),
            Entry("erasures", "待执行删除", "/platform/erasures", "platform.erase"),
            Entry("jobs", "后台任务", "/platform/jobs", "platform.found"),
            Entry("health", "运行状况", "/platform/health", "platform.found"),
        ),
    ),
)


def menu_of(visit: Visit) -> list[tuple[str, list[Entry]]]:
    """Return what the visitor may open at this place."""
    if "union_id" in visit.ids:
        headings: Sequence[Heading] = UNION
    elif "federation_id" in visit.ids:
        headings = FEDERATION
    elif visit.path.startswith("/platform"):
        headings = PLATFORM
    else:
        return []
    allowed = [
        (heading.title, [entry for entry in heading.entries if visit.may(entry.action)])
        for heading in headings
    ]
    return [(title, entries) for title, entries in allowed if entries]
