"""`make upgrade`: the long form, on a durable server, with figures. It fails on a loss, never on a time."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

import uvloop

from services.store import embedded
from services.store.addresses import with_database
from tests.support.database import settings_for
from tests.upgrade.trees import tree_after, tree_before
from tests.upgrade.upgrading import Play, Played, installation_at


async def _played(home: Path, address: str, *, writes: int, processes: int) -> Played | None:
    before = await asyncio.to_thread(tree_before, home / "before")
    if before is None:
        return None
    settings = settings_for(with_database(address, "upgraded"), home / "root.key")
    installation = installation_at(settings, home)
    after = await asyncio.to_thread(tree_after, home / "after")
    play = Play(installation, before, after, writes=writes, processes=processes)
    try:
        return await play.play(again=True)
    finally:
        installation.end()


def _told(played: Played) -> bool:
    seen = played.seen
    for phase, seconds in seen.seconds.items():
        stall = seen.stalls[phase] * 1000
        sys.stdout.write(f"{phase:<24} {seconds:6.1f} s, longest read {stall:6.0f} ms\n")
    is_whole = played.received_fen == played.seen.acknowledged_fen
    sys.stdout.write(
        f"commands acknowledged {sum(seen.acknowledged.values())}, failed {len(seen.failed)}, "
        f"asked again {seen.retried}; reads {seen.reads}\n"
        f"every acknowledged command once in the ledgers: {'yes' if is_whole else 'NO'}\n"
        f"faults fsck found: {len(played.faults)}\n"
    )
    for line in (*seen.failed, *played.faults):
        sys.stdout.write(f"  {line}\n")
    return is_whole and not seen.failed and not played.faults


def main() -> int:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.upgrade", description=__doc__)
    parser.add_argument("--writes", type=int, default=200, help="commands in each phase, at least")
    parser.add_argument("--processes", type=int, default=2, help="web processes of each version")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gonghui-upgrade-") as folder:
        home = Path(folder)
        address = embedded.start(home / "pg")
        try:
            played = uvloop.run(
                _played(home, address, writes=asked.writes, processes=asked.processes)
            )
        finally:
            embedded.leave(home / "pg")
    if played is None:
        sys.stdout.write("there is no history here to take the code before from: not run\n")
        return 0
    return 0 if _told(played) else 1


if __name__ == "__main__":
    sys.exit(main())
