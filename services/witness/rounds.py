"""One round of a witness: fetch, check, keep, pledge, sign, deliver, in this order.

Killed between any two of them, the next round goes on from what was kept: nothing is signed that was not kept
before, and what was kept is never undone.
"""

import threading
from collections.abc import Callable
from pathlib import Path

from domain.checkpoint import Checkpoint
from domain.note import Note, PublicKey
from services.keys.signing import Cosigner
from services.log import logger, note, round_of
from services.witness.answers import CensusAnswered
from services.witness.checks import (
    check_census,
    check_consistency,
    check_goes_on,
    check_head,
    check_heads,
    check_page,
    signed_checkpoint,
)
from services.witness.faults import NotAnswered, NotCosigned
from services.witness.holding import Held, Holding, Taking
from services.witness.log import Log
from services.witness.pledge import Pledge, write_pledge

Clock = Callable[[], int]
"""Seconds since 1970."""

_log = logger("witness")


class Witness:
    """One key that vouches for one log."""

    def __init__(
        self,
        log: Log,
        *,
        log_key: PublicKey,
        cosigner: Cosigner,
        holding: Holding,
        key_file: Path,
        clock: Clock,
    ) -> None:
        self._log = log
        self._log_key = log_key
        self._cosigner = cosigner
        self._holding = holding
        self._key_file = key_file
        self._clock = clock

    def round(self) -> Checkpoint:
        """Cosign the newest checkpoint; raises NotCosigned or NotAnswered, and then nothing was signed.

        A checkpoint that is held already is cosigned again: that the log still shows it is worth a new moment.
        """
        note, shown = signed_checkpoint(self._log.latest(), self._log_key)
        try:
            self._keep(note, shown)
        except NotCosigned as doubted:
            self._holding.keep_doubt(doubted.fault, note.raw, self._clock())
            raise
        self._pledge(shown)
        moment = self._clock()
        line = self._cosigner.cosign(note.text, moment)
        self._log.deliver(shown.size, line)
        self._holding.remember_delivered(shown.size, line, moment)
        return shown

    def _keep(self, note: Note, shown: Checkpoint) -> None:
        newest = self._holding.newest()
        held = None if newest is None else newest.checkpoint
        if held is not None:
            check_goes_on(held, shown)
            if shown.size == held.size:
                return
            check_consistency(held, shown, self._log.consistency(held.size, shown.size))
        with self._holding.taking() as taking:
            census = self._take_heads(taking, shown, newest)
            unions, root = taking.heads_root()
            check_heads(census, unions, root)
            taking.put_checkpoint(
                shown.size,
                note,
                taken_at=census.taken_at,
                heads_root=root,
                moment=self._clock(),
            )

    def _take_heads(self, taking: Taking, shown: Checkpoint, newest: Held | None) -> CensusAnswered:
        """Check and put every head that moved, page by page; returns the census they are of."""
        since, taken_after = (0, 0) if newest is None else (newest.checkpoint.size, newest.taken_at)
        page = self._log.heads(shown.size, since, None)
        census, after, heads_so_far = page.census, None, 0
        unions_held = self._holding.unions()
        check_census(shown, census, unions_held=unions_held, taken_after=taken_after)
        while True:
            heads_so_far += len(page.heads)
            check_page(page, census, after=after, heads_so_far=heads_so_far)
            for answered in page.heads:
                check_head(answered, taking.head_of(answered.union_id))
                taking.put_head(answered.head)
            if page.next_after is None:
                return census
            after = page.next_after
            page = self._log.heads(shown.size, since, after)

    def _pledge(self, shown: Checkpoint) -> None:
        pledged = Pledge(store_id=self._holding.store_id, size=shown.size, root=shown.root.hex())
        write_pledge(self._key_file, pledged)


def follow(
    witness: Witness, stop: threading.Event, *, every: int, meaning: Callable[[str], str]
) -> None:
    """Do a round again and again until told to stop; an alarm is raised anew in each round it lasts."""
    while not stop.is_set():
        try:
            with round_of("witness"):
                note(checkpoint=witness.round().short_code)
        except NotCosigned as doubted:
            _log.error("not_cosigned", fault=doubted.fault, meaning=meaning(doubted.fault))
        except NotAnswered as silent:
            _log.warning("not_answered", status=silent.status)
        stop.wait(every)
