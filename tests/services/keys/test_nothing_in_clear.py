"""No personal datum in clear: not in a table, a file of the database, its log, our log, an error or a refusal."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from uuid import uuid4

import asyncpg
import msgspec
import pytest
from structlog.testing import capture_logs

from domain.federation.commands import AnswerIdentityInquiry
from domain.member.commands import AcceptTransferIn, AnnounceWithdrawal
from services.errors import StoreError
from services.importers.file_import import FileImporter, Import
from services.importers.vocabulary import merge
from services.store.contract import Append, NewEvent
from services.wiring import Wired
from tests.services.importers.making import book
from tests.services.imports_end_to_end.test_one_file import CASES, GIVEN, PAYMENTS, dues_row
from tests.support.books import CLERK, TODAY, Office, id_number, new_office
from tests.support.database import Server

NAME, RELATIVE, OFFICER = "哨兵甲龘龘", "哨兵乙靐靐", "哨兵丙齉齉"
NUMBER = id_number(987, born="19871203", area="999999")
MOBILE, CARD, CAUSE = "19987654321", "6299998888777766665", "哨兵病因龖龖"
SENTINELS = (NAME, RELATIVE, OFFICER, NUMBER, MOBILE, CARD, CAUSE)
PLANTED, PLANTED_NUMBER = "明文哨兵爨爨", id_number(654, born="19871203", area="999999")
ROSTER = ("姓名", "身份证号", "入会日期", "会籍状态", "联系电话", "备注", "部门")
CHANGES = ("姓名", "身份证号", "变动类型", "变动日期", "变动原因", "经办人")


def traces(words: Sequence[str]) -> list[bytes]:
    """How a word could be found again: itself, as hex, in other encodings, as a hash without a key."""
    found = []
    for word in words:
        raw = word.encode()
        found += [raw, raw.hex().encode(), word.encode("gb18030"), word.encode("utf-16-le")]
        digest = hashlib.sha256(raw)
        found += [digest.digest(), digest.hexdigest().encode()]
    return found


def hits(text: bytes, words: Sequence[str]) -> list[str]:
    return [trace.hex() for trace in traces(words) if trace in text]


def workbooks() -> Iterator[tuple[str, bytes]]:
    """Everything a union hands in about one person, with rows that must be refused."""
    person = [NAME, NUMBER]
    yield "花名册.xlsx", book([ROSTER, [*person, "2019-07-09", "正常", MOBILE, CAUSE, RELATIVE]])
    yield "花名册2.xlsx", book([ROSTER, [*person, "2019-07-09", "正常", MOBILE, CAUSE, RELATIVE]])
    yield "变动.xlsx", book([CHANGES, [*person, "保留会籍", "2026-06-30", CAUSE, OFFICER]])
    yield "变动2.xlsx", book([CHANGES, [*person, "恢复入籍", CAUSE, CAUSE, OFFICER]])
    header = ("姓名", "身份证号", "工资基数", *(f"{month}月" for month in range(1, 13)))
    yield "会费_2026.xlsx", book([header, [*person, *dues_row(1, 20, 20)[2:]]])
    yield "会费2_2026.xlsx", book([header, [*person, *dues_row(1, -20, CAUSE)[2:]]])
    case = ["KN1", *person, "2025-01-01", "BF1", "生活救助", "本级工会经费", 3000, "2026-01-05"]
    pay = ["BF1", *person, 1000, "2026-02-01", "银行转账", CARD, MOBILE]
    yield (
        "帮扶.xlsx",
        book(
            [(*CASES, "致困原因", "经办人"), [*case, CAUSE, OFFICER]],
            [(*PAYMENTS, "银行卡号", "联系电话"), pay, [*pay[:3], 99_999, *pay[4:]]],
        ),
    )
    yield (
        "慰问.xlsx",
        book(
            [(*GIVEN, "与会员关系", "备注"), ["2026-03-08", *person, "节日", 200, RELATIVE, CAUSE]]
        ),
    )


async def work(office: Office, told: list[bytes]) -> None:
    """Import, act and read; keep everything that was answered or raised."""
    importer = FileImporter(office.desk, office.books.vault)
    for name, content in workbooks():
        asked = Import(
            union_id=office.union_id,
            name=name,
            content=content,
            actor=CLERK,
            today=TODAY,
            vocabulary=merge([]),
            skip_refused=True,
        )
        told.append(msgspec.json.encode(await importer.run(asked)))
    who = (await office.books.vault.find(office.union_id, "id_number", [NUMBER]))[NUMBER]
    refusals = [
        AnnounceWithdrawal(occurred_on=date(1980, 1, 1), member_id=uuid4()),  # type: ignore[arg-type]
        AcceptTransferIn(occurred_on=TODAY, member_id=who, transfer_id=uuid4()),  # type: ignore[arg-type]
    ]
    for command in refusals:
        outcome = await office.ask([command], request=NUMBER.encode())
        told += [repr(outcome).encode()]
    for wrong in (NUMBER, f"{NAME}\0", CAUSE):
        with pytest.raises((StoreError, TypeError, ValueError)) as raised:
            await office.books.log.append(_malformed(office, wrong))
        told.append(repr(raised.value).encode() + str(raised.value).encode())
    await office.books.vault.list_in_county(office.union_id, office.union_id, {NUMBER: who})


def _malformed(office: Office, text: str) -> Append:
    event = NewEvent(
        stream_id=uuid4(),
        version=7,
        topic="member.registered",
        schema_version=1,
        occurred_on=TODAY,
        body=text.encode(),
    )
    return Append(
        union_id=office.union_id,
        command_id=uuid4(),
        request_digest=b"",
        actor_id="x",
        events=[event],
    )


async def every_row(address: str) -> bytes:
    """Every row of every table of a database, as text and as bytes."""
    connection = await asyncpg.connect(address)
    try:
        tables = await connection.fetch(
            """select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname not in ('pg_catalog', 'information_schema')"""
        )
        rows = []
        for (table,) in tables:
            for row in await connection.fetch(f"select * from {table}"):
                rows += [
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                ]
        return b"\n".join(rows)
    finally:
        await connection.close()


async def folder_of(address: str) -> int:
    """The number of the database's folder in the data directory; everything written is in its files now."""
    connection = await asyncpg.connect(address)
    try:
        await connection.execute("checkpoint")
        return await connection.fetchval(  # type: ignore[no-any-return]
            "select oid::int from pg_database where datname = current_database()"
        )
    finally:
        await connection.close()


