"""The posting map: which accounts an operation moves (domain.md 4.3).

Account codes differ by accounting standard and year, so the map is policy data; the event carries the
lines and the map's version, and a rebuilt ledger can never disagree with signed paper.
"""

import msgspec

from domain.money import PostingLine, PostingLines


class PostingRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The account debited and the account credited by one operation."""

    debit: str
    credit: str


class PostingMap(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="posting_map",
):
    """Rules by operation, for example `dues.received` or `aid.living_aid.transfer`."""

    policy_id: str
    version: int
    standard_version: str
    rules: dict[str, PostingRule]


def is_sound(posting_map: PostingMap) -> bool:
    """Tell whether every operation moves money from one account to another one."""
    return all(
        rule.debit and rule.credit and rule.debit != rule.credit
        for rule in posting_map.rules.values()
    )


def posting_lines(
    posting_map: PostingMap, operation: str, *, fund: str, amount_fen: int
) -> PostingLines | None:
    """Return the two lines of an operation in one fund, or None if the map does not know it."""
    rule = posting_map.rules.get(operation)
    if rule is None:
        return None
    return (
        PostingLine(account=rule.debit, fund=fund, fen=amount_fen),
        PostingLine(account=rule.credit, fund=fund, fen=-amount_fen),
    )
