"""Papers of aid as PDF: 困难职工档案表 and both kinds of 公示; a pay list is the ledger L13 of its batch."""

from typing import NamedTuple
from uuid import UUID

from services.auth import may
from services.exporters.prints.household_paper import household_paper
from services.exporters.prints.notice_paper import NoticeAsked, NoticeRow, notice_paper
from services.http.asking import Answer, Asking
from services.http.notices import NoticeSheet, read_hardship_notice, read_payment_notice
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.printing import FAULTS, PDF, PRINTS, printed, stand_of, union_named
from services.http.problems import Problem
from services.reads.households import HouseholdRow, HouseholdStepRow
from services.reads.rows import MemberRow
from services.words import prints as words


@operation(
    "GET",
    f"{PRINTS}/households/{{household_id}}/form",
    "typesetHousehold",
    tag="aid",
    policy=may("aid.read"),
    answer=bytes,
    media_type=PDF,
    refusals=("request.path_unknown", *FAULTS),
)
async def typeset_household(asking: Asking, household_id: UUID, query: ReadQuery) -> Answer:
    """困难职工档案表打印: every field of the form, masked as on the screen, with room for opinions."""
    read = await household_read(asking, household_id, query)
    stand = await stand_of(asking, read.position)
    return await printed(
        asking,
        household_paper(read.row, read.member, read.steps, read.union, stand),
        stand,
        about=f"household {household_id}",
        name=(read.union, words.HOUSEHOLD_TITLE, read.row.file_no or ""),
    )


class HouseholdRead(NamedTuple):
    """What the form of a household is made of, masked."""

    row: HouseholdRow
    member: MemberRow | None
    steps: list[HouseholdStepRow]
    union: str
    position: int


async def household_read(asking: Asking, household_id: UUID, query: ReadQuery) -> HouseholdRead:
    """Read a household with its householder and its steps; 404 where there is none."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    page = await ledgers.households(scope, limit=1, household_id=household_id)
    if not page.rows:
        raise Problem("request.path_unknown")
    (row,) = page.rows
    holder = row.householder_id
    return HouseholdRead(
        row=row,
        member=None if holder is None else await ledgers.member(scope, holder),
        steps=(await ledgers.household_steps(scope, household_id)).rows,
        union=await union_named(asking, scope),
        position=page.position,
    )


@operation(
    "GET",
    f"{PRINTS}/households/{{household_id}}/notice",
    "typesetHardshipNotice",
    tag="aid",
    policy=may("aid.read"),
    answer=bytes,
    media_type=PDF,
    refusals=("request.path_unknown", *FAULTS),
)
async def typeset_hardship_notice(asking: Asking, household_id: UUID, query: ReadQuery) -> Answer:
    """困难职工公示打印: the sheet to hang out, of the householder and nobody else."""
    answer = await read_hardship_notice(asking, household_id, query)
    lead = words.NOTICE_OF_FILE
    return await _notice(asking, answer.body, query, lead, f"notice of household {household_id}")


@operation(
    "GET",
    f"{PRINTS}/pay-batches/{{pay_batch_id}}/notice",
    "typesetPaymentNotice",
    tag="aid",
    policy=may("payments.read"),
    answer=bytes,
    media_type=PDF,
    refusals=("pay_batch.unknown", *FAULTS),
)
async def typeset_payment_notice(asking: Asking, pay_batch_id: UUID, query: ReadQuery) -> Answer:
    """发放公示打印: name masked, unit, class, kind of aid and amount of everybody on a pay list."""
    answer = await read_payment_notice(asking, pay_batch_id, query)
    lead = words.NOTICE_OF_PAYMENT
    return await _notice(asking, answer.body, query, lead, f"notice of pay batch {pay_batch_id}")


async def _notice(
    asking: Asking, sheet: NoticeSheet, query: ReadQuery, lead: str, about: str
) -> Answer:
    union = await union_named(asking, await scope_of(asking, query))
    term = sheet.term
    asked = NoticeAsked(
        union=union,
        lead=lead,
        rows=[
            NoticeRow(
                name=line.name,
                unit=line.unit,
                department=line.department,
                hardship_class=line.hardship_class,
                category=line.category,
                amount_fen=line.amount_fen,
            )
            for line in sheet.lines
        ],
        document_no=sheet.basis.document_no,
        unnamed=sheet.basis.unnamed,
        first=None if term is None else term.posted_on,
        days=None if term is None else term.working_days_needed,
        last=None if term is None else term.may_close_on,
    )
    stand = await stand_of(asking, sheet.position)
    paper = notice_paper(asked, stand)
    name = (union, words.NOTICE_TITLE.replace("　", ""), str(sheet.as_of))
    return await printed(asking, paper, stand, about=about, name=name)
