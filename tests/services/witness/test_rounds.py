"""An honest log is cosigned, again and again, by a witness that starts anew each time."""

import threading
from pathlib import Path

import pytest

from domain.note import parse_note
from services.keys.signing import cosigned_at, is_signed
from services.witness import NotAnswered, follow
from services.witness import holding as module
from tests.services.witness.fake_log import Altered, FakeLog, seeded
from tests.services.witness.watching import NOW, watched

DAY = 86_400


@pytest.fixture(params=range(3))
def log(request: pytest.FixtureRequest) -> FakeLog:
    return FakeLog(seeded(request.param), unions=4, page=request.param + 1)


def test_every_checkpoint_of_an_honest_log_is_cosigned(log: FakeLog, tmp_path: Path) -> None:
    watch = watched(tmp_path, log)
    for _ in range(30):
        log.grow()
        watch.now += 60
        assert watch.round(log) == log.size
    assert [size for size, _ in log.delivered] == list(range(1, 31))
    assert log.moments(watch.public) == [NOW + 60 * round_ for round_ in range(1, 31)]


def test_censuses_in_between_need_not_be_seen(log: FakeLog, tmp_path: Path) -> None:
    watch = watched(tmp_path, log)
    dice = seeded(5)
    for _ in range(10):
        for _ in range(dice.randint(1, 9)):
            log.grow()
        assert watch.round(log) == log.size


def test_what_is_held_is_cosigned_again_with_a_new_moment(log: FakeLog, tmp_path: Path) -> None:
    log.grow()
    watch = watched(tmp_path, log)
    watch.round(log)
    before = watch.held()
    watch.now += 300
    watch.round(log)
    after = watch.held()
    assert before
    assert after
    assert (after.note, after.cosigned_at) == (before.note, NOW + 300)
    assert log.moments(watch.public) == [NOW, NOW + 300]


def test_a_union_without_events_may_be_counted_and_begin_later(
    log: FakeLog, tmp_path: Path
) -> None:
    union = log.found()
    first, union.digests = union.digests, []
    log.count()
    watch = watched(tmp_path, log)
    watch.round(log)
    union.digests = first
    log.count()
    assert watch.round(log) == 2


def test_one_checkpoint_a_day_is_kept_with_its_cosignature(log: FakeLog, tmp_path: Path) -> None:
    watch = watched(tmp_path, log)
    for _ in range(3):
        for _ in range(4):
            log.grow()
            watch.round(log)
            watch.now += 60
        watch.now += DAY
    holding = watch.holding()
    assert holding.sizes() == [4, 8, 12]
    held = holding.checkpoint(8)
    assert held
    assert holding.checkpoint(7) is None
    note = parse_note(held.raw)
    assert is_signed(note, log.signer.public)
    assert cosigned_at(note, watch.public) == held.cosigned_at
    holding.close()


def test_a_contradiction_the_log_has_signed_is_kept_once(
    log: FakeLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.grow()
    watch = watched(tmp_path, log)
    watch.round(log)
    fork = log.twin()
    fork.forget_last_census()
    fork.grow()
    for _ in range(2):
        with pytest.raises(Exception, match="forked"):
            watch.round(fork)
    holding = watch.holding()
    (doubt,) = holding.doubts()
    assert (doubt.fault, doubt.note) == ("forked", fork.note(1).raw)
    monkeypatch.setattr(module, "MOST_DOUBTS", 3)
    for number in range(5):
        holding.keep_doubt("forked", str(number).encode(), NOW)
    assert len(holding.doubts()) == 3
    holding.close()


def test_signatures_of_others_are_not_kept(log: FakeLog, tmp_path: Path) -> None:
    log.grow()
    watch = watched(tmp_path, log)
    others = "".join(f"— other.{number} {'QUFB' * 900}\n" for number in range(90)).encode()
    watch.round(Altered(log, latest=lambda note: note.raw + others))
    held = watch.held()
    assert held
    assert held.note == log.note(1)


def test_a_follower_outlives_silence_and_doubt_and_goes_on(log: FakeLog, tmp_path: Path) -> None:
    """Three bad rounds, then a good one: the log is alarmed about and still cosigned afterwards."""
    log.grow()
    watch = watched(tmp_path, log)
    watch.round(log)
    fork = log.twin()
    fork.forget_last_census()
    fork.grow()
    stop = threading.Event()
    alarms: list[str] = []

    class Changing:
        rounds = 0

        def get(self, path: str, most: int) -> bytes:
            if path.endswith("latest"):
                self.rounds += 1
            if self.rounds == 2:
                raise NotAnswered(503)
            return (fork if self.rounds < 4 else log).get(path, most)

        def post(self, path: str, body: bytes) -> None:
            log.post(path, body)
            stop.set()

    def meaning(fault: str) -> str:
        alarms.append(fault)
        return fault

    with watch.opened(Changing()) as witness:
        follow(witness, stop, every=0, meaning=meaning)
    assert alarms == ["forked", "forked"]
    assert len(log.delivered) == 2


def test_a_large_federation_is_taken_over_at_once(tmp_path: Path) -> None:
    log = FakeLog(seeded(1), unions=1_500, page=1_000)
    log.count()
    watch = watched(tmp_path, log)
    assert watch.round(log) == 1
    log.grow()
    assert watch.round(log) == 2
    holding = watch.holding()
    assert holding.unions() == len(log.unions)
    holding.close()
