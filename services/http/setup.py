"""What a union still has to set up before its books can begin: the clerk's first page."""

from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from domain.ids import UnionId, opening_voucher_id
from domain.policy.dues import DuesPolicy
from domain.policy.in_force import policy_in_force
from services.auth import may
from services.http.asking import Answer, Asking, weak
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.policies.charts import chart_in_force
from services.reads import Scope
from services.words.setup import SETUP

_BEGINNING: Final = date(1900, 1, 1)
_OFFICES: Final = frozenset({"chairperson", "accountant", "cashier", "approver"})
"""Without them nobody can book, pay or approve."""


class SetupItem(Answered, frozen=True, kw_only=True):
    """One thing to set up; `count` is how many of it there are."""

    kind: str
    title: str
    rule: str
    link: str
    done: bool
    count: int


class SetupView(Answered, frozen=True, kw_only=True):
    position: int
    as_of: date
    done: int
    items: list[SetupItem]


@operation(
    "GET",
    "/v1/unions/{union_id}/setup",
    "readSetup",
    tag="unions",
    policy=may("union.read"),
    answer=SetupView,
)
async def read_setup(asking: Asking, query: ReadQuery) -> Answer:
    """What is set up already, and what is not, in the order in which it is best done."""
    scope = await scope_of(asking, query)
    async with asking.parts.ledgers.at_once(scope) as ledgers:
        union = await ledgers.union(scope)
        officers = await ledgers.officers(scope)
        accounts = await ledgers.bank_accounts(scope)
        roster = await ledgers.members(_counting(scope), limit=1)
        opening = await ledgers.vouchers(
            scope, since=_BEGINNING, limit=1, stream_id=_opening(asking.tenant_id)
        )
    filled = 0 if union is None else sum(map(bool, (union.employer_kind, union.employee_count)))
    offices = _OFFICES & {row.office for row in officers.rows}
    people = await _people(asking)
    policies = await _policies(asking, scope.as_of)
    members = roster.total or 0
    begun = len(opening.rows)
    found = {
        "particulars": (filled == 2, filled),  # noqa: PLR2004 # both of the two asked for
        "officers": (offices == _OFFICES, len(offices)),
        "people": (people > 0, people),
        "bank_accounts": (bool(accounts.rows), len(accounts.rows)),
        "policies": (policies == 2, policies),  # noqa: PLR2004 # a chart, and a rule for dues
        "roster": (members > 0, members),
        "opening_balances": (begun > 0, begun),
    }
    items = [
        SetupItem(
            kind=kind,
            title=words.title,
            rule=words.rule,
            link=words.link.replace("{union_id}", str(asking.tenant_id)),
            done=found[kind][0],
            count=found[kind][1],
        )
        for kind, words in SETUP.items()
    ]
    view = SetupView(
        position=officers.position,
        as_of=scope.as_of,
        done=sum(item.done for item in items),
        items=items,
    )
    return Answer(body=view, headers=weak(officers.position))


def _counting(scope: Scope) -> Scope:
    return msgspec.structs.replace(scope, counts=True)


def _opening(union_id: UUID) -> UUID:
    return opening_voucher_id(UnionId(union_id))


async def _people(asking: Asking) -> int:
    """How many people hold roles here; who they are is told elsewhere, to whoever may know."""
    listed = await asking.parts.accounts.appointments.listed(asking.tenant_id, asking.parts.today())
    return sum(one.stands == "holds" for one in listed)


async def _policies(asking: Asking, day: date) -> int:
    adopted = (await asking.parts.desk.read_union(asking.tenant_id)).policies
    rules = (chart_in_force(adopted, day), policy_in_force(adopted, DuesPolicy, day))
    return sum(rule is not None for rule in rules)
