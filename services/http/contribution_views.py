"""拨缴经费 as it stands: the months of a year (L6), and everything about one month."""

from datetime import date

from domain.ids import UnionId, contribution_stream
from domain.period import MONTHS_PER_YEAR, month_text
from services.auth import may
from services.http.asking import Answer, Asking, strong, weak
from services.http.fields import Answered, Year
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.reads.funds import (
    ContributionEntryRow,
    ContributionMonthRow,
    DeclarationRow,
    DunningRow,
)

_CONTRIBUTIONS = "/v1/unions/{union_id}/contributions"
_MONTH = f"{_CONTRIBUTIONS}/{{period}}"


class YearQuery(ReadQuery, frozen=True, kw_only=True):
    """`year`: that of the date where it is left out."""

    year: Year | None = None


class MonthView(Answered, frozen=True, kw_only=True):
    """All that is known of one month. `version` is that of the month, 0 where nothing is."""

    position: int
    as_of: date
    month: str
    version: int
    standing: ContributionMonthRow | None
    declarations: list[DeclarationRow]
    notices: list[DunningRow]
    entries: list[ContributionEntryRow]


@operation(
    "GET",
    _CONTRIBUTIONS,
    "listContributions",
    tag="contributions",
    policy=may("books.read"),
    answer=Rows[ContributionMonthRow],
)
async def list_contributions(asking: Asking, query: YearQuery) -> Answer:
    """工会经费拨缴台账 of a year, by month. A month nobody declared has no payroll."""
    scope = await scope_of(asking, query)
    year = query.year or scope.as_of.year
    page = await asking.parts.ledgers.contribution_months(
        scope, first=month_text(year, 1), last=month_text(year, MONTHS_PER_YEAR)
    )
    return whole(scope, page)


@operation(
    "GET",
    _MONTH,
    "readContribution",
    tag="contributions",
    policy=may("books.read"),
    answer=MonthView,
)
async def read_contribution(asking: Asking, period: str, query: ReadQuery) -> Answer:
    """Everything about one month: declarations, notices and entries of money, each with its event."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    standing = await ledgers.contribution_months(scope, first=period, last=period)
    version = await asking.version_of(contribution_stream(UnionId(asking.tenant_id), period))
    view = MonthView(
        position=standing.position,
        as_of=scope.as_of,
        month=period,
        version=version,
        standing=standing.rows[0] if standing.rows else None,
        declarations=(await ledgers.declarations(scope, period)).rows,
        notices=(await ledgers.dunnings(scope, period)).rows,
        entries=(await ledgers.contribution_entries(scope, period)).rows,
    )
    return Answer(body=view, headers=strong(version) if version else weak(standing.position))
