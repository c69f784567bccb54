"""打印件: the same print bears the same code and is issued once; its code tells later whether the paper holds."""

import uuid
from datetime import UTC, datetime

import msgspec
import pytest

from services.exporters.ledgers import registry
from services.reads import ledger_pages
from services.store.keyring import Keyring
from tests.services.http.calling import County, receipts

ASKED = {"ledger": "L1", "year": 2026}


async def test_the_same_print_bears_the_same_code_and_is_issued_once(county: County) -> None:
    await county.member()
    path = f"{county.union}/statements"
    first = await county.unit.post(path, ASKED)
    assert first.status_code == 200, first.text
    issued = first.json()
    position = await county.head()
    again = (await county.unit.post(path, ASKED)).json()
    assert again == issued
    assert await county.head() == position
    assert issued["document"]["footer"]["回执码"] == issued["printed_code"]
    assert issued["qr_text"] == f"GONGHUI:1:{county.union_id}:{issued['code']}"
    assert issued["qr_svg"].startswith("<svg")
    printed = (await county.unit.get(f"{county.union}/ledgers/L1", year=2026)).json()
    assert printed["footer"]["回执码"] == issued["printed_code"]
    listed = (await county.unit.get(path, as_of="2199-12-31")).json()
    assert [row["code"] for row in listed["rows"]] == [issued["code"]]


async def test_a_repeat_is_answered_as_the_first_time_whatever_came_since(county: County) -> None:
    await county.member()
    path, key = f"{county.union}/statements", str(uuid.uuid4())
    first = await county.unit.post(path, ASKED, key=key)
    await county.member(2)
    second = await county.unit.post(path, ASKED, key=key)
    assert second.content == first.content
    assert second.headers["Idempotency-Hit"] == "true"
    assert (await county.unit.post(path, ASKED)).json()["code"] != first.json()["code"]


async def test_what_came_later_changes_no_issued_statement(county: County) -> None:
    member = await county.member()
    issued = (await county.unit.post(f"{county.union}/statements", ASKED)).json()
    await county.unit.post(f"{county.union}/dues/receipts", receipts(member))
    await county.member(2)
    typed = issued["printed_code"].lower()
    read = (await county.unit_auditor.get(f"{county.union}/statements/{typed}")).json()
    assert read["same"] is True
    assert read["reasons"] == []
    assert len(read["document"]["rows"]) == 1


async def test_a_paper_never_issued_is_compared_with_the_books(county: County) -> None:
    await county.member()
    paper = (await county.unit.get(f"{county.union}/ledgers/L1", year=2026)).json()
    code = paper["footer"]["回执码"]
    known_at = paper["footer"]["事件位点"]
    await county.member(2)
    check = f"{county.union}/statements/check"
    asked = {"ledger": "L1", "year": 2026, "known_at": known_at}
    good = (await county.unit_auditor.get(check, code=code, **asked)).json()
    assert (good["matches"], good["issued"]) == (True, False)
    forged = (await county.unit_auditor.get(check, code="0123-4567-89AB-CDEF", **asked)).json()
    assert (forged["matches"], forged["issued"]) == (False, False)
    now = (await county.unit_auditor.get(check, code=code, ledger="L1", year=2026)).json()
    assert now["matches"] is False


async def test_a_code_nobody_issued_is_unknown(county: County) -> None:
    for code in ("0123456789ABCDEF", "not-a-code", "零"):
        answer = await county.unit.get(f"{county.union}/statements/{code}")
        assert (answer.status_code, answer.json()["code"]) == (404, "statement.unknown")


async def test_a_destroyed_key_is_told_as_what_it_is(county: County) -> None:
    member = await county.member()
    issued = (await county.unit.post(f"{county.union}/statements", ASKED)).json()
    rows: Keyring = county.parts.vault._rows
    who = uuid.UUID(member)
    for kind in ("books", "file"):
        await rows.destroy_subject_keys(
            uuid.UUID(county.union_id),
            [who],
            kind,  # type: ignore[arg-type] # one of the two kinds
            datetime.now(UTC),
        )
    county.parts.vault._forget_all()
    read = (await county.unit.get(f"{county.union}/statements/{issued['code']}")).json()
    assert read["same"] is False
    assert [reason["why"] for reason in read["reasons"]] == ["names_unreadable", "rows_differ"]
    assert read["reasons"][0]["count"] == 1
    assert read["reasons"][1]["rows"] == [1]


async def test_another_version_of_a_projection_is_told(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    await county.member()
    issued = (await county.unit.post(f"{county.union}/statements", ASKED)).json()
    roster = ledger_pages._BY_NAME["roster"]
    newer = msgspec.structs.replace(roster, version=roster.version + 1)
    monkeypatch.setitem(ledger_pages._BY_NAME, "roster", newer)
    words = registry.LEDGER_WORDS["L1"]
    monkeypatch.setitem(registry.LEDGER_WORDS, "L1", words._replace(title="会员名册(新)"))
    read = (await county.unit.get(f"{county.union}/statements/{issued['code']}")).json()
    assert [reason["why"] for reason in read["reasons"]] == [
        "projections_changed",
        "document_differs",
    ]
    assert read["reasons"][0]["projections"] == [f"roster {roster.version} → {roster.version + 1}"]


async def test_every_ledger_may_be_issued(county: County) -> None:
    await county.member()
    for ledger in registry.LEDGER_NUMBERS:
        answer = await county.unit.post(
            f"{county.union}/statements", {"ledger": ledger, "year": 2026}
        )
        assert answer.status_code == 200, answer.text
        read = await county.unit.get(f"{county.union}/statements/{answer.json()['code']}")
        assert read.json()["same"] is True, (ledger, read.json()["reasons"])
    absent = await county.unit.post(f"{county.union}/statements", {"ledger": "L99", "year": 2026})
    assert absent.status_code == 404
