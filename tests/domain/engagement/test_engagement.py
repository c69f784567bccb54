"""An audit engagement: who orders and signs it, who may read until when, the report before the end."""

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.catalogue import EVENTS
from domain.command import Command
from domain.engagement.events import (
    AccessRevoked,
    BooksRead,
    BooksVerified,
    EngagementClosed,
    EngagementPlanChanged,
)
from domain.engagement.topics import topic_of
from domain.ids import MemberId
from domain.money import FEN_MAX
from domain.officers import Office, Officers
from tests.domain.engagement.cases import (
    CHANGE,
    CLOSE,
    CONTEXT,
    DAY,
    DRAW,
    GRANT,
    GRANTED,
    HELPER,
    OF_COUNTY,
    OPEN,
    OPENED,
    READ,
    REPORT,
    REPORTED,
    REVOKE,
    VERIFY,
    WITH_FINDING,
)
from tests.domain.values import ACCESS, AUDIT_FINDING, AUDITOR, ENGAGEMENT, HANDLER, MEMBER
from tests.support.given_when_then import given, on

STEPS: tuple[Command, ...] = (CHANGE, GRANT, REVOKE, DRAW, VERIFY, REPORT, CLOSE)
BY_COUNTY: Any = {"ordered_by": "county", "officer_id": OF_COUNTY}
OPENED_BY_COUNTY = msgspec.structs.replace(OPENED, **BY_COUNTY)
CHANGED = EngagementPlanChanged(
    engagement_id=ENGAGEMENT,
    officer_id=AUDITOR,
    books_from=date(2025, 1, 1),
    books_until=date(2025, 12, 31),
    topics=("aid",),
    access_until=date(2026, 3, 10),
)


def with_office(office: Office, holder: Any = AUDITOR, **members: Any) -> Any:  # noqa: ANN401
    known = Officers({**CONTEXT.officers.held, (holder, office): None}, **members)
    return msgspec.structs.replace(CONTEXT, officers=known)


def test_an_audit_is_opened_with_its_scope() -> None:
    given().when(OPEN, CONTEXT).then(OPENED)


def test_a_topic_named_twice_is_one() -> None:
    twice = msgspec.structs.replace(OPEN, topics=("books", "dues", "books"))
    given().when(twice, CONTEXT).then(OPENED)


def test_an_audit_is_opened_once() -> None:
    given(OPENED).when(OPEN, CONTEXT).refused("engagement.already_opened", "engagement_id")


def test_the_scope_is_sound() -> None:
    for changed, code, field in (
        ({"topics": ()}, "no_topics", "topics"),
        ({"books_from": date(2026, 1, 1)}, "period_malformed", "books_from"),
        ({"access_until": date(2026, 3, 1)}, "access_ends_before_it_begins", "access_until"),
    ):
        for command, before in ((OPEN, []), (CHANGE, [OPENED])):
            asked = msgspec.structs.replace(command, **changed)
            given(*before).when(asked, CONTEXT).refused(f"engagement.{code}", field)
    given().when(msgspec.structs.replace(OPEN, topics=()), CONTEXT).refused("engagement.no_topics")
    backward = msgspec.structs.replace(OPEN, books_from=date(2026, 1, 1))
    given().when(backward, CONTEXT).refused("engagement.period_malformed")


@pytest.mark.parametrize("kind", ["accountability_audit", "special_audit", "external_audit"])
def test_some_audits_need_a_written_commission(kind: str) -> None:
    """审计条例 art. 24: 书面委托."""
    bare = msgspec.structs.replace(OPEN, kind=kind, basis_no=" ")
    given().when(bare, CONTEXT).refused("engagement.commission_missing", "basis_no")
    given().when(msgspec.structs.replace(bare, basis_no="委〔1〕"), CONTEXT).events()


def test_the_chair_of_the_audit_committee_signs() -> None:
    by_member = msgspec.structs.replace(OPEN, officer_id=HELPER)
    given().when(by_member, CONTEXT).refused("engagement.office_not_held", "officer_id")
    for command in (CHANGE, REPORT, CLOSE):
        by_member = msgspec.structs.replace(command, officer_id=HELPER)
        given(OPENED).when(by_member, CONTEXT).refused("engagement.office_not_held")
    by_handler = msgspec.structs.replace(GRANT, officer_id=HANDLER)
    given(OPENED).when(by_handler, CONTEXT).refused("engagement.office_not_held")


@pytest.mark.parametrize(
    "office", ["accountant", "cashier", "approver", "chairperson", "vice_chairperson"]
)
def test_nobody_audits_the_own_work(office: Office) -> None:
    """审计独立: whoever keeps the books or approves payments does not sign, whatever else he is."""
    given().when(OPEN, with_office(office)).refused("engagement.not_independent", "officer_id")
    given(OPENED, GRANTED).when(CLOSE, with_office(office)).refused("engagement.not_independent")


def test_one_person_under_two_ids_is_one_person() -> None:
    person = MemberId(MEMBER)
    context = with_office("cashier", HANDLER, members={AUDITOR: person, HANDLER: person})
    given().when(OPEN, context).refused("engagement.not_independent", "officer_id")


