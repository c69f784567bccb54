"""What can be taken out of a loaded product, for controls that must be noticed. The product knows nothing of it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final


def _take_fencing() -> None:
    """Workers no longer hold the cursors they work from (assurance F17)."""
    from services.projector import taking  # noqa: PLC0415 # in the spoiled process only

    fence, fenced = "for update of c skip locked", ("take_stretch", "lock_cursors")
    assert all(fence in taking._LEDGERS[name] for name in fenced)
    opened = {name: taking._LEDGERS[name].replace(fence, "") for name in fenced}
    taking._LEDGERS = MappingProxyType({**taking._LEDGERS, **opened})


SPOILED: Final[Mapping[str, Callable[[], None]]] = {"fencing": _take_fencing}
