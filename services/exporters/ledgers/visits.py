"""L17 走访(五必访)记录 and L18 一帮一结对台账."""

from uuid import UUID

import msgspec

from domain.policy.in_force import Policy
from domain.policy.visit import VisitPolicy
from services.exporters.ledgers.table import (
    PAGE_ROWS,
    Builder,
    Cells,
    LedgerAsked,
    LedgerRows,
    all_rows,
    word,
)
from services.reads import Ledgers
from services.reads.pairings import PairingRow
from services.reads.visits import VisitRow

_Occasions = dict[tuple[str, int], dict[str, str]]
_policy_decoder = msgspec.json.Decoder(Policy)


async def _visits(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    names = await ledgers.officer_names(asked.scope_of_period)
    occasions = await _occasions(ledgers, asked)
    return await all_rows(
        lambda after: ledgers.visits(
            asked.scope_of_period, since=asked.since, limit=PAGE_ROWS, after=after
        ),
        lambda row: _visit(row, names, occasions),
    )


async def _occasions(ledgers: Ledgers, asked: LedgerAsked) -> _Occasions:
    """Return the union's own words for its occasions, by the version of its visit policy."""
    page = await ledgers.policies(asked.scope)
    policies = [_policy_decoder.decode(row.policy) for row in page.rows]
    return {
        (policy.policy_id, policy.version): policy.occasions
        for policy in policies
        if isinstance(policy, VisitPolicy)
    }


def _visit(row: VisitRow, names: dict[UUID, str], occasions: _Occasions) -> Cells:
    words = occasions.get((row.policy_id, row.policy_version), {})
    outcome = [word(row.result), row.follow_up.get("summary", "")]
    return (
        row.visited_on,
        row.person.name,
        words.get(row.occasion, row.occasion),
        "、".join(names.get(visitor, "") for visitor in row.visitors),
        row.details.get("situation"),
        row.details.get("request"),
        " ".join(text for text in outcome if text),
        row.days_to_visit,
    )


async def _pairings(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    scope = asked.scope_of_period
    names = await ledgers.officer_names(scope)
    held: dict[UUID, list[str]] = {}
    for officer in (await ledgers.officers(scope)).rows:
        held.setdefault(officer.officer_id, []).append(word(officer.office))
    return await all_rows(
        lambda after: ledgers.pairings(scope, limit=PAGE_ROWS, after=after, open_since=asked.since),
        lambda row: _pairing(row, names, held),
    )


def _pairing(row: PairingRow, names: dict[UUID, str], held: dict[UUID, list[str]]) -> Cells:
    offices = "、".join(held.get(row.cadre_id, []))
    cadre = names.get(row.cadre_id, "")
    return (
        f"{cadre}({offices})" if offices else cadre,
        row.person.name,
        row.cause,
        row.target.get("goal"),
        row.target.get("measures"),
        row.due_on,
        row.review.get("summary") or word(row.progress),
        row.visits,
        word(row.outcome),
    )


BUILDERS: dict[str, Builder] = {"L17": _visits, "L18": _pairings}
