"""Runs the confined process as the sandbox does and tells what it cost.

A small launcher stands between: what a process weighed before it became another counts as that other's.
"""

import json
import subprocess
import sys
import tempfile
from typing import Final, NamedTuple

import msgspec

from services.importers.limits import DEFAULT_LIMITS, Limits
from services.importers.sandbox import FAULT_OF_SIGNAL, SOURCE, START
from services.importers.workbook import Answer

_LAUNCHER: Final = """
import json, os, sys, time
with open(sys.argv[1], "rb") as content:
    begun = time.perf_counter()
    os.dup2(content.fileno(), 0)
    told, telling = os.pipe()
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, "-I", "-c", *sys.argv[2:]],
        {},
        file_actions=[(os.POSIX_SPAWN_DUP2, telling, 1), (os.POSIX_SPAWN_CLOSE, told)],
    )
os.close(telling)
with os.fdopen(told, "rb") as pipe:
    answer = pipe.read()
_, status, used = os.wait4(child, 0)
cost = [used.ru_maxrss, used.ru_utime + used.ru_stime, time.perf_counter() - begun]
sys.stdout.buffer.write(json.dumps([os.waitstatus_to_exitcode(status), *cost]).encode() + b"\\n" + answer)
"""


class Cost(NamedTuple):
    """How it ended ("" for a workbook that was read), the most MB, seconds of the processor and in all."""

    refused: str
    megabytes: int
    cpu_seconds: float
    seconds: float


def cost_of(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Cost:
    """Open a workbook in a process of its own."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        command = [file.name, START, str(SOURCE), msgspec.json.encode(limits).decode()]
        told = subprocess.run(  # noqa: S603 # our own interpreter, our own words
            [sys.executable, "-I", "-c", _LAUNCHER, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    line, _, answer = told.stdout.partition(b"\n")
    code, kilobytes, cpu, seconds = json.loads(line)
    refused = FAULT_OF_SIGNAL.get(code, "unreadable") if code else ""
    if not code:
        refused = msgspec.msgpack.decode(answer, type=Answer).refused
    return Cost(refused, kilobytes // 1024, cpu, seconds)
