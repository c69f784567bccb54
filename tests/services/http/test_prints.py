"""Papers as PDF: the text of each is that of the books, twice the same bytes, and on record before it leaves."""

import io
import re
import uuid
from typing import Any

import pytest
from pypdf import PdfReader

from domain.encoding import decode
from domain.event import Event
from domain.export.events import ExportDelivered
from domain.viewing.events import PersonalDataRevealed
from services.exporters.ledgers import LEDGER_NUMBERS
from services.exporters.prints import PrintFailed, PrintFault
from services.exporters.prints.press import Press
from services.words.capitals import capitals
from tests.services.http.bookkeeping import staffed
from tests.services.http.calling import County, receipts, registration
from tests.services.http.hardship import approved_case, filed, signing
from tests.services.http.test_pay_batches import approved_list

HOSTILE = '#panic("x") *粗* $a^2$ \\ `r` <b> @c //'


async def paper(county: County, path: str, **query: Any) -> PdfReader:  # noqa: ANN401
    """A paper, printed twice: the second time after the first was put on record."""
    address = f"{county.union}/prints/{path}"
    first = await county.unit.get(address, **query)
    assert first.status_code == 200, first.text
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"].startswith("inline; filename=")
    second = await county.unit.get(address, **query)
    assert second.content == first.content
    return PdfReader(io.BytesIO(first.content))


def text_of(found: PdfReader) -> str:
    """All text without blanks: a cell may be broken anywhere."""
    return packed("".join(page.extract_text() for page in found.pages))


def packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


async def exports(county: County) -> list[ExportDelivered]:
    return [body for body in await bodies_of(county) if isinstance(body, ExportDelivered)]


async def bodies_of(county: County) -> list[Event]:
    events = await county.parts.log.read_after(uuid.UUID(county.union_id), 0, 10_000)
    return [decode(event.topic, event.schema_version, event.body) for event in events]


async def test_every_ledger_prints_what_it_shows(county: County) -> None:
    member_id = await county.member()
    await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id, "2026-01"))
    for ledger in LEDGER_NUMBERS:
        shown = (await county.unit.get(f"{county.union}/ledgers/{ledger}", year=2026)).json()
        found = await paper(county, f"ledgers/{ledger}", year=2026)
        told = text_of(found)
        assert packed(shown["title"]) in told
        assert shown["footer"]["回执码"] in told
        assert f"第1页共{len(found.pages)}页" in told
        places = range(1, len(shown["columns"]) - 1)
        for row in shown["rows"]:
            for cell in (row[place] for place in places):
                assert packed(cell) in told, (ledger, cell)
        for signature in shown["signatures"]:
            assert packed(signature) in told
        box = found.pages[0].mediabox
        assert (box.width < box.height) == (ledger in {"L9", "L10", "L11"})


async def test_a_statement_has_its_own_two_tables(county: County) -> None:
    keeper = await staffed(county)
    await keeper.post("expense", ("50102", 480_000), ("102", -480_000))
    found = await paper(county, "ledgers/L10", year=2026, month="2026-03", as_of="2026-03-31")
    assert len(found.pages) == 2
    first, second = (packed(page.extract_text()) for page in found.pages)
    assert "资产负债表(工会01表)" in first
    assert "年初数期末数" in first
    assert "收入支出表(工会02表)" in second
    assert "本月数本年累计数" in second
    assert "4800.00" in second


async def test_a_long_list_repeats_its_headings(county: County) -> None:
    for number in range(1, 61):
        await county.member(number)
    found = await paper(county, "ledgers/L1", year=2026)
    assert len(found.pages) > 1
    for page in found.pages:
        told = packed(page.extract_text())
        assert "身份证号(脱敏)" in told
        assert f"共{len(found.pages)}页" in told


async def test_a_name_that_looks_like_markup_stays_a_name(county: County) -> None:
    body = registration(7, profile={"department": HOSTILE})
    answer = await county.unit.post(f"{county.union}/members/register", body)
    assert answer.status_code == 201, answer.text
    told = text_of(await paper(county, f"members/{answer.json()['member_id']}/form"))
    assert packed(HOSTILE) in told
    assert packed(HOSTILE) in text_of(await paper(county, "ledgers/L1", year=2026))


