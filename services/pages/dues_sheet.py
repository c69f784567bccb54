"""The sheet of a dues month as it is typed: an amount beside each member, and the totals of the paper."""

import unicodedata
from collections.abc import Awaitable, Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from services.pages.reading_forms import count_of, day_of, fen_of, yuan_typed
from services.pages.visit import Posted
from services.reads.dues_months import DuesCell
from services.reads.masking import masked_name

AMOUNT: Final = "amount."
SEEN: Final = "seen."
_RATE_DIGITS: Final = Decimal("0.0001")

Finder = Callable[[str], Awaitable[Sequence[UUID] | None]]
"""Who bears a name, of the whole union; None for whoever may not ask."""


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """One member's line: what the books say, what was typed, what is wrong with it.

    `unlike`: what was typed is not what is unpaid. `moved`: somebody entered something for this member meanwhile.
    """

    cell: DuesCell
    rate: str
    typed: str = ""
    fen: int | None = None
    error: str = ""
    unlike: bool = False
    moved: bool = False


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed comes to, beside what the paper says; differences are None while the paper's are not typed."""

    heads: int
    fen: int
    heads_apart: int | None
    fen_apart: int | None
    unlike: int
    unreadable: int

    @property
    def agrees(self) -> bool:
        """Whether both totals were typed and are those of the lines."""
        return self.heads_apart == 0 and self.fen_apart == 0


class Unplaced(NamedTuple):
    """A pasted line that belongs to nobody for certain, and why."""

    line: str
    why: str


def typed_amounts(posted: Posted) -> dict[str, str]:
    """Return what was typed by member, blank lines left out."""
    found = {
        name.removeprefix(AMOUNT): posted.text(name)
        for name in posted.texts
        if name.startswith(AMOUNT)
    }
    return {member: text for member, text in found.items() if text}


def rows_of(
    cells: Sequence[DuesCell],
    typed: Mapping[str, str],
    posted: Posted,
    faults: Mapping[str, str],
) -> list[SheetRow]:
    """Return the lines of a sheet. `faults`: what was refused, by member."""
    return [_row(cell, typed, posted, faults) for cell in cells]


def _row(
    cell: DuesCell, typed: Mapping[str, str], posted: Posted, faults: Mapping[str, str]
) -> SheetRow:
    member = str(cell.member_id)
    text = typed.get(member, "")
    fen = fen_of(text) if text else None
    error = faults.get(member, "")
    if text and (fen is None or fen <= 0) and not error:
        error = "不是金额：请填大于零的数，最多两位小数"
    return SheetRow(
        cell=cell,
        rate=rate_of(cell),
        typed=text,
        fen=fen,
        error=error,
        unlike=fen is not None and cell.due_fen is not None and fen != max(cell.unpaid_fen, 0),
        moved=bool(text) and is_moved(cell, posted),
    )


def is_moved(cell: DuesCell, posted: Posted) -> bool:
    """Tell whether a member's account went on since the sheet was opened."""
    seen = posted.text(f"{SEEN}{cell.member_id}")
    return seen not in ("", str(cell.version))


def rate_of(cell: DuesCell) -> str:
    """Return the rate of the rule that decided; nothing where none did."""
    if cell.rate_numerator is None or not cell.rate_denominator:
        return ""
    return percent(cell.rate_numerator, cell.rate_denominator)


def percent(numerator: int, denominator: int) -> str:
    """Return a rate as it is spoken: 0.5%."""
    rate = (Decimal(numerator) * 100 / denominator).quantize(_RATE_DIGITS)
    return f"{rate.normalize():f}%"


def counted(rows: Sequence[SheetRow], typed: Mapping[str, str], posted: Posted) -> Counted:
    """Add up what was typed, also for members who are not on this page, and compare it with the paper's totals."""
    amounts = [fen_of(text) for text in typed.values()]
    known = [fen for fen in amounts if fen is not None]
    heads, total = len(amounts), sum(known)
    declared_heads = _whole(posted.text("declared_heads"))
    declared_fen = fen_of(posted.text("declared_fen")) if posted.text("declared_fen") else None
    return Counted(
        heads=heads,
        fen=total,
        heads_apart=None if declared_heads is None else heads - declared_heads,
        fen_apart=None if declared_fen is None else total - declared_fen,
        unlike=sum(row.unlike for row in rows),
        unreadable=sum(fen is None or fen <= 0 for fen in amounts),
    )


