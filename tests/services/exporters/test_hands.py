"""Through whose hands an entry went, as the events of its stream and of its pay list tell."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from domain.aid_case.events import AidPaid
from domain.event import Event
from services.exporters.audit_data.hands import HandBook, Hands
from services.store.contract import RecordedEvent
from tests.support.samples_of import COMPLETE, VARIANTS

DAY = date(2026, 3, 2)


class Log:
    """Events one after the other, in streams of their own."""

    def __init__(self) -> None:
        self.book = HandBook()
        self.position = 0

    def tell(self, stream: UUID, event: Event, *, actor: str = "clerk") -> Hands:
        """Note an event, and return whose hands it would name if it posted."""
        self.position += 1
        recorded = RecordedEvent(
            union_id=UUID(int=1),
            position=self.position,
            stream_id=stream,
            version=self.position,
            topic=event.TOPIC,
            schema_version=1,
            occurred_on=DAY,
            recorded_at=datetime(2026, 3, 2, 8, self.position, tzinfo=UTC),
            actor_id=actor,
            command_id=uuid4(),
            digest=b"",
            hash=b"",
            body=b"",
        )
        hands = self.book.of_posting(recorded, event)
        self.book.note(recorded, event)
        return hands


def event(topic: str, **changed: Any) -> Event:  # noqa: ANN401 # fields of any event
    """A sample of an event with other officers in it."""
    (sample,) = [each for each in COMPLETE if topic == each.TOPIC]
    return replace(sample, **changed)


def who(hands: Hands) -> dict[str, str]:
    return {step: hand.who for step, hand in hands.items()}


def test_a_draft_that_was_returned_is_reviewed_and_approved_again() -> None:
    log, stream = Log(), uuid4()
    maker, first, second, approver, cashier = (uuid4() for _ in range(5))
    log.tell(stream, event("voucher.drafted", handler_id=maker))
    log.tell(stream, event("voucher.reviewed", reviewer_id=first))
    log.tell(stream, event("voucher.returned", returned_by=approver))
    log.tell(stream, event("voucher.revised", handler_id=maker))
    unreviewed = log.tell(stream, event("voucher.posted", posted_by=cashier))
    assert "reviewed" not in unreviewed
    log.tell(stream, event("voucher.reviewed", reviewer_id=second))
    log.tell(stream, event("voucher.approved", approver_id=approver))
    posted = log.tell(stream, event("voucher.posted", posted_by=cashier))
    assert who(posted) == {
        "entered": str(maker),
        "changed": str(maker),
        "reviewed": str(second),
        "approved": str(approver),
        "posted": str(cashier),
    }


def test_a_payment_on_a_list_went_through_the_hands_of_the_list() -> None:
    log, pay_list = Log(), uuid4()
    maker, reviewer, approver, cashier = (uuid4() for _ in range(4))
    log.tell(pay_list, event("pay_batch.drafted", handler_id=maker))
    log.tell(pay_list, event("pay_batch.reviewed", reviewer_id=reviewer))
    log.tell(pay_list, event("pay_batch.approved", approver_id=approver))
    (sample,) = [each for _, each in VARIANTS if isinstance(each, AidPaid) and each.pay_batch_id]
    paid = replace(sample, pay_batch_id=pay_list, cashier_id=cashier)
    hands = log.tell(uuid4(), paid)
    assert who(hands) == {
        "entered": str(maker),
        "reviewed": str(reviewer),
        "approved": str(approver),
        "posted": str(cashier),
    }


def test_the_case_goes_before_its_list_and_an_earlier_cashier_is_forgotten() -> None:
    log, case = Log(), uuid4()
    approver, cashier = uuid4(), uuid4()
    log.tell(case, event("aid_case.approved", approver_id=approver))
    log.tell(case, event("aid_case.paid", cashier_id=cashier))
    again = log.tell(case, event("aid_case.paid", cashier_id=None), actor="teller")
    assert (who(again)["approved"], who(again)["posted"]) == (str(approver), "login:teller")
    returned = log.tell(case, event("aid_case.payment_returned"), actor="teller")
    assert who(returned) == {"entered": "login:teller", "posted": "login:teller"}


def test_whoever_asked_entered_and_posted_what_names_nobody() -> None:
    log = Log()
    assert who(log.tell(uuid4(), event("dues.received"), actor="k1")) == {
        "entered": "login:k1",
        "posted": "login:k1",
    }
    assert log.book.logins == {"login:k1"}
    assert log.book.officers == set()