async def test_each_receipt_of_a_month_is_a_numbered_slip(county: County) -> None:
    members = [await county.member(number) for number in (1, 2)]
    for member_id in members:
        await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id, "2026-01"))
    listed = await county.unit.get(f"{county.union}/members/{members[0]}/dues/receipts")
    told = text_of(await paper(county, "dues-receipts", month="2026-01"))
    assert told.count("会费收据") == 2
    assert told.count("王*明") == 2
    assert told.count(capitals(2615).removeprefix("人民币")) == 2
    assert len(set(re.findall(r"No\.QZ001-[0-9]{8}", told))) == 2, (told, listed.text)
    one = text_of(await paper(county, "dues-receipts", member_id=members[1]))
    assert one.count("会费收据") == 1
    none = await county.unit.get(f"{county.union}/prints/dues-receipts", month="2026-02")
    assert (none.status_code, none.json()["code"]) == (404, "print.nothing_to_print")
    unsaid = await county.unit.get(f"{county.union}/prints/dues-receipts")
    assert (unsaid.status_code, unsaid.json()["code"]) == (400, "request.query_invalid")


async def test_a_reversed_receipt_is_printed_as_void(county: County) -> None:
    member_id = await county.member()
    path = f"{county.union}/dues/receipts"
    await county.unit.post(path, receipts(member_id, "2026-01"))
    body = {"occurred_on": "2026-02-03", "reason": "重复登记"}
    reverse = f"{county.union}/members/{member_id}/receipts/1/reverse"
    assert (await county.unit.post(reverse, body, if_match=1)).status_code == 200
    assert "已于2026-02-03冲销，作废" in text_of(
        await paper(county, "dues-receipts", month="2026-01")
    )


async def test_vouchers_are_printed_with_who_signed_and_the_sum_in_capitals(county: County) -> None:
    keeper = await staffed(county)
    voucher_id = await keeper.post("expense", ("50102", 480_000), ("102", -480_000))
    await keeper.post("expense", ("50102", 1_00), ("102", -1_00), day="2026-03-17")
    told = text_of(await paper(county, f"vouchers/{voucher_id}"))
    for text in ("凭证号2026-03-0001", "expense摘要", "50102", "4800.00", "附单据1张"):
        assert text in told
    assert capitals(480_000) in told
    for name in ("制单：甲*办", "复核：乙*核", "审批：丙*批", "记账：丁*纳"):
        assert name in told
    month = text_of(await paper(county, "vouchers", period="2026-03"))
    assert month.count("记账凭证") == 2
    second = text_of(await paper(county, "vouchers", period="2026-03", first=2))
    assert "2026-03-0001" not in second
    draft = await keeper.draft("expense", ("50102", 1_00), ("102", -1_00))
    none = await county.unit.get(f"{county.union}/prints/vouchers/{draft}")
    assert none.json()["code"] == "print.nothing_to_print"


async def test_papers_of_aid(county: County) -> None:
    signs = await signing(county)
    member_id = await county.member()
    household_id = await filed(signs, member_id)
    case = await approved_case(signs, household_id, member_id)
    batch_id = await approved_list(signs, case)
    form = text_of(await paper(county, f"households/{household_id}/form"))
    for text in ("困难职工档案表", "KN-9", "王*明", "深度困难", "本人大病", "666.66", "入户核实"):
        assert text in form
    assert "保密的病" not in form
    notice = text_of(await paper(county, f"households/{household_id}/notice"))
    for text in ("公示", "王*明", "深度困难", "2026年2月9日起", "5个工作日"):
        assert text in notice
    assert "110105" not in notice
    listed = text_of(await paper(county, f"pay-batches/{batch_id}/notice"))
    assert "3000.00" in listed
    assert "6222" not in listed
    pay_list = text_of(
        await paper(county, "ledgers/L13", year=2026, pay_batch_id=batch_id, as_of="2026-12-31")
    )
    assert capitals(300_000) in pay_list
    assert "领取人签字" in pay_list


