"""问题整改: 发现 → 整改 → 复核 → 销号: a board of what is open, a list of all, one finding with its steps."""

from typing import Any, Final, NamedTuple

from services.auth import may
from services.http.findings import FindingView
from services.pages.asked import Course, asked, codes, course
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import names_of
from services.pages.visit import Visit
from services.reads.findings import FindingRow
from services.words.irregularities import RULES

FINDINGS: Final = "/unions/{union_id}/findings"
FINDING: Final = f"{FINDINGS}/{{finding_id}}"
SECTION: Final = "findings"
_BOARD: Final = (
    ("待定整改要求", ("raised",)),
    ("整改中", ("required", "returned")),
    ("待复核", ("submitted",)),
    ("待销号", ("accepted",)),
)
_TITLES: Final = ("发现", "整改", "复核", "销号")
_DONE: Final = {"raised": 1, "required": 1, "returned": 1, "submitted": 2, "accepted": 3}
_WITHDRAW: Final = ("withdrawFinding", "withdraw")
_OFFERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "raised": (("requireRectification", "require-rectification"), _WITHDRAW),
    "required": (("submitRectification", "submit"), ("extendDeadline", "extend"), _WITHDRAW),
    "returned": (("submitRectification", "submit"), ("extendDeadline", "extend"), _WITHDRAW),
    "submitted": (("acceptRectification", "accept"), ("returnRectification", "return"), _WITHDRAW),
    "accepted": (("closeFinding", "close"),),
}
_OF_THE_UNION: Final = "submitRectification"


class Lane(NamedTuple):
    """One column of the board."""

    title: str
    rows: list[FindingRow]


@page("GET", FINDINGS, "findings", policy=may("findings.read"), section=SECTION)
async def findings(visit: Visit) -> Reply:
    """What is open by where it stands, the nearest deadline first; below it every finding."""
    engagement_id = visit.query.get("engagement_id")
    waiting: list[FindingRow] = (
        await visit.read("listFindings", state="open", engagement_id=engagement_id, limit=200)
    ).rows
    lanes = [
        Lane(title, sorted((row for row in waiting if row.stage in stages), key=_urgency))
        for title, stages in _BOARD
    ]
    answer = await asked(visit, "listFindings", "state", "as_of", "engagement_id")
    table = table_of(
        visit,
        "全部问题",
        _columns(visit),
        answer.body.rows,
        filters=(
            Filter(name="state", title="进展", choices=codes("FindingsQuery.state")),
            Filter(name="as_of", title="截至日期", kind="date"),
        ),
        mark=lambda row: "late" if row.overdue else "",
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="没有审计问题。",
    )
    values = {"lanes": lanes, "table": table, "overdue": sum(row.overdue for row in waiting)}
    return Shown(template="audit/findings.html", values=values)


@page("GET", FINDING, "finding", policy=may("findings.read"), section=SECTION)
async def finding(visit: Visit) -> Reply:
    """One finding with what was said at each step, and what comes next."""
    view: FindingView = await visit.read("readFinding")
    row = view.finding
    values = {
        "view": view,
        "row": row,
        "rule": RULES.get(row.rule or ""),
        "bar": bar_of(row),
        "offers": offers_of(visit, row),
        "names": await names_of(visit),
    }
    return Shown(template="audit/finding.html", values=values)


def bar_of(row: FindingRow) -> Course:
    """Return how far a finding has come."""
    if row.stage == "closed":
        return course(_TITLES, len(_TITLES))
    if row.stage == "withdrawn":
        return [*course(_TITLES, 1, ended=True), ("已撤回", "now")]
    return course(_TITLES, _DONE.get(row.stage, 1))


def offers_of(visit: Visit, row: FindingRow) -> list[tuple[str, str]]:
    """Return the steps that may come next; what the county raised it sees through itself."""
    return [
        (operation_id, f"/findings/{row.finding_id}/{path}")
        for operation_id, path in _OFFERS.get(row.stage, ())
        if row.raised_by != "county" or operation_id == _OF_THE_UNION
        if visit.can(operation_id)
    ]


def _urgency(row: FindingRow) -> tuple[bool, Any]:
    return row.due_on is None, row.due_on or row.raised_on


def _columns(visit: Visit) -> list[Column[FindingRow]]:
    return [
        Column(
            name="kind",
            title="问题",
            get=lambda row: row.kind,
            field="FindingRow.kind",
            href=lambda row: visit.at(f"/findings/{row.finding_id}"),
            fixed=True,
        ),
        Column(
            name="severity",
            title="程度",
            get=lambda row: row.severity,
            field="FindingRow.severity",
        ),
        Column(
            name="stage",
            title="进展",
            get=lambda row: row.stage,
            field="FindingRow.stage",
            mark=lambda row: ("red", "已逾期") if row.overdue else None,
        ),
        Column(name="due_on", title="整改期限", get=lambda row: row.due_on),
        Column(name="amount_fen", title="涉及金额（元）", get=lambda row: row.amount_fen),
        Column(
            name="recovered_fen", title="已追回（元）", get=lambda row: row.recovered_fen or None
        ),
        Column(name="basis", title="违反的规定", get=lambda row: row.basis),
        Column(name="rule", title="规则", get=lambda row: row.rule, hidden=True),
        Column(
            name="raised_by",
            title="提出机构",
            get=lambda row: row.raised_by,
            field="FindingRow.raised_by",
        ),
        Column(name="raised_on", title="提出日期", get=lambda row: row.raised_on),
        Column(name="document_no", title="文号", get=lambda row: row.document_no, hidden=True),
    ]
