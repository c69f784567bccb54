"""Money is integer fen (分). Yuan (元) exists only on paper and on screens."""

from collections.abc import Iterable
from typing import Annotated

import msgspec

FEN_PER_YUAN = 100
FEN_MAX = 10**12

Fen = Annotated[int, msgspec.Meta(ge=0, le=FEN_MAX)]
PositiveFen = Annotated[int, msgspec.Meta(ge=1, le=FEN_MAX)]
SignedFen = Annotated[int, msgspec.Meta(ge=-FEN_MAX, le=FEN_MAX)]


class PostingLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a voucher: debit is positive, credit negative (rule 9 of domain.md)."""

    account: str
    fund: str
    fen: SignedFen


PostingLines = tuple[PostingLine, ...]


def yuan_text(fen: int) -> str:
    """Return an amount as printed on paper, two decimals: 2615 → '26.15', -5 → '-0.05'."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{yuan}.{rest:02d}"


def is_balanced(lines: Iterable[PostingLine]) -> bool:
    """Tell whether the lines of one event sum to zero in every fund."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.fund] = sums.get(line.fund, 0) + line.fen
    return not any(sums.values())


def negated(lines: PostingLines) -> PostingLines:
    """Return the red-letter lines (红字) that undo these."""
    return tuple(PostingLine(account=line.account, fund=line.fund, fen=-line.fen) for line in lines)
