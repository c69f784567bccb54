"""L1 会员名册 and L2 会员变动台账."""

from services.exporters.ledgers.table import (
    PAGE_ROWS,
    Builder,
    Cells,
    LedgerAsked,
    LedgerRows,
    every,
    word,
)
from services.reads import Ledgers
from services.reads.rows import ChangeRow, MemberRow
from services.words.ledgers.membership import DECIDED_BY_COMMITTEE

_NO_CHANGE_YET = frozenset({"start_transfer_out", "cancel_transfer_out"})
"""A letter of transfer changes no membership: the transfer does once it is accepted."""
_NOBODY_DECIDES = frozenset({"death"})


async def _roster(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    """Whoever only applied is not on the roster yet."""
    lines: list[Cells] = []
    position = 0
    async for rows, shown in every(
        lambda after: ledgers.members(asked.scope, limit=PAGE_ROWS, after=after)
    ):
        lines.extend(_member(row) for row in rows if row.membership is not None)
        position = shown
    return LedgerRows(lines, position)


async def _changes(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    lines: list[Cells] = []
    position = 0
    async for rows, shown in every(
        lambda after: ledgers.changes(
            asked.scope_of_period, since=asked.since, limit=PAGE_ROWS, after=after
        )
    ):
        lines.extend(_change(row) for row in rows if row.change not in _NO_CHANGE_YET)
        position = shown
    return LedgerRows(lines, position)


def _member(row: MemberRow) -> Cells:
    told = row.profile.get
    return (
        row.certificate.get("number") or told("certificate_no"),
        row.person.name,
        told("gender"),
        told("ethnicity"),
        (told("birth_date") or "")[:7],
        row.person.id_number,
        told("political_status"),
        told("education_level"),
        told("household_type"),
        word(told("is_migrant_worker")),
        _place(row),
        told("employment_form"),
        row.joined_on,
        word("transferring" if row.transferring else row.membership),
        told("mobile"),
    )


def _place(row: MemberRow) -> str | None:
    """Return department and group, or the branch where there is no group."""
    parts = (row.profile.get("department"), row.group or row.branch)
    return "/".join(part for part in parts if part) or None


def _change(row: ChangeRow) -> Cells:
    return (
        row.person.name,
        row.person.id_number,
        word(row.change),
        row.details.get("reason") or word(row.cause),
        row.other_union,
        None if row.change in _NOBODY_DECIDES else DECIDED_BY_COMMITTEE,
        row.decision_no,
        row.changed_on,
        row.details.get("handler"),
    )


BUILDERS: dict[str, Builder] = {"L1": _roster, "L2": _changes}
