"""What a paper is made of, as plain values: a template lays them out and reads none of them as markup."""

from collections.abc import Iterable
from typing import Literal

import msgspec

Side = Literal["left", "center", "right"]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: `weight` is its share of the width."""

    title: str
    weight: int
    align: Side = "left"


class Block(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """One piece of a sheet, below the one before."""


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of the last row; `across`: over how many columns it goes."""

    text: str
    align: Side = "left"
    across: int = 1


class Table(Block, frozen=True, kw_only=True, tag="table"):
    """A table whose headings are repeated on every page; `totals` is its last row."""

    columns: list[Column]
    rows: list[list[str]]
    totals: list[Total] = []
    caption: str = ""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a form; `across`: over how many fields of the line it goes."""

    label: str
    value: str
    across: int = 1


class Facts(Block, frozen=True, kw_only=True, tag="facts"):
    """Fields of a form, `across` of them on a line."""

    items: list[Fact]
    across: int = 3


class Heading(Block, frozen=True, kw_only=True, tag="heading"):
    """A line between two parts."""

    text: str


class Words(Block, frozen=True, kw_only=True, tag="words"):
    """A paragraph."""

    text: str


class Opinion(Block, frozen=True, kw_only=True, tag="opinion"):
    """A box that somebody fills in and signs by hand; `room` is how many lines it leaves for that."""

    label: str
    text: str = ""
    room: int = 3
    signed: list[str] = []


def to_sign(names: Iterable[str]) -> list[str]:
    """Return what stands before the places where people sign."""
    return [f"{name}：" for name in names]


class Signatures(Block, frozen=True, kw_only=True, tag="signatures"):
    """Who signs here by hand."""

    names: list[str]


class NewPage(Block, frozen=True, kw_only=True, tag="new_page"):
    """What follows begins a page."""


AnyBlock = Table | Facts | Heading | Words | Opinion | Signatures | NewPage


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A paper of A4 pages. `left`, `middle`, `right` stand under the title, `mark` at the foot of every page.

    `tenths`: the size of the type in tenths of a point. `notes`: what stands at the end beside the QR code `qr`
    (SVG, empty for none).
    """

    title: str
    blocks: list[AnyBlock]
    left: str = ""
    middle: str = ""
    right: str = ""
    mark: str = ""
    flipped: bool = False
    tenths: int = 95
    signatures: list[str] = []
    notes: list[tuple[str, str]] = []
    qr: str = ""


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """One receipt, several of which fit on a page."""

    title: str
    number: str
    union: str
    dated: str
    facts: list[tuple[str, str]]
    amount: str
    capitals: str
    signatures: list[str]
    void: str = ""


class Slips(msgspec.Struct, frozen=True, kw_only=True):
    """Receipts to be cut apart."""

    title: str
    slips: list[Slip]
    mark: str = ""


class VoucherSlip(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher; `lines` are 摘要, 科目编码, 科目名称, 资金, 借方, 贷方."""

    number: str
    union: str
    dated: str
    attachments: str
    lines: list[list[str]]
    totals: list[str]
    capitals: str
    signed: list[tuple[str, str]]


class Vouchers(msgspec.Struct, frozen=True, kw_only=True):
    """Vouchers, two of which fit on a page; `columns` are the headings of their lines."""

    title: str
    columns: list[str]
    vouchers: list[VoucherSlip]
    mark: str = ""


Paper = Sheet | Slips | Vouchers
