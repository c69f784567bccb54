"""Who acts for a union: its officers, the terms of its committee, and the bank accounts it keeps."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.ids import MemberId, OfficerId
from domain.officers import Office
from domain.union.commands import RecordBankAccount, RecordElection, RecordOfficer
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Body, CardNumber, Code, DocumentNoNeeded, PersonName, Title
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.people import person_name, seals
from services.http.writing import Written, carry_out
from services.reads.organisation import BankAccountRow, TermRow
from services.reads.rows import OfficerRow

_UNION = "/v1/unions/{union_id}"
_STOPPED = ("union.frozen", "union.dissolved")


class OfficerWritten(Written, frozen=True, kw_only=True):
    officer_id: UUID


class OfficerRecord(Body, frozen=True, kw_only=True):
    """A person holds an office from the date on; `until` ends it. `member_id`: the member that person is."""

    occurred_on: date
    name: PersonName
    office: Office
    until: date | None = None
    member_id: UUID | None = None


class Election(Body, frozen=True, kw_only=True):
    """The assembly elected a committee; `document_no` is the higher union's reply."""

    occurred_on: date
    term_from: date
    term_until: date
    document_no: DocumentNoNeeded | None = None


class BankAccount(Body, frozen=True, kw_only=True):
    """An account kept from the date on; `fund` names the earmarked money it is a line of its own for."""

    occurred_on: date
    ledger_account: Annotated[str, Meta(pattern=r"\A[0-9A-Za-z.]{1,20}\Z")]
    bank_name: Title
    bank_account: CardNumber
    fund: Code | None = None
    until: date | None = None


@operation(
    "GET",
    f"{_UNION}/officers",
    "listOfficers",
    tag="unions",
    policy=may("union.read"),
    answer=Rows[OfficerRow],
)
async def list_officers(asking: Asking, query: ReadQuery) -> Answer:
    """Who holds which office on the date."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.officers(scope))


@operation(
    "POST",
    f"{_UNION}/officers",
    "recordOfficer",
    tag="unions",
    policy=may("union.govern"),
    answer=OfficerWritten,
    writes=True,
    matches=True,
    refusals=(
        "union.officer_already_recorded",
        "union.officer_is_another_member",
        "union.offices_not_separated",
        "union.office_ends_before_it_begins",
        "union.dissolved",
        "person.name_missing",
        "person.name_malformed",
        "person.unsafe_text",
    ),
    example={"occurred_on": "2026-01-01", "name": "李主席", "office": "chairperson"},
)
async def record_officer(asking: Asking, body: OfficerRecord) -> Answer:
    """Record that a person holds an office, or until when. The same name is the same officer."""
    name = person_name(body.name)
    expected = asking.matching(asking.tenant_id)
    enrolled = await asking.parts.vault.enrol(asking.tenant_id, "officer", [name])
    officer_id = enrolled[name]
    to = await seals(asking, officer_id)
    command = RecordOfficer(
        occurred_on=body.occurred_on,
        officer_id=OfficerId(officer_id),
        office=body.office,
        name=to.seal(officer_id, "books", "officer", {"name": name}),
        until=body.until,
        member_id=None if body.member_id is None else MemberId(body.member_id),
    )
    return await carry_out(
        asking,
        [command],
        asking.tenant_id,
        expected=expected,
        fields=frozenset(body.__struct_fields__),
        ids={"officer_id": officer_id},
        kind=OfficerWritten,
    )


@operation(
    "POST",
    f"{_UNION}/elections",
    "recordElection",
    tag="unions",
    policy=may("union.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("union.term_ends_before_it_begins", *_STOPPED),
    example={
        "occurred_on": "2026-01-15",
        "term_from": "2026-01-15",
        "term_until": "2031-01-15",
        "document_no": "总工〔2026〕3号",
    },
)
async def record_election(asking: Asking, body: Election) -> Answer:
    """Record that the assembly elected a committee for a term (工会法 art. 16)."""
    command = RecordElection(
        occurred_on=body.occurred_on,
        term_from=body.term_from,
        term_until=body.term_until,
        document_no=body.document_no,
    )
    return await carry_out(
        asking,
        [command],
        asking.tenant_id,
        expected=asking.matching(asking.tenant_id),
        fields=frozenset(body.__struct_fields__),
    )


@operation(
    "GET",
    f"{_UNION}/elections",
    "listElections",
    tag="unions",
    policy=may("union.read"),
    answer=Rows[TermRow],
)
async def list_elections(asking: Asking, query: ReadQuery) -> Answer:
    """The committee's terms, oldest first."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.terms(scope))


@operation(
    "POST",
    f"{_UNION}/bank-accounts",
    "recordBankAccount",
    tag="unions",
    policy=may("union.govern"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("union.bank_account_ends_before_it_begins", *_STOPPED),
    example={
        "occurred_on": "2026-01-01",
        "ledger_account": "102",
        "bank_name": "某银行某支行",
        "bank_account": "6200000000000000",
    },
)
async def record_bank_account(asking: Asking, body: BankAccount) -> Answer:
    """Record a bank account by its place in the books, or until when it was kept (收支两条线)."""
    union_id = asking.tenant_id
    expected = asking.matching(union_id)
    holder = await asking.parts.vault.enrol(union_id, "union", [str(union_id)])
    owner_id = holder[str(union_id)]
    to = await seals(asking, owner_id)
    told = {"bank_name": body.bank_name, "bank_account": body.bank_account}
    command = RecordBankAccount(
        occurred_on=body.occurred_on,
        ledger_account=body.ledger_account,
        bank_account=to.seal(owner_id, "books", "bank_account", told),
        fund=body.fund,
        until=body.until,
    )
    return await carry_out(
        asking,
        [command],
        union_id,
        expected=expected,
        fields=frozenset(body.__struct_fields__),
    )


@operation(
    "GET",
    f"{_UNION}/bank-accounts",
    "listBankAccounts",
    tag="unions",
    policy=may("union.read"),
    answer=Rows[BankAccountRow],
)
async def list_bank_accounts(asking: Asking, query: ReadQuery) -> Answer:
    """The bank accounts kept on the date; numbers are masked."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.bank_accounts(scope))