def files_under(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def wal_file(books: Wired) -> str:
    """The segment of the write-ahead log that is written now."""
    connection = await asyncpg.connect(books.settings.database_url)
    try:
        return str(await connection.fetchval("select pg_walfile_name(pg_current_wal_lsn())"))
    finally:
        await connection.close()


def wal_since(data: Path, begun: str) -> bytes:
    segments = sorted(path for path in (data / "pg_wal").iterdir() if len(path.name) == len(begun))
    return b"".join(path.read_bytes() for path in segments if path.name >= begun)


def log_files(data: Path) -> bytes:
    found = [data / "log", *data.glob("*.log")]
    return b"\n".join(
        path.read_bytes() if path.is_file() else files_under(path)
        for path in found
        if path.exists()
    )


async def test_no_trace_of_a_person_anywhere(
    books: Wired, server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    begun = await wal_file(books)
    office = await new_office(books)
    told: list[bytes] = []
    with capture_logs() as logged:
        await work(office, told)
        with suppress(Exception):
            await books.vault.enrol(uuid4(), "id_number", [f"{NUMBER}\0"])
    addresses = [books.settings.database_url or ""]
    addresses.append(addresses[0].replace("?", "_keys?"))
    searched = {
        "answers, refusals, errors": b"\n".join(told),
        "our log": repr(logged).encode() + "".join(capfd.readouterr()).encode(),
        "server log": log_files(server.folder),
        "write-ahead log": wal_since(server.folder, begun),
    }
    for address in addresses:
        searched[f"rows of {address[-40:]}"] = await every_row(address)
        oid = await folder_of(address)
        searched[f"files of {address[-40:]}"] = files_under(server.folder / "base" / str(oid))
    assert {
        place: found for place, text in searched.items() if (found := hits(text, SENTINELS))
    } == {}
    assert all(len(text) > 0 for place, text in searched.items() if place != "server log")


async def test_a_clear_text_would_be_found(books: Wired, server: Server) -> None:
    """The search can fail: the same text put into a row in clear, and its unkeyed hash."""
    office = await new_office(books, code=PLANTED)
    address = books.settings.database_url or ""
    connection = await asyncpg.connect(address)
    await connection.execute(
        "insert into books.claim (union_id, claim, position) values ($1, $2, 1)",
        office.union_id,
        hashlib.sha256(PLANTED_NUMBER.encode()).hexdigest(),
    )
    await connection.close()
    rows = await every_row(address)
    files = files_under(server.folder / "base" / str(await folder_of(address)))
    for text in (rows, files):
        assert hits(text, [PLANTED])
        assert hits(text, [PLANTED_NUMBER])


async def test_the_files_are_really_written_to_the_log_of_the_union(books: Wired) -> None:
    """What is searched above was not simply refused."""
    office = await new_office(books)
    told: list[bytes] = []
    await work(office, told)
    events = await books.log.read_after(office.union_id, 0, 1000)
    topics = {event.topic for event in events}
    assert topics >= {
        "member.registered",
        "member.retained",
        "dues.received",
        "household.file_opened",
        "aid_case.paid",
        "condolence.recorded",
        "union.officer_recorded",
    }


async def test_the_county_is_told_yes_or_no(books: Wired) -> None:
    """The index behind an inquiry knows who and where; what is recorded of it says neither."""
    office = await new_office(books)
    who = await office.member(1)
    federation_id = (await office.desk.read_union(office.union_id)).federation_id
    assert federation_id is not None
    vault = books.vault
    await vault.list_in_county(federation_id, office.union_id, {id_number(1): who})
    assert await vault.county_listing(federation_id, id_number(1)) == [(office.union_id, who)]
    assert await vault.county_listing(federation_id, id_number(2)) == []
    assert await vault.county_listing(uuid4(), id_number(1)) == []
    county = Office(books, federation_id)
    live = await books.ledgers.is_live_member(office.union_id, who)
    await county.do(AnswerIdentityInquiry(occurred_on=TODAY, reason="核对重复入会", live=live))
    event = (await books.log.read_after(federation_id, 0, 100))[-1]
    assert msgspec.json.decode(event.body) == {"reason": "核对重复入会", "live": True}
