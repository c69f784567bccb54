"""L15 慰问台账 and L16 节日慰问品发放签收表."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from domain.condolence.events import Goods
from domain.money import yuan_text
from domain.policy.benefit import Benefit, BenefitPolicy, limit_of
from domain.policy.in_force import Policy
from services.exporters.ledgers.table import (
    PAGE_ROWS,
    Amount,
    Builder,
    Cells,
    LedgerAsked,
    LedgerRows,
    all_rows,
    summed,
    word,
)
from services.reads import Ledgers
from services.reads.condolence import CondolenceRow, FestivalGiftRow

_Benefits = Mapping[tuple[str, int], BenefitPolicy]
_policy_decoder = msgspec.json.Decoder(Policy)


async def _condolences(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    names = await ledgers.officer_names(asked.scope_of_period)
    benefits = await _benefits(ledgers, asked)
    built = await all_rows(
        lambda after: ledgers.condolences(
            asked.scope_of_period, since=asked.since, limit=PAGE_ROWS, after=after
        ),
        lambda row: _condolence(row, names, benefits),
    )
    return built._replace(totals=summed(built.rows))


async def _benefits(ledgers: Ledgers, asked: LedgerAsked) -> _Benefits:
    """Return the benefit rules the union ever adopted, by name and version."""
    page = await ledgers.policies(asked.scope)
    policies = [_policy_decoder.decode(row.policy) for row in page.rows]
    return {
        (policy.policy_id, policy.version): policy
        for policy in policies
        if isinstance(policy, BenefitPolicy)
    }


def _condolence(row: CondolenceRow, names: dict[UUID, str], benefits: _Benefits) -> Cells:
    told = row.details.get
    limit_fen = _limit_fen(row, benefits)
    deliverer = None if row.deliverer_id is None else names.get(row.deliverer_id)
    return (
        row.given_on,
        row.person.name,
        row.department,
        word(row.occasion),
        told("evidence"),
        told("relation") or word(row.relation and f"relation_{row.relation}"),
        told("form") or word(row.form),
        None if limit_fen is None else yuan_text(limit_fen),
        Amount(row.amount_fen),
        told("visitors") or deliverer,
        None,
        told("voucher_no"),
    )


def _limit_fen(row: CondolenceRow, benefits: _Benefits) -> int | None:
    """Return the limit (标准) of the rules that the condolence was measured by."""
    if row.benefit_id is None or row.benefit_version is None:
        return None
    policy = benefits.get((row.benefit_id, row.benefit_version))
    if policy is None:
        return None
    given = msgspec.convert(
        {
            "occasion": row.occasion,
            "given_on": row.given_on,
            "amount_fen": row.amount_fen,
            "form": row.form,
            "relation": row.relation,
            "festival": row.festival,
        },
        Benefit,
    )
    return limit_of(policy, given)


async def _gifts(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    return await all_rows(
        lambda after: ledgers.festival_gifts(
            asked.scope_of_period, since=asked.since, limit=PAGE_ROWS, after=after
        ),
        _gift,
    )


def _gift(row: FestivalGiftRow) -> Cells:
    one = row.goods[0] if len(row.goods) == 1 else None
    return (
        word(row.festival) or word("festival"),
        "、".join(_named(each) for each in row.goods) or word(row.form),
        None if one is None else Amount(one.unit_price_fen),
        sum(each.quantity for each in row.goods) or None,
        Amount(row.amount_fen),
        row.person.name,
        Amount(row.year_fen),
    )


def _named(goods: Goods) -> str:
    return goods.name if goods.quantity == 1 else f"{goods.name}×{goods.quantity}"


BUILDERS: dict[str, Builder] = {"L15": _condolences, "L16": _gifts}