def filled(cells: Sequence[DuesCell], typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, with what is unpaid in the lines where nothing was."""
    due = {
        str(cell.member_id): yuan_typed(cell.unpaid_fen) for cell in cells if cell.unpaid_fen > 0
    }
    return {**due, **typed}


async def placed(
    pasted: str, cells: Sequence[DuesCell], typed: Mapping[str, str], find: Finder
) -> tuple[dict[str, str], list[Unplaced]]:
    """Return what was typed with pasted lines of name and amount beside their members, and the lines left over.

    A name is compared as it is shown, masked; where several people look alike the whole name decides. A first line
    without an amount is a heading.
    """
    by_mask: dict[str, list[str]] = {}
    for cell in cells:
        by_mask.setdefault(cell.person.name or "", []).append(str(cell.member_id))
    given, left, taken = dict(typed), list[Unplaced](), set[str]()
    for number, line in enumerate(pasted.strip().split("\n")):
        name, amount = _name_and_amount(line)
        is_heading = number == 0 and not amount
        if is_heading or not (name or amount):
            continue
        if not name or not amount:
            left.append(Unplaced(line.strip(), "没有同时找到姓名和金额"))
            continue
        fitting = by_mask.get(masked_name(name), [])
        if len(fitting) > 1:
            bearers = await find(name)
            if bearers is not None:
                fitting = [one for one in fitting if UUID(one) in bearers]
        if len(fitting) != 1 or fitting[0] in taken:
            left.append(Unplaced(line.strip(), _why(fitting, taken)))
            continue
        taken.add(fitting[0])
        given[fitting[0]] = amount
    return given, left


def _why(fitting: Sequence[str], taken: set[str]) -> str:
    if not fitting:
        return "这张表上没有这个人"
    if len(fitting) > 1:
        return "有同名的人，请在表中直接填写"
    return "同一个人出现了两次" if fitting[0] in taken else ""


def _name_and_amount(line: str) -> tuple[str, str]:
    """The first cell that is no number is the name, the last that is an amount the amount."""
    parts = [
        unicodedata.normalize("NFKC", part).strip() for part in line.replace("，", "\t").split("\t")
    ]
    if len(parts) == 1:
        parts = parts[0].split()
    amounts = [part for part in parts if part and fen_of(part) is not None]
    names = [part.replace(" ", "") for part in parts if part and fen_of(part) is None]
    return (names[0] if names else ""), (amounts[-1] if amounts else "")


def document(
    period: str, typed: Mapping[str, str], posted: Posted, branch_id: str | None
) -> dict[str, Any]:
    """Return what receiveDues is asked for; what cannot be read goes on as typed, and is refused there."""
    batch: dict[str, Any] = {"first_month": period, "last_month": period}
    if (heads := posted.text("declared_heads")) != "":
        number = _whole(heads)
        batch["declared_heads"] = heads if number is None else number
    if (total := posted.text("declared_fen")) != "":
        batch["declared_fen"] = _fen_or(total)
    if reason := posted.text("difference_reason"):
        batch["difference_reason"] = reason
    if branch_id is not None:
        batch["branch_id"] = branch_id
    receipts = [
        {
            "member_id": member,
            "dues_month": period,
            "amount_fen": _fen_or(text),
            "seen_version": count_of(posted.text(f"{SEEN}{member}")),
        }
        for member, text in typed.items()
    ]
    return {
        "occurred_on": day_of(posted.text("occurred_on")),
        "receipts": receipts,
        "batch": batch,
    }


def by_member(faults: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Return faults of elements of the request as faults of the members they are about."""
    members = list(typed)
    found: dict[str, str] = {}
    for name, text in faults.items():
        parts = name.split(".")
        if parts[0] == "receipts" and len(parts) > 1 and parts[1].isdigit():
            place = int(parts[1])
            if place < len(members):
                found[members[place]] = text
    return found


def _fen_or(text: str) -> int | str:
    fen = fen_of(text)
    return text if fen is None else fen


def _whole(text: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix("人").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else None  # noqa: PLR2004