def test_the_county_audits_with_its_own_officers() -> None:
    command = msgspec.structs.replace(OPEN, **BY_COUNTY)
    given().when(command, CONTEXT).then(OPENED_BY_COUNTY)
    by_ours = msgspec.structs.replace(command, officer_id=AUDITOR)
    given().when(by_ours, CONTEXT).refused("engagement.office_not_held", "officer_id")


def test_an_audit_belongs_to_whom_ordered_it() -> None:
    for command in STEPS:
        given(OPENED_BY_COUNTY).when(command, CONTEXT).refused(
            "engagement.ordered_by_another", "engagement_id"
        )


@pytest.mark.parametrize("command", STEPS, ids=lambda command: type(command).__name__)
def test_nothing_happens_to_an_audit_that_is_not_or_no_more(command: Command) -> None:
    given().when(command, CONTEXT).refused("engagement.unknown", "engagement_id")
    closed = EngagementClosed(engagement_id=ENGAGEMENT, outcome="called_off", officer_id=AUDITOR)
    given(OPENED, closed).when(command, CONTEXT).refused("engagement.closed_already")
    early = given(on(date(2026, 3, 3), OPENED)).when(command, CONTEXT)
    early.refused("engagement.before_the_last_entry", "occurred_on")


def test_a_plan_is_changed_and_what_it_no_longer_covers_ends() -> None:
    changed = given(OPENED, GRANTED).when(CHANGE, CONTEXT).then(CHANGED)
    changed.and_when(READ, CONTEXT).refused("engagement.topic_not_open", "topic")
    late = msgspec.structs.replace(READ, topic="aid", occurred_on=date(2026, 3, 11))
    changed.and_when(late, CONTEXT).refused("engagement.access_ended", "access_id")
    changed.and_when(CHANGE, CONTEXT).refused("engagement.plan_not_changed", "topics")


def test_an_access_ends_with_the_engagement_at_the_latest() -> None:
    given(OPENED).when(GRANT, CONTEXT).then(GRANTED)
    long = msgspec.structs.replace(GRANT, until=date(2026, 5, 1))
    given(OPENED).when(long, CONTEXT).refused("engagement.access_too_long", "until")
    over = msgspec.structs.replace(GRANT, until=date(2026, 3, 1))
    given(OPENED).when(over, CONTEXT).refused("engagement.access_ends_before_it_begins", "until")
    given(OPENED, GRANTED).when(GRANT, CONTEXT).refused("engagement.access_id_taken", "access_id")


def test_an_access_is_revoked_for_ever() -> None:
    revoked = AccessRevoked(engagement_id=ENGAGEMENT, access_id=ACCESS, officer_id=HELPER)
    given(OPENED).when(REVOKE, CONTEXT).refused("engagement.no_such_access", "access_id")
    outcome = given(OPENED, GRANTED).when(REVOKE, CONTEXT).then(revoked)
    outcome.and_when(REVOKE, CONTEXT).refused("engagement.access_revoked_already", "access_id")
    outcome.and_when(READ, CONTEXT).refused("engagement.access_ended", "access_id")
    outcome.and_when(GRANT, CONTEXT).refused("engagement.access_id_taken")


def test_every_read_is_a_fact() -> None:
    read = BooksRead(
        read_id=READ.read_id,
        engagement_id=ENGAGEMENT,
        access_id=ACCESS,
        operation_id="readTrialBalance",
        topic="books",
        as_of=date(2025, 12, 31),
        known_at=812,
    )
    outcome = given(OPENED, GRANTED).when(READ, CONTEXT).then(read)
    assert outcome.state() == given(OPENED, GRANTED).when(READ, CONTEXT).state()


def test_what_is_always_open_is_read_without_a_topic() -> None:
    given(OPENED, GRANTED).when(msgspec.structs.replace(READ, topic=None), CONTEXT).events()


def test_nothing_is_read_outside_an_access() -> None:
    given(OPENED).when(READ, CONTEXT).refused("engagement.no_such_access", "access_id")
    given().when(READ, CONTEXT).refused("engagement.no_such_access", "access_id")
    last = msgspec.structs.replace(READ, occurred_on=date(2026, 3, 31))
    given(OPENED, GRANTED).when(last, CONTEXT).events()
    late = msgspec.structs.replace(READ, occurred_on=date(2026, 4, 1))
    given(OPENED, GRANTED).when(late, CONTEXT).refused("engagement.access_ended", "access_id")
    other = msgspec.structs.replace(READ, topic="aid")
    given(OPENED, GRANTED).when(other, CONTEXT).refused("engagement.topic_not_open", "topic")


def test_a_comparison_leaves_both_states_on_record() -> None:
    command = msgspec.structs.replace(READ, to_as_of=date(2025, 6, 30), to_known_at=900)
    (read,) = given(OPENED, GRANTED).when(command, CONTEXT).events()
    assert isinstance(read, BooksRead)
    assert (read.as_of, read.known_at) == (date(2025, 12, 31), 812)
    assert (read.to_as_of, read.to_known_at) == (date(2025, 6, 30), 900)


