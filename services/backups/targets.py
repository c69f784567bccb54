"""To which point of the log a copy is brought, in PostgreSQL's words (PostgreSQL manual 20.5.6)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

_UNLIKE_SHELL: Final = ("'", '"', "\\", "\n", "%")


_ALWAYS: Final = {
    "hot_standby": "off",
    "recovery_target_action": "promote",
    "recovery_target_timeline": "latest",
}
"""Nobody is let in before the target is reached; then the copy is nobody's standby."""


class Target(NamedTuple):
    """At most one of these; none of them is the end of the archive.

    `moment`: the last commit until then. `transaction`: the end of that one. `point`: a named restore point.
    `alone`: the moment the base backup was complete, without the archive.
    """

    moment: datetime | None = None
    transaction: int | None = None
    point: str | None = None
    is_alone: bool = False

    @property
    def is_end(self) -> bool:
        """Whether everything there is comes back."""
        return self == Target()

    @property
    def settings(self) -> Mapping[str, str]:
        """PostgreSQL's settings for it. A server that does not reach its target does not come up."""
        wanted = dict(_ALWAYS)
        if self.moment is not None:
            wanted["recovery_target_time"] = (
                f"{self.moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00"
            )
        if self.transaction is not None:
            wanted["recovery_target_xid"] = str(self.transaction)
        if self.point is not None:
            wanted["recovery_target_name"] = self.point
        if self.is_alone:
            wanted["recovery_target"] = "immediate"
        return wanted


class PointUnusable(ValueError):
    """A restore point's name has letters a settings file would take for something else."""


def recovery_lines(archive: Path, target: Target, mark: str) -> list[str]:
    """Return lines of settings that bring a copy to a target, each ending in a mark; raises PointUnusable.

    A segment that is not in the archive is told from one that is damaged, and from an archive that cannot be
    looked into: these end the recovery (exit status above 125) instead of passing for the end of the log.
    """
    if target.point is not None and any(one in target.point for one in _UNLIKE_SHELL):
        raise PointUnusable
    file = f'"{archive}/%f.gz"'
    fetch = f'test -x "{archive}" || exit 255; test -e {file} || exit 1; gzip -dc {file} > "%p" || exit 255'
    settings = {"restore_command": fetch, **target.settings}
    return [f"{name} = '{value}' # {mark}" for name, value in settings.items()]
