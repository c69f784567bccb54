"""What came of a hostile request: refused with a code in good time, taken, or something that must not be."""

import re
import resource
from collections import Counter
from pathlib import Path
from statistics import quantiles
from typing import Final

import msgspec

from services.http.problems import MEDIA_TYPE, REASONS
from tests.fuzz.asgi import Answered, Raw

SLOW_SECONDS: Final = 2.0
FAULTS_KEPT: Final = 20
_PAGE: Final = resource.getpagesize()


class Tally:
    """Counts answers; keeps the first faults."""

    def __init__(self) -> None:
        self.asked = self.taken = self.failed = 0
        self.kinds: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []
        self.faults: list[str] = []

    def judge(self, operation_id: str, raw: Raw, answered: Answered) -> None:
        """Count one answer."""
        self.asked += 1
        self.kinds[raw.name] += 1
        self.statuses[answered.status] += 1
        self.seconds.append(answered.seconds)
        self.taken += 200 <= answered.status < 300
        self.failed += answered.status >= 500 and not is_asked_to_wait(raw, answered)
        fault = fault_of(raw, answered)
        if fault and len(self.faults) < FAULTS_KEPT:
            self.faults.append(f"{operation_id} [{raw.name}] {fault}: {_shown(raw)}")

    @property
    def p99_milliseconds(self) -> float:
        return quantiles(self.seconds, n=100)[98] * 1_000


_TOLD = re.compile(r"代码：([a-z_.]+)")
"""How a page of ours, which a mangled address may lead to, says its code."""


def fault_of(raw: Raw, answered: Answered) -> str | None:
    """Return what is wrong with an answer."""
    if answered.status == 0:
        return None if raw.breaks_off else "no answer"
    if answered.status >= 500 and not is_asked_to_wait(raw, answered):
        return f"{answered.status} {_code(answered) or answered.body[:200]!r}"
    if answered.seconds > SLOW_SECONDS:
        return f"{answered.seconds:.1f} s"
    if answered.status >= 400 and _code(answered) not in REASONS:
        return f"{answered.status} without a code: {answered.body[:100]!r}"
    if answered.headers.get(b"x-content-type-options") != b"nosniff":
        return "without security headers"
    return None


def is_asked_to_wait(raw: Raw, answered: Answered) -> bool:
    """Whether somebody who asked for a position the books do not show yet is told when to ask again."""
    is_ahead = b"min_position" in raw.query and _code(answered) == "ledgers.not_yet_shown"
    return is_ahead and b"retry-after" in answered.headers


def resident_megabytes() -> float:
    """Return what this process weighs now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * _PAGE / 2**20


def _code(answered: Answered) -> str | None:
    if answered.headers.get(b"content-type", b"").startswith(b"text/html"):
        told = _TOLD.search(answered.body.decode())
        return None if told is None else told[1]
    if not answered.headers.get(b"content-type", b"").startswith(MEDIA_TYPE.encode()):
        return None
    try:
        code: str = msgspec.json.decode(answered.body)["code"]
    except (msgspec.DecodeError, KeyError):
        return None
    return code


def _shown(raw: Raw) -> str:
    body = b"".join(raw.pieces)
    return f"{raw.method} {raw.path[:120]!r}?{raw.query[:80]!r} {body[:160]!r} {list(raw.headers)[1:]!r}"[
        :600
    ]