def test_only_the_days_of_the_engagement_are_read() -> None:
    first, last = OPENED.books_from, OPENED.books_until
    within = msgspec.structs.replace(READ, asked_from=first, asked_until=last)
    given(OPENED, GRANTED).when(within, CONTEXT).events()
    for days in (
        {"asked_from": date(2024, 12, 31), "asked_until": last},
        {"asked_from": first, "asked_until": date(2026, 1, 1)},
        {"asked_from": date(2023, 1, 1)},
        {"asked_until": date(2026, 3, 2)},
    ):
        command = msgspec.structs.replace(READ, **days)
        given(OPENED, GRANTED).when(command, CONTEXT).refused("engagement.days_not_open", "as_of")


def test_a_changed_plan_opens_other_days() -> None:
    longer = msgspec.structs.replace(CHANGED, books_from=date(2024, 1, 1), topics=("books",))
    early = msgspec.structs.replace(READ, asked_from=date(2024, 1, 1))
    given(OPENED, GRANTED).when(early, CONTEXT).refused("engagement.days_not_open", "as_of")
    given(OPENED, GRANTED, longer).when(early, CONTEXT).events()


def test_nothing_is_read_after_the_end() -> None:
    closed = EngagementClosed(engagement_id=ENGAGEMENT, outcome="reported", officer_id=AUDITOR)
    outcome = given(OPENED, GRANTED, REPORTED).when(CLOSE, CONTEXT).then(closed)
    outcome.and_when(READ, CONTEXT).refused("engagement.access_ended", "access_id")


def test_a_verification_is_recorded_as_it_came_out() -> None:
    verified = BooksVerified(
        engagement_id=ENGAGEMENT,
        position=812,
        hash="ab" * 32,
        covered=812,
        not_covered=0,
        failed=0,
        verified_with="offline_verifier",
        officer_id=HELPER,
        checkpoint_size=3,
    )
    given(OPENED).when(VERIFY, CONTEXT).then(verified)


@pytest.mark.parametrize(
    "changed",
    [
        {"covered": -1},
        {"failed": 2**60},
        {"position": 0},
        {"checkpoint_size": 0},
    ],
)
def test_a_verification_counts_in_whole_events(changed: dict[str, int]) -> None:
    command = msgspec.structs.replace(VERIFY, **changed)
    given(OPENED).when(command, CONTEXT).refused("engagement.counts_out_of_range")


def test_a_report_is_issued_and_may_be_replaced_by_another_number() -> None:
    outcome = given(OPENED).when(REPORT, CONTEXT).then(REPORTED)
    outcome.and_when(REPORT, CONTEXT).refused("engagement.report_no_used", "document_no")
    other = msgspec.structs.replace(REPORT, document_no="经审〔2026〕3号")
    assert len(outcome.and_when(other, CONTEXT).state().report_nos) == 2


def test_a_report_has_a_number() -> None:
    command = msgspec.structs.replace(REPORT, document_no=" ")
    given(OPENED).when(command, CONTEXT).refused("engagement.report_no_missing", "document_no")


@pytest.mark.parametrize(
    "changed",
    [
        {"reported_from": date(2024, 12, 31)},
        {"reported_until": date(2026, 1, 1)},
        {"reported_from": date(2025, 6, 1), "reported_until": date(2025, 5, 31)},
    ],
)
def test_a_report_speaks_of_the_books_it_was_ordered_for(changed: dict[str, date]) -> None:
    command = msgspec.structs.replace(REPORT, **changed)
    given(OPENED).when(command, CONTEXT).refused("engagement.outside_the_scope", "reported_from")


def test_the_figures_of_a_report_are_amounts() -> None:
    command = msgspec.structs.replace(REPORT, balance_fen=FEN_MAX + 1)
    given(OPENED).when(command, CONTEXT).refused("engagement.figures_out_of_range", "balance_fen")


def test_a_report_names_findings_that_are_on_record() -> None:
    command = msgspec.structs.replace(REPORT, finding_ids=(AUDIT_FINDING, AUDIT_FINDING))
    given(OPENED).when(command, CONTEXT).refused("engagement.finding_unknown", "finding_ids")
    (issued,) = given(OPENED).when(command, WITH_FINDING).events()
    assert issued == msgspec.structs.replace(REPORTED, finding_ids=(AUDIT_FINDING,))


def test_the_report_comes_before_the_end() -> None:
    given(OPENED).when(CLOSE, CONTEXT).refused("engagement.report_missing", "outcome")
    called_off = msgspec.structs.replace(CLOSE, outcome="called_off")
    given(OPENED, REPORTED).when(called_off, CONTEXT).refused("engagement.reported_already")
    given(OPENED).when(called_off, CONTEXT).events()


def test_whatever_posts_to_the_books_can_be_drawn() -> None:
    posting = [event for event in EVENTS if "lines" in event.__struct_fields__]
    assert posting
    assert [event.TOPIC for event in posting if topic_of(event.TOPIC) is None] == []
    assert topic_of("member.applied") is None
    assert OPEN.occurred_on == DAY
