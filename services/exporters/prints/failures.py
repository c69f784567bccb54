"""Why a paper was not made."""

from typing import Literal

PrintFault = Literal["font_missing", "too_long", "timed_out", "failed", "busy"]


class PrintFailed(Exception):
    """Nothing was printed. `fault` is one of a closed list; of the paper nothing is told."""

    def __init__(self, fault: PrintFault) -> None:
        super().__init__(fault)
        self.fault = fault
