"""Typesetting: values stay values, the same values give the same bytes, and a paper has limits."""

import asyncio
import io
import re
import time
from datetime import UTC, datetime

import msgspec
import pytest
from pypdf import PdfReader

from services.exporters.prints import Press, PrintFailed, PrintLimits, child, press, typeset
from services.exporters.prints.document import (
    Column,
    Fact,
    Facts,
    NewPage,
    Opinion,
    Paper,
    Sheet,
    Slip,
    Slips,
    Table,
    Total,
    Vouchers,
    VoucherSlip,
    Words,
)
from services.exporters.prints.layout import layout, width
from tests.services.exporters.hostile_names import hostile_names

DATED = datetime(2026, 3, 1, 4, tzinfo=UTC)
MARKUP = (
    '#panic("x")',
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0"',
    "*粗* _斜_ `码` $a^2$",
    "= 标题",
    "- 项 + 项 / 项: 项",
    "\\u{41} \\ // 注 /* 注 */",
    "<标签> @引用 ~ -- --- ... 'a' \"b\"",
    "]#[",
    "https://a.invalid",
)


def sheet(*texts: str, rows: int = 1) -> Sheet:
    """A sheet that shows some texts in a table of two columns."""
    lines = [[str(number), text] for number in range(rows) for text in texts]
    columns = [Column(title="序号", weight=1, align="right"), Column(title="姓名", weight=5)]
    table = Table(columns=columns, rows=lines, totals=[Total(text="合计", across=2)])
    return Sheet(title="表", blocks=[table], mark="位点 1")


def packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(pdf: bytes) -> str:
    return packed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_what_looks_like_markup_is_shown_as_it_is_wherever_it_stands() -> None:
    hostile = "".join(MARKUP)
    every = Sheet(
        title=hostile,
        left=hostile,
        right=hostile,
        mark="m",
        blocks=[
            Words(text=hostile),
            Facts(items=[Fact(label=hostile, value=hostile)], across=1),
            Opinion(label=hostile, text=hostile, signed=[hostile]),
            NewPage(),
            *sheet(hostile).blocks,
        ],
        signatures=[hostile],
        notes=[(hostile, hostile)],
    )
    assert text_of(typeset(every, dated=DATED)).count(packed(hostile)) == 13


@pytest.mark.parametrize("text", MARKUP)
def test_every_kind_of_markup_is_shown_as_it_is(text: str) -> None:
    assert packed(text) in text_of(typeset(sheet(text), dated=DATED))


def test_a_thousand_hostile_names_stop_no_paper() -> None:
    names = hostile_names()
    told = text_of(typeset(sheet(*names), dated=DATED))
    for name in names:
        if name.isprintable():
            assert packed(name) in told, name


def test_slips_and_vouchers_keep_markup_as_text() -> None:
    hostile = "".join(MARKUP[:4])
    slip = Slip(
        title=hostile,
        number="1",
        union=hostile,
        dated=hostile,
        facts=[(hostile, hostile), (hostile, hostile)],
        amount="1.00",
        capitals=hostile,
        signatures=[hostile],
        void=hostile,
    )
    voucher = VoucherSlip(
        number=hostile,
        union=hostile,
        dated="d",
        attachments="a",
        lines=[[hostile, "102", hostile, "f", "1.00", ""]],
        totals=["合计", "1.00", "1.00"],
        capitals="壹",
        signed=[("制单", hostile)],
    )
    papers: list[tuple[Paper, int]] = [
        (Slips(title="t", slips=[slip]), 10),
        (Vouchers(title="t", columns=["a"] * 6, vouchers=[voucher]), 5),
    ]
    for paper, shown in papers:
        assert text_of(typeset(paper, dated=DATED)).count(packed(hostile)) == shown


def test_the_same_values_give_the_same_bytes_and_other_values_others() -> None:
    first = typeset(sheet("王小明", rows=200), dated=DATED)
    assert typeset(sheet("王小明", rows=200), dated=DATED) == first
    assert typeset(sheet("王小红", rows=200), dated=DATED) != first
    told = PdfReader(io.BytesIO(first))
    assert told.metadata is not None
    assert told.metadata.creation_date == DATED


def test_the_letters_are_in_the_file() -> None:
    page = PdfReader(io.BytesIO(typeset(sheet("囍"), dated=DATED))).pages[0]
    fonts = page["/Resources"]["/Font"]
    assert all("CJK" in str(fonts[name]["/BaseFont"]) for name in fonts)


