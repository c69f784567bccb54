"""Opens a foreign workbook in a child process with limits on memory, time and size.

A 1.4 KB file can make the parser ask for 550 GB and abort; here only the child dies, and the
caller learns which named reason it was.
"""

import signal
import subprocess
import sys
from pathlib import Path

import msgspec

from services.importers.limits import DEFAULT_LIMITS, Limits
from services.importers.refused import WorkbookFault, WorkbookRefused
from services.importers.workbook import Answer, Workbook

SOURCE = Path(__file__).parents[2]
START = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from services.importers.child import main; main(sys.argv[2])"
)
FAULT_OF_SIGNAL: dict[int, WorkbookFault] = {
    -signal.SIGABRT: "too_many_cells",  # the parser could not get the memory it asked for
    -signal.SIGXCPU: "timeout",
}


def read_workbook(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """The visible sheets of an .xlsx or .xls. Blocks; raises `WorkbookRefused`."""
    if not content:
        raise WorkbookRefused("not_a_workbook")
    if len(content) > limits.file_bytes:
        raise WorkbookRefused("too_large")
    answer = msgspec.msgpack.decode(ask_child(content, limits), type=Answer)
    if answer.refused:
        raise WorkbookRefused(msgspec.convert(answer.refused, WorkbookFault))
    return Workbook(sheets=answer.sheets)


def ask_child(content: bytes, limits: Limits) -> bytes:
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-I", "-c", START, str(SOURCE), msgspec.json.encode(limits).decode()],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        raise WorkbookRefused("timeout") from expired
    if child.returncode != 0:
        raise WorkbookRefused(FAULT_OF_SIGNAL.get(child.returncode, "unreadable"))
    return child.stdout
