"""Balances that move when unions merge, split or end.

Source: 中国工会章程 art. 40 (domain.md 4.1): on a merger the assets go to the merged union, on dissolution the
higher union disposes; a split follows the numbers of members or workers (Henan, Chongqing). Balances are posting
lines: one per account and fund, debit positive. A whole trial balance sums to zero in every fund, so what
moves does too.
"""

from collections.abc import Iterable

from domain.money import FEN_MAX, PostingLine, PostingLines, is_balanced


def is_movable(lines: PostingLines) -> bool:
    """Tell whether lines can be posted as moved balances: in range, none empty, each fund in balance."""
    return all(1 <= abs(line.fen) <= FEN_MAX for line in lines) and is_balanced(lines)


def closes(balances: PostingLines, lines: PostingLines) -> bool:
    """Tell whether the lines bring every balance to zero."""
    return not any(_by_account((*balances, *lines)).values())


def share_of(balances: PostingLines, numerator: int, denominator: int) -> PostingLines:
    """Return a part of every balance; what rounding leaves of a fund goes to its largest balance.

    The part must be between 0 and 1. Every line has the sign of its balance except where the rest of
    rounding outweighs it; the lines of each fund sum to zero if the balances do.
    """
    parts = {
        place: _towards_zero(fen * numerator, denominator)
        for place, fen in _by_account(balances).items()
    }
    for fund in sorted({fund for _, fund in parts}):
        places = [place for place in parts if place[1] == fund]
        rest = sum(parts[place] for place in places)
        largest = max(places, key=lambda place: (abs(parts[place]), place))
        parts[largest] -= rest
    return tuple(
        PostingLine(account=account, fund=fund, fen=fen)
        for (account, fund), fen in parts.items()
        if fen
    )


def _by_account(lines: Iterable[PostingLine]) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for line in lines:
        place = (line.account, line.fund)
        sums[place] = sums.get(place, 0) + line.fen
    return sums


def _towards_zero(numerator: int, denominator: int) -> int:
    part = abs(numerator) // denominator
    return part if numerator >= 0 else -part
