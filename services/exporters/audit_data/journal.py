"""The posted entries of the books as an export shows them: lines with funds, and through whose hands they went."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.accounts import Chart
from domain.encoding import decode
from domain.event import Event
from domain.union.events import OfficerRecorded
from projections.general_ledger.projection import (
    COLLECTIVE_TOPICS,
    POSTING_TOPICS,
    RED_LETTER_TOPICS,
)
from services.exporters.audit_data.hands import HandBook, Hands
from services.policies.charts import kept_account
from services.reads.books import VoucherLine, VoucherRow
from services.store.contract import LogStore, RecordedEvent

EntryKind = Literal["receipt", "payment", "transfer"]
"""收款, 付款, 转账: by what happened to money accounts."""

_READ_EVENTS = 5_000
_UNDOES = RED_LETTER_TOPICS | {"dues.refund_reversed"}


class JournalLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line on one side of an entry; what was entered in red is negative there."""

    account: str
    fund: str
    debit_fen: int
    credit_fen: int


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A posted voucher. `reverses` is the number of the one it undoes, where that can be told."""

    voucher_no: str
    period: str
    occurred_on: date
    kind: EntryKind
    topic: str
    summary: str
    lines: list[JournalLine]
    hands: Hands
    position: int
    attachments: int
    method: str | None
    reference: str | None
    reversal: bool
    reverses: str | None
    opening: bool


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """An officer in an office, from a day until another."""

    officer_id: UUID
    office: str
    since: date
    until: date | None


class _Posting(msgspec.Struct, frozen=True):
    """What the events say of a voucher that the general ledger does not keep."""

    hands: Hands
    attachments: int
    method: str | None
    reference: str | None
    undoes: tuple[UUID, int] | None
    opening: bool


class Journal:
    """Reads a union's log up to a position, once, and completes the vouchers of the general ledger."""

    def __init__(self) -> None:
        self.hands = HandBook()
        self.terms: list[Term] = []
        self._postings: dict[int, _Posting] = {}
        self._attachments: dict[UUID, int] = {}
        self._gathered: dict[tuple[UUID, date, str], int] = {}
        self._place: dict[tuple[UUID, int], tuple[UUID, date, str] | int] = {}

    @classmethod
    async def read(cls, log: LogStore, union_id: UUID, until: int) -> "Journal":
        """Read the log; raises UnknownShape for an event nobody knows."""
        journal = cls()
        reached = 0
        while reached < until:
            stretch = await log.read_after(union_id, reached, _READ_EVENTS, until)
            if not stretch:
                break
            for recorded in stretch:
                event = decode(recorded.topic, recorded.schema_version, recorded.body)
                journal._note(recorded, event)
            reached = stretch[-1].position
        return journal

    def entries(self, vouchers: list[VoucherRow], chart: Chart | None) -> list[Entry]:
        """Return the vouchers as entries; what they reverse is looked for among them."""
        numbers = {voucher.position: voucher.voucher_no for voucher in vouchers}
        return [self._entry(voucher, chart, numbers) for voucher in vouchers]

    def _note(self, recorded: RecordedEvent, event: Event) -> None:
        if isinstance(event, OfficerRecorded):
            self._officer(recorded.occurred_on, event)
        attachments = getattr(event, "attachments", None)
        if attachments is not None:
            self._attachments[recorded.stream_id] = len(attachments)
        if recorded.topic in POSTING_TOPICS and getattr(event, "lines", None):
            self._posted(recorded, event)
        self.hands.note(recorded, event)

    def _officer(self, day: date, event: OfficerRecorded) -> None:
        who = (event.officer_id, event.office)
        open_ = [n for n, held in enumerate(self.terms) if held.until is None]
        same = [n for n in open_ if (self.terms[n].officer_id, self.terms[n].office) == who]
        if not same:
            self.terms.append(
                Term(officer_id=event.officer_id, office=event.office, since=day, until=event.until)
            )
        elif event.until is not None:
            self.terms[same[-1]] = msgspec.structs.replace(self.terms[same[-1]], until=event.until)

    def _posted(self, recorded: RecordedEvent, event: Event) -> None:
        """The last event of a collective voucher stands for it, as in the general ledger."""
        topic = recorded.topic
        reversed_version = getattr(event, "reversed_version", None) or getattr(
            event, "returned_version", None
        )
        self._postings[recorded.position] = _Posting(
            self.hands.of_posting(recorded, event),
            self._attachments.get(recorded.stream_id, 0),
            getattr(event, "method", None),
            getattr(event, "reference", None),
            None if reversed_version is None else (recorded.stream_id, reversed_version),
            topic.startswith("voucher.") and getattr(event, "kind", None) == "opening",
        )
        place: tuple[UUID, date, str] | int = recorded.position
        if topic in COLLECTIVE_TOPICS:
            place = (recorded.command_id, recorded.occurred_on, topic)
            self._gathered[place] = recorded.position
        self._place[recorded.stream_id, recorded.version] = place

    def _entry(self, voucher: VoucherRow, chart: Chart | None, numbers: Mapping[int, str]) -> Entry:
        posting = self._postings[voucher.position]
        return Entry(
            voucher_no=voucher.voucher_no,
            period=voucher.period,
            occurred_on=voucher.occurred_on,
            kind=_kind(voucher.lines, chart),
            topic=voucher.topic,
            summary=voucher.summary,
            lines=[line for given in voucher.lines for line in _sides(given)],
            hands=posting.hands,
            position=voucher.position,
            attachments=posting.attachments,
            method=posting.method,
            reference=posting.reference,
            reversal=voucher.topic in _UNDOES,
            reverses=self._reversed(posting, numbers),
            opening=posting.opening,
        )

    def _reversed(self, posting: _Posting, numbers: Mapping[int, str]) -> str | None:
        if posting.undoes is None:
            return None
        place = self._place.get(posting.undoes)
        if isinstance(place, tuple):
            place = self._gathered[place]
        return None if place is None else numbers.get(place)


def _sides(line: VoucherLine) -> Iterator[JournalLine]:
    """A collective voucher may have moved an account on both sides: that makes two lines."""
    if line.debit_fen:
        yield JournalLine(
            account=line.account, fund=line.fund, debit_fen=line.debit_fen, credit_fen=0
        )
    if line.credit_fen:
        yield JournalLine(
            account=line.account, fund=line.fund, debit_fen=0, credit_fen=line.credit_fen
        )


def _kind(lines: list[VoucherLine], chart: Chart | None) -> EntryKind:
    """Money that goes out makes a payment, also from one's own account to another."""
    money = [line for line in lines if kept_account(chart, line.account).money]
    if any(line.credit_fen for line in money):
        return "payment"
    return "receipt" if money else "transfer"
