"""工会概况: what the union is registered with, its officers, terms and bank accounts, and its own history."""

from typing import Final

from services.auth import may
from services.pages.accounts import account_choices, chart_of, named
from services.pages.lists import Column, Table, table_of
from services.pages.page import Reply, Shown, page
from services.pages.steps import Prepare, Prepared, step, texts_of
from services.pages.visit import Visit
from services.reads.organisation import BankAccountRow, TermRow
from services.reads.rows import OfficerRow
from services.words.forms import choice_text

_UNION: Final = "/unions/{union_id}"
_SECTION: Final = "particulars"
_PAGE: Final = 50


@page("GET", f"{_UNION}/particulars", "particulars", policy=may("union.read"), section=_SECTION)
async def particulars(visit: Visit) -> Reply:
    """Everything about the union itself on one page."""
    view = await visit.read("readUnion")
    today = visit.parts.today()
    terms: list[TermRow] = (await visit.read("listElections")).rows
    latest = terms[-1] if terms else None
    values = {
        "union": view.union,
        "officers": _by_office((await visit.read("listOfficers")).rows),
        "term": latest,
        "is_term_over": latest is not None and latest.term_until < today,
        "accounts": (await visit.read("listBankAccounts")).rows,
    }
    return Shown(template="books/particulars.html", values=values)


@page("GET", f"{_UNION}/officers", "officers", policy=may("union.read"), section=_SECTION)
async def officers(visit: Visit) -> Reply:
    """Who holds which office on a date."""
    seen = await visit.read("listOfficers", as_of=visit.query.get("as_of"))
    columns: list[Column[OfficerRow]] = [
        Column(
            name="office",
            title="职务",
            get=lambda row: choice_text("office", row.office),
            fixed=True,
        ),
        Column(name="name", title="姓名", get=lambda row: row.name),
        Column(name="since", title="自", get=lambda row: row.since),
        Column(name="until", title="至", get=lambda row: row.until),
    ]
    table = table_of(
        visit,
        "任职",
        columns,
        seen.rows,
        position=seen.position,
        as_of=seen.as_of,
        empty="还没有登记任职。",
    )
    return _listed(visit, table, ("recordOfficer", "/officers/new"), "会计和出纳须是不同的人。")


@page("GET", f"{_UNION}/elections", "elections", policy=may("union.read"), section=_SECTION)
async def elections(visit: Visit) -> Reply:
    """The committee's terms."""
    seen = await visit.read("listElections")
    columns: list[Column[TermRow]] = [
        Column(name="term_from", title="任期自", get=lambda row: row.term_from, fixed=True),
        Column(name="term_until", title="至", get=lambda row: row.term_until),
        Column(name="elected_on", title="选举日期", get=lambda row: row.elected_on),
        Column(name="document_no", title="上级批复", get=lambda row: row.document_no),
    ]
    table = table_of(
        visit,
        "换届选举",
        columns,
        seen.rows,
        position=seen.position,
        as_of=seen.as_of,
        empty="还没有登记选举。",
    )
    return _listed(
        visit,
        table,
        ("recordElection", "/elections/new"),
        "每届任期三年或者五年（工会法第十六条）。",
    )


@page("GET", f"{_UNION}/bank-accounts", "bank_accounts", policy=may("union.read"), section=_SECTION)
async def bank_accounts(visit: Visit) -> Reply:
    """The bank accounts kept; numbers are masked."""
    seen = await visit.read("listBankAccounts")
    called = named(await chart_of(visit)) if visit.engagement_id is None else {}
    columns: list[Column[BankAccountRow]] = [
        Column(
            name="ledger_account",
            title="科目",
            get=lambda row: f"{row.ledger_account} {called.get(row.ledger_account, '')}",
            fixed=True,
        ),
        Column(name="bank", title="开户行", get=lambda row: row.bank_account.get("bank_name")),
        Column(name="number", title="账号", get=lambda row: row.bank_account.get("bank_account")),
        Column(
            name="fund",
            title="专用资金",
            get=lambda row: choice_text("fund", row.fund) if row.fund else None,
        ),
        Column(name="since", title="自", get=lambda row: row.since),
        Column(name="until", title="至", get=lambda row: row.until),
    ]
    table = table_of(
        visit,
        "银行账户",
        columns,
        seen.rows,
        position=seen.position,
        as_of=seen.as_of,
        empty="还没有登记银行账户。",
    )
    return _listed(
        visit, table, ("recordBankAccount", "/bank-accounts/new"), "收支都通过登记的账户办理。"
    )


@page("GET", f"{_UNION}/history", "union_history", policy=may("union.read"), section="history")
async def union_history(visit: Visit) -> Reply:
    """Everything that happened to the union itself, newest first."""
    before = visit.query.get("before")
    seen = await visit.read("readUnionHistory", limit=_PAGE, before=before)
    values = {"seen": seen, "is_first": not before}
    return Shown(template="books/history.html", values=values)


def _listed(visit: Visit, table: Table, offer: tuple[str, str], note: str) -> Shown:
    """`offer`: the operation that adds a row, and where its form is."""
    given = offer if visit.can(offer[0]) else None
    values = {"title": table.caption, "table": table, "offer": given, "note": note}
    return Shown(template="books/listed.html", values=values)


def _by_office(rows: list[OfficerRow]) -> list[tuple[str, str]]:
    held: dict[str, list[str]] = {}
    for row in rows:
        held.setdefault(row.office, []).append(str(row.name))
    return [(choice_text("office", office), "、".join(names)) for office, names in held.items()]


async def _correcting(visit: Visit) -> Prepared:
    """Begin with what is registered."""
    view = await visit.read("readUnion")
    names = ("legal_person", "credit_code", "employer_kind", "employee_count", "founded_on")
    return Prepared(
        about=view, version=view.version, position=view.position, texts=texts_of(view.union, *names)
    )


async def _renaming(visit: Visit) -> Prepared:
    view = await visit.read("readUnion")
    return Prepared(
        about=view, version=view.version, position=view.position, texts={"name": [view.union.name]}
    )


async def _keeping(visit: Visit) -> Prepared:
    """An account stands on one of the money accounts of the chart."""
    chart = await chart_of(visit) if visit.can("listAccounts") else []
    money = account_choices([row for row in chart if row.posts], money=True)
    return Prepared(choices={"ledger_account": money}, values={"note": ""})


async def _plain(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    """A step whose form says all there is to say."""
    return Prepared(values={"note": ""})


def _step(path: str, operation_id: str, leads: str, prepare: Prepare = _plain) -> None:
    step(
        _UNION + path,
        operation_id,
        about="readUnion",
        leads=leads,
        section=_SECTION,
        prepare=prepare,
        template="books/noted_step.html",
    )


_step("/officers/new", "recordOfficer", "/officers")
_step("/elections/new", "recordElection", "/elections")
_step("/bank-accounts/new", "recordBankAccount", "/bank-accounts", _keeping)
step(
    f"{_UNION}/particulars/correct",
    "correctUnion",
    about="readUnion",
    leads="/particulars",
    section=_SECTION,
    prepare=_correcting,
)
step(
    f"{_UNION}/rename",
    "renameUnion",
    about="readUnion",
    leads="/particulars",
    section=_SECTION,
    prepare=_renaming,
)
step(
    f"{_UNION}/dissolve", "dissolveUnion", about="readUnion", leads="/particulars", section=_SECTION
)