async def test_what_a_person_signs_is_printed_in_clear_for_a_reason_on_record(
    county: County,
) -> None:
    signs = await signing(county)
    member_id = await county.member()
    household_id = await filed(signs, member_id)
    form = f"{county.union}/prints/households/{household_id}/form"
    unreasoned = await county.unit.post(form, {})
    assert unreasoned.status_code == 400
    answer = await county.unit.post(form, {"reason": "requested_by_person", "reference": "申-1"})
    assert answer.status_code == 200, answer.text
    told = text_of(PdfReader(io.BytesIO(answer.content)))
    assert "王小明" in told
    assert "110105198" in told
    bodies = await bodies_of(county)
    (reveal,) = [body for body in bodies if isinstance(body, PersonalDataRevealed)]
    assert (reveal.reason, reveal.reference) == ("requested_by_person", "申-1")
    assert {"identity.name", "circumstances.illness"} <= set(reveal.fields)
    assert [(one.kind, one.people) for one in await exports(county)] == [("print", 1)]
    member = f"{county.union}/prints/members/{member_id}/form"
    answer = await county.unit.post(member, {"reason": "requested_by_person", "reference": "申-2"})
    assert "13800138000" in text_of(PdfReader(io.BytesIO(answer.content)))
    refused = await county.unit_auditor.post(member, {"reason": "audit", "reference": "审-1"})
    assert refused.status_code == 403


async def test_a_letter_of_transfer_names_both_unions(county: County) -> None:
    member_id = await county.member()
    body = {
        "occurred_on": "2026-04-01",
        "target_union": "南山区某工会",
        "last_dues_month": "2026-03",
        "decision_no": "工转〔2026〕1号",
    }
    started = await county.unit.post(
        f"{county.union}/members/{member_id}/transfers", body, if_match=1
    )
    assert started.status_code in (200, 201), started.text
    transfer_id = started.json()["transfer_id"]
    found = await paper(county, f"transfers/{transfer_id}")
    told = text_of(found)
    for text in ("南山区某工会", "王*明", "2026-03", "工转〔2026〕1号", transfer_id, "回执"):
        assert packed(text) in told
    assert len(found.pages) == 2
    unknown = await county.unit.get(f"{county.union}/prints/transfers/{uuid.uuid4()}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "transfer.unknown")


async def test_an_issued_statement_is_printed_as_it_was(county: County) -> None:
    await county.member()
    path = f"{county.union}/statements"
    issued = (await county.unit.post(path, {"ledger": "L1", "year": 2026})).json()
    before = await paper(county, f"statements/{issued['code']}")
    await county.member(2)
    after = await paper(county, f"statements/{issued['code']}")
    assert text_of(before) == text_of(after)
    assert issued["printed_code"] in text_of(after)
    assert "不一致" not in text_of(after)


async def test_what_is_printed_is_on_record(county: County) -> None:
    await county.member()
    await paper(county, "ledgers/L1", year=2026)
    told = await exports(county)
    assert [(one.kind, one.people) for one in told] == [("print", 0), ("print", 0)]
    assert told[0].about == "L1 2026 2026-12-31"


@pytest.mark.parametrize(
    ("fault", "status"),
    [("font_missing", 501), ("too_long", 422), ("timed_out", 503), ("busy", 503), ("failed", 500)],
)
async def test_why_nothing_was_printed_is_said(
    county: County,
    monkeypatch: pytest.MonkeyPatch,
    fault: PrintFault,
    status: int,
) -> None:
    async def fails(*_: object, **__: object) -> bytes:
        raise PrintFailed(fault)

    monkeypatch.setattr(Press, "typeset", fails)
    answer = await county.unit.get(f"{county.union}/prints/ledgers/L9", year=2026)
    assert (answer.status_code, answer.json()["code"]) == (status, f"print.{fault}")
    assert await exports(county) == []


async def test_the_papers_there_are_are_listed(county: County) -> None:
    answer = await county.unit.get(f"{county.union}/prints")
    forms = {one["form"]: one["href"] for one in answer.json()["forms"]}
    assert forms["household"].endswith("/prints/households/{household_id}/form")
