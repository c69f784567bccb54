"""打印件: issued under a code with QR, made again, and looked up from the paper's own code."""

from typing import Final

from services.auth import may
from services.pages.forms import Choices
from services.pages.ledgers import SECTION, asked_for, money_columns
from services.pages.lists import Column, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.reads.printed import StatementRow
from services.words.ledgers import LEDGER_WORDS

_STATEMENTS: Final = "/unions/{union_id}/statements"
_NARROW: Final = 8
_LEDGERS: Final[Choices] = [
    (number, f"{number} {words.title}") for number, words in LEDGER_WORDS.items()
]


@page("GET", _STATEMENTS, "statements", policy=may("books.read"), section=SECTION)
async def statements(visit: Visit) -> Reply:
    """Every print that was issued."""
    answer = await visit.ask(
        "listStatements", cursor=visit.query.get("cursor"), limit=100, count="exact"
    )
    columns: list[Column[StatementRow]] = [
        Column(
            name="code",
            title="编码",
            get=lambda row: row.code,
            fixed=True,
            href=lambda row: visit.at(f"/statements/{row.code}"),
        ),
        Column(
            name="ledger",
            title="台账",
            get=lambda row: (
                f"{row.ledger} {LEDGER_WORDS[row.ledger].title}"
                if row.ledger in LEDGER_WORDS
                else row.ledger
            ),
        ),
        Column(name="period", title="期间", get=lambda row: row.month or str(row.year)),
        Column(name="account", title="科目", get=lambda row: row.account, hidden=True),
        Column(name="as_of", title="业务日期", get=lambda row: row.as_of),
        Column(name="known_at", title="截至记录", get=lambda row: row.known_at, align="number"),
        Column(name="row_count", title="行数", get=lambda row: row.row_count, align="number"),
        Column(name="issued_on", title="打印日期", get=lambda row: row.issued_on),
    ]
    table = table_of(
        visit,
        "打印件登记",
        columns,
        answer.body.rows,
        turning=by_cursor(visit, answer),
        empty="还没有打印登记过。",
        position=answer.body.position,
        as_of=answer.body.as_of,
    )
    return Shown(template="books/statements.html", values={"table": table})


@page("GET", f"{_STATEMENTS}/check", "check_statement", policy=may("books.read"), section=SECTION)
async def check_statement(visit: Visit) -> Reply:
    """Compare the code on a paper with what the books give for what the paper says of itself."""
    asked = asked_for(visit)
    code, number = visit.query.get("code", ""), visit.query.get("ledger", "")
    checked = None
    if code and number:
        checked = await visit.read("checkStatementCode", code=code, ledger=number, **asked)
    values = {
        "checked": checked,
        "ledgers": _LEDGERS,
        "asked": {**asked, "code": code, "ledger": number},
        "money": [] if checked is None else money_columns(checked.document),
    }
    return Shown(template="books/check_statement.html", values=values)


@page("GET", f"{_STATEMENTS}/{{code}}", "statement", policy=may("books.read"), section=SECTION)
async def statement(visit: Visit) -> Reply:
    """An issued print, made again at its own position, with its code and QR."""
    seen = await visit.read("readStatement")
    document = seen.document
    values = {
        "seen": seen,
        "document": document,
        "money": [] if document is None else money_columns(document),
        "is_wide": document is not None and len(document.columns) > _NARROW,
    }
    return Shown(template="books/statement.html", values=values)


async def _issue(visit: Visit) -> Prepared:
    """Which ledger is said by the page one came from, or chosen here."""
    year = visit.query.get("year") or str(visit.parts.today().year)
    return Prepared(choices={"ledger": _LEDGERS}, texts={"year": [year]})


step(
    f"{_STATEMENTS}/issue",
    "issueStatement",
    leads="/statements/{code}",
    section=SECTION,
    prepare=_issue,
)
