"""The disk is lost and the books come back, proven; what cannot come back is said (assurance F23, F24)."""

import asyncio
from collections.abc import Iterator
from subprocess import CalledProcessError

import pytest

from services.cli import VERBS
from services.cli.arguments import parser
from services.witness import NotCosigned
from tests.services.backups.asked import OverTheBooks
from tests.services.backups.lost import Lost, lose, opened, receipt
from tests.services.backups.yard import a_folder, yard
from tests.support.books import Office


@pytest.fixture(scope="module")
def lost_once() -> Iterator[Lost]:
    """What is left of one installation; every test restores a copy of it."""
    with a_folder() as home, yard(home) as made:
        yield asyncio.run(lose(made))


@pytest.fixture
def lost(lost_once: Lost) -> Iterator[Lost]:
    with a_folder() as home:
        copied = lost_once.copied(home)
        yield copied
        copied.yard.stop()


def run(lost: Lost, *words: str) -> int:
    """Run a verb with the settings of the installation."""
    arguments = parser().parse_args(words)
    return asyncio.run(VERBS[arguments.verb](lost.yard.settings, arguments))


def laid_out(lost: Lost, *words: str) -> int:
    """Lay a base backup out for the yard's server."""
    owner = lost.yard.programs.user
    given = () if owner is None else ("--owner", owner)
    return run(lost, "restore", str(lost.yard.data), *given, *words)


async def position(lost: Lost) -> int:
    async with opened(lost.yard) as books:
        return (await books.log.head(lost.union_id)).position


def test_everything_acknowledged_comes_back(lost: Lost) -> None:
    done = lost.yard.restore("--held", str(lost.held))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "没有缺少任何已见证的记录" in done.stdout

    async def acknowledged() -> None:
        async with opened(lost.yard) as books:
            events = await books.log.read_after(lost.union_id, 0, 1_000_000)
            hashes = {event.position: event.hash for event in events}
            assert lost.acknowledged
            for told in lost.acknowledged:
                assert hashes[told.last_position] == told.hash
            await asyncio.to_thread(lost.witness.round, OverTheBooks(books))  # goes on, and cosigns

    asyncio.run(acknowledged())
    assert "gonghui restore" not in (lost.yard.data / "postgresql.auto.conf").read_text()


def test_a_position_is_restored_to_the_end_of_its_command(
    lost: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    many = next(told for told in lost.acknowledged if told.last_position > told.first_position + 1)
    wanted = str(many.first_position)
    assert laid_out(lost, "--union", "U001", "--position", "1000") == 2
    assert "归档中没有" in capsys.readouterr().err
    aside = ("--scratch", str(lost.yard.home))
    assert laid_out(lost, "--union", "U001", "--position", wanted, *aside) == 0
    lost.yard.start()
    assert asyncio.run(position(lost)) == many.last_position
    missing = max(told.last_position for told in lost.acknowledged) - many.last_position
    checked = ("restored", "--no-ledgers", "--held", str(lost.held))
    assert run(lost, *checked, "--on-purpose") == 0
    out = capsys.readouterr().out
    assert f"U001 {lost.union_id} 恢复到位点 {many.last_position}" in out
    assert f"少 {missing} 条" in out
    assert run(lost, *checked) == 1
    assert "警告" in capsys.readouterr().out


def test_a_moment_is_restored(lost: Lost) -> None:
    told = lost.acknowledged[-5]
    assert laid_out(lost, "--moment", told.recorded_at.isoformat(), "--base", lost.bases[0]) == 0
    lost.yard.start()
    assert asyncio.run(position(lost)) < told.last_position  # recorded before it was committed


def test_a_lost_segment_is_said_and_what_lies_before_it_comes_back_on_demand(
    lost: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    segments = sorted((lost.yard.backups / "wal").glob("0*[0-9A-F].gz"))
    segments[-2].unlink()
    assert laid_out(lost) == 1
    assert segments[-2].stem in capsys.readouterr().err
    assert not any(lost.yard.data.glob("*"))
    assert laid_out(lost, "--up-to-gap") == 0
    lost.yard.start()
    assert run(lost, "restored", "--held", str(lost.held), "--no-ledgers") == 1
    out = capsys.readouterr().out
    assert f"缺少记录：U001 {lost.union_id}" in out
    assert "已见证的记录" in out


def test_a_lost_last_segment_is_found_by_the_witness_alone(
    lost: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    segments = sorted((lost.yard.backups / "wal").glob("0*[0-9A-F].gz"))
    segments[-1].unlink()
    assert laid_out(lost) == 0
    lost.yard.start()
    assert run(lost, "restored", "--no-ledgers") == 0
    assert "不能证明没有缺少记录" in capsys.readouterr().out
    note = lost.witness.held()
    assert note is not None
    assert (
        run(lost, "restored", "--held", f"{note.checkpoint.size}:{note.checkpoint.root.hex()}") == 1
    )
    assert "仅凭检查点无法知道" in capsys.readouterr().out


def test_an_archive_that_cannot_be_read_does_not_pass_for_the_end_of_the_log(lost: Lost) -> None:
    assert laid_out(lost) == 0
    (lost.yard.backups / "wal").rename(lost.yard.backups / "away")
    with pytest.raises(CalledProcessError):
        lost.yard.start()


def test_a_damaged_segment_does_not_pass_for_the_end_of_the_log(
    lost: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    segments = sorted((lost.yard.backups / "wal").glob("0*[0-9A-F].gz"))
    content = bytearray(segments[-1].read_bytes())
    content[200] ^= 1  # where records are; behind them are zeros, and those stay
    segments[-1].write_bytes(content)
    assert run(lost, "backups", "--verify") == 1
    assert f"{segments[-1].stem} 已损坏" in capsys.readouterr().out
    assert laid_out(lost) == 0
    with pytest.raises((CalledProcessError, AssertionError)):
        lost.yard.start()


def test_a_folder_that_holds_something_is_left_alone(
    lost: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    lost.yard.data.mkdir()
    (lost.yard.data / "something").touch()
    assert laid_out(lost) == 2
    assert "不是空文件夹" in capsys.readouterr().err
    assert [file.name for file in lost.yard.data.iterdir()] == ["something"]


def test_an_old_backup_with_other_events_is_a_fork_to_the_witness(
    lost: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    assert laid_out(lost, "--alone", "--base", lost.bases[0]) == 0
    lost.yard.start()

    async def another_history() -> None:
        async with opened(lost.yard) as books:
            office = Office(books, lost.union_id)
            for _ in range(CHECKPOINTS):
                await office.do(*(receipt(lost.member_id, number) for number in range(40)))
                await books.checkpointer.take()
            with pytest.raises(NotCosigned):
                await asyncio.to_thread(lost.witness.round, OverTheBooks(books))

    asyncio.run(another_history())
    assert run(lost, "restored", "--held", str(lost.held), "--on-purpose", "--no-ledgers") == 1
    assert "另一份历史" in capsys.readouterr().out


CHECKPOINTS = 3
"""More than the witness had seen: a smaller size would be refused for that alone."""
