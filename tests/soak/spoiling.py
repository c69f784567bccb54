"""What can be taken out of a loaded product, for controls that must be noticed. The product knows nothing of it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final


def _take_fencing() -> None:
    """Workers no longer hold the cursors they work from (assurance F17)."""
    from services.projector import runner  # noqa: PLC0415 # in the spoiled process only

    fence = "for update of c skip locked"
    query = runner._LEDGERS["lock_cursors"]
    assert fence in query
    open_query = query.replace(fence, "")
    runner._LEDGERS = MappingProxyType({**runner._LEDGERS, "lock_cursors": open_query})


SPOILED: Final[Mapping[str, Callable[[], None]]] = {"fencing": _take_fencing}
