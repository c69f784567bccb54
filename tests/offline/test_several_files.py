"""Several files at once are held against each other: one log, one history of a union."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.audit import offline_verifier as verifier
from services.audit.offline_verifier import Report, Wishes, compare, read_key, verify_bundle
from tests.offline.conftest import Run
from tests.offline.making import LOG_KEY, OTHER_KEY, as_json, posted, written, zipped
from tests.offline.test_keys_and_papers import one_keeper
from tests.offline.workshop import CENSUSES, Workshop

KEY = read_key(LOG_KEY.public.text)
Put = Callable[..., str]


@pytest.fixture
def packed(tmp_path: Path) -> Put:
    def write(workshop: Workshop, name: str) -> str:
        path = tmp_path / f"{name}.zip"
        path.write_bytes(zipped(workshop.signed(workshop.files())))
        return str(path)

    return write


def compared(*paths: str, wishes: Wishes = Wishes(key=KEY)) -> list[Report]:  # noqa: B008 # never changes
    reports = [verify_bundle(path, wishes) for path in paths]
    assert not any(report.failed for report in reports)
    compare(reports)
    return reports


def forked(position: int = 3) -> Workshop:
    """The same union with another past, in other censuses of the same number."""
    workshop = Workshop()
    workshop.change(
        position, topic="aid_case.paid",
        body=written(amount_fen=5, lines=posted(5), recipient_id="m-1", cashier_id="c-1"),
    )  # fmt: skip
    workshop.chain()
    return workshop


def test_two_histories_under_one_key_and_size_are_refused(packed: Put, run: Run) -> None:
    """Each is good by itself: only side by side they are not."""
    paths = packed(Workshop(), "x"), packed(forked(), "y")
    done = run(*paths, "--key", LOG_KEY.public.text, "--json")
    assert done.returncode == 1
    for told in json.loads(done.stdout):
        assert set(told["failed"]) == {"agreement"}
        kinds = {failure["kind"].partition(":")[0] for failure in told["failures"]}
        assert kinds == {"another_history", *(f"another_root_of_{size}" for size in (3, 5, 7))}
    assert run(paths[0], paths[0], "--key", LOG_KEY.public.text).returncode == 0


def test_the_unions_of_one_keeper_agree(packed: Put) -> None:
    for report in compared(*(packed(one, str(one.union_id)) for one in one_keeper())):
        assert report.status == 0
        assert report.covered["agreement"] > 0


def test_one_log_has_one_key(packed: Put) -> None:
    """The same books signed with another key."""
    other = Workshop()
    other.signers = other.index_signers = [OTHER_KEY]
    reports = compared(packed(Workshop(), "x"), packed(other, "y"), wishes=Wishes())
    assert [report.failed["agreement"] for report in reports] == [1, 1]


def shorter(workshop: Workshop, size: int) -> Workshop:
    """A bundle of the same log as it was at an earlier checkpoint."""
    earlier = Workshop()
    at = workshop.held_at[size]
    earlier.fields = workshop.fields[:at]
    earlier.named = ("", "")
    earlier.chain()
    return earlier


@pytest.mark.parametrize("fork_at", [None, 3, 30])
def test_the_shorter_log_begins_the_longer_one(packed: Put, fork_at: int | None) -> None:
    """Whatever log of logs they stand under: a change behind the shorter one's end is none."""
    short = shorter(Workshop(), 5)
    short.held_at = {3: 13, 5: 20}
    long = Workshop() if fork_at is None else forked(fork_at)
    reports = [
        verify_bundle(packed(one, name), Wishes(key=KEY))
        for one, name in ((short, "x"), (long, "y"))
    ]
    for report in reports:
        assert not report.failed
        report.roots = {number: root for number, root in report.roots.items() if number < 3}
    compare(reports)
    told = {failure.kind.partition(":")[0] for report in reports for failure in report.failures}
    assert told == ({"another_history"} if fork_at == 3 else set())


def test_sizes_that_nothing_links_are_named(packed: Put) -> None:
    older, newer = compared(packed(Workshop(), "x"), packed(Workshop(), "y"))
    assert not any(what == "unlinked" for what, _, _ in older.open + newer.open)
    newer.roots = {CENSUSES + 1: b"newer"}
    compare([older, newer])
    assert ("unlinked", str(CENSUSES), 1) in older.open
    assert not any(what == "unlinked" for what, _, _ in newer.open)
    newer.roots[CENSUSES] = older.roots[CENSUSES]
    older.open.clear()
    compare([newer, older])
    assert not older.open


def test_many_bundles_are_compared_with_little_work(packed: Put) -> None:
    """A county has thousands: each is held against one other, not against all."""
    report = verify_bundle(packed(Workshop(), "x"), Wishes(key=KEY))
    many = []
    for number in range(1_000):
        one = Report(str(number))
        one.origin, one.roots, one.signers = report.origin, report.roots, report.signers
        one.union = str(number)
        many.append(one)
    compare(many)
    assert many[0].covered["agreement"] == 999 * (len(report.roots) + 1)
    assert many[1].covered["agreement"] == len(report.roots) + 1


def test_proofs_are_compared_as_well(tmp_path: Path, run: Run) -> None:
    paths = []
    for number, workshop in enumerate((Workshop(), forked())):
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_bytes(as_json(workshop.event_proof(10)))
    told: tuple[Any, ...] = ("--key", LOG_KEY.public.text)
    assert run("proof", *map(str, paths), *told).returncode == 1
    assert run("proof", str(paths[0]), str(paths[0]), *told).returncode == 0


def test_what_cannot_be_read_is_compared_with_nothing(packed: Put, tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"x")
    paths = [packed(Workshop(), "x"), str(tmp_path / "no.zip")]
    assert verifier.main(paths) == 2
