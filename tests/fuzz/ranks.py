"""Whether two samples are told apart: the test of Mann and Whitney, by its normal approximation."""

from collections.abc import Sequence
from itertools import groupby
from math import erfc, sqrt


def mann_whitney_p(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the two-sided p of "neither tends to be larger", corrected for ties and for continuity."""
    n, m = len(first), len(second)
    both = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    begun, rank_sum, tied = 0, 0.0, 0
    for _, same in groupby(both, key=lambda pair: pair[0]):
        group = list(same)
        rank = begun + (len(group) + 1) / 2
        rank_sum += rank * sum(side == 0 for _, side in group)
        tied += len(group) ** 3 - len(group)
        begun += len(group)
    total = n + m
    variance = n * m / 12 * (total + 1 - tied / (total * (total - 1)))
    if not variance:
        return 1.0
    apart = abs(rank_sum - n * (n + 1) / 2 - n * m / 2) - 0.5
    return erfc(max(apart, 0.0) / sqrt(variance) / sqrt(2))