def test_headings_stand_on_every_page_and_pages_are_counted() -> None:
    pages = PdfReader(io.BytesIO(typeset(sheet("王小明", rows=120), dated=DATED))).pages
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        told = packed(page.extract_text())
        assert "序号姓名" in told
        assert f"第{number}页共3页" in told
    assert "合计" in packed(pages[-1].extract_text())


def fault_of(paper: Paper, limits: PrintLimits) -> str:
    with pytest.raises(PrintFailed) as failed:
        typeset(paper, dated=DATED, limits=limits)
    return failed.value.fault


def test_a_paper_that_is_too_long_is_not_begun() -> None:
    assert fault_of(sheet("王", rows=6), PrintLimits(cells=10)) == "too_long"


def test_a_paper_that_takes_too_long_is_given_up() -> None:
    began = time.monotonic()
    assert fault_of(sheet("王", rows=30_000), PrintLimits(wall_seconds=1)) == "timed_out"
    assert time.monotonic() - began < 10
    assert fault_of(sheet("王", rows=30_000), PrintLimits(cpu_seconds=1)) == "timed_out"


def test_a_paper_that_needs_too_much_memory_fails_alone() -> None:
    little = PrintLimits(memory_bytes=700 * 2**20)
    assert fault_of(sheet("王", rows=39_000), little) == "failed"


def test_a_machine_without_a_chinese_font_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    order = child.Order(
        template="sheet",
        document=msgspec.json.encode(sheet("王")),
        dated=0,
        tagged=True,
        memory_bytes=0,
        cpu_seconds=0,
    )
    assert child.made(order).fault is None
    monkeypatch.setattr(child, "FONTS", ("No Such Font",))
    answer = child.made(order)
    assert answer == child.Made(fault="font_missing")
    monkeypatch.setattr(press, "_ask_child", lambda *_: msgspec.msgpack.encode(answer))
    assert fault_of(sheet("王"), PrintLimits()) == "font_missing"


def test_the_first_font_of_our_list_is_taken_whatever_order_they_are_found_in() -> None:
    assert child.font_of(["WenQuanYi Zen Hei", "Noto Sans CJK SC", "DejaVu Sans"]) == (
        "Noto Sans CJK SC"
    )
    assert child.font_of(["DejaVu Sans"]) is None


async def test_nobody_takes_all_turns_and_nobody_waits_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running: list[int] = []
    most = 0

    def slow(*_: object, **__: object) -> bytes:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        time.sleep(0.3)
        running.pop()
        return b"pdf"

    monkeypatch.setattr(press, "typeset", slow)
    shared = Press(PrintLimits(at_once=2, each_at_once=2))
    greedy = [shared.typeset(sheet("王"), dated=DATED, holder="a") for _ in range(4)]
    other = shared.typeset(sheet("王"), dated=DATED, holder="b")
    told = await asyncio.gather(*greedy, other, return_exceptions=True)
    busy = [one for one in told if isinstance(one, PrintFailed)]
    assert [one.fault for one in busy] == ["busy", "busy"]
    assert told[-1] == b"pdf"
    assert most == 2
    impatient = Press(PrintLimits(at_once=1, each_at_once=5, patience_seconds=0))
    first = asyncio.create_task(impatient.typeset(sheet("王"), dated=DATED, holder="a"))
    await asyncio.sleep(0.05)
    with pytest.raises(PrintFailed) as failed:
        await impatient.typeset(sheet("王"), dated=DATED, holder="b")
    assert failed.value.fault == "busy"
    await first


def test_no_number_is_broken_and_a_pen_has_room() -> None:
    titles = ["序号", "姓名", "身份证号", "领取人签字"]
    rows = [["1", "王小明", "110105********0021", ""]]
    laid = layout(titles, rows, flipped=False, by_hand=frozenset({"领取人签字"}))
    assert laid.weights[2] > len("110105********0021")
    assert laid.weights[3] > width("领取人签字")
    assert laid.tenths == 95


def test_many_columns_make_the_type_smaller_not_the_numbers_shorter() -> None:
    titles = [f"{month}月实缴" for month in range(1, 31)]
    laid = layout(titles, [["1234567.89"] * 30], flipped=True, by_hand=frozenset())
    assert laid.tenths < 95
    assert min(laid.weights) > len("1234567.89")
