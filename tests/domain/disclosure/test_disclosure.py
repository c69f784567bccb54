"""A disclosure (公开): who puts it up, what it may tell of people, what it names."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from domain.disclosure.commands import EndDisclosure, NoteObjection, PublishDisclosure
from domain.disclosure.events import DisclosureEnded, DisclosurePublished, ObjectionNoted
from tests.domain.aid import STRANGER
from tests.domain.audit import AUDIT, CODE, DAY, DISCLOSURE, FINDING
from tests.domain.audit import DISCLOSURE_CONTEXT as CONTEXT
from tests.domain.values import HANDLER, sealed
from tests.support.given_when_then import given, on

YEAR: Any = {"period_from": date(2025, 1, 1), "period_until": date(2025, 12, 31)}
PUBLISH = PublishDisclosure(
    occurred_on=DAY,
    disclosure_id=DISCLOSURE,
    topic="finance",
    channel="assembly",
    officer_id=HANDLER,
    document_sha256="ef" * 32,
    statement_codes=(CODE,),
    finding_ids=(FINDING,),
    engagement_id=AUDIT,
    report_no="经审〔2026〕1号",
    **YEAR,
)
PUBLISHED = DisclosurePublished(
    disclosure_id=DISCLOSURE,
    topic="finance",
    channel="assembly",
    officer_id=HANDLER,
    document_sha256="ef" * 32,
    statement_codes=(CODE,),
    finding_ids=(FINDING,),
    engagement_id=AUDIT,
    report_no="经审〔2026〕1号",
    **YEAR,
)
LIST = PublishDisclosure(
    occurred_on=DAY,
    disclosure_id=DISCLOSURE,
    topic="aid_list",
    channel="notice_board",
    officer_id=HANDLER,
    document_sha256="ef" * 32,
    columns=("name", "amount"),
)
END = EndDisclosure(
    occurred_on=DAY, disclosure_id=DISCLOSURE, reason="term_over", officer_id=HANDLER
)
OBJECT = NoteObjection(
    occurred_on=DAY,
    disclosure_id=DISCLOSURE,
    about="amount",
    officer_id=HANDLER,
    details=sealed("file"),
)


def test_accounts_are_shown_to_the_assembly() -> None:
    """工会法 art. 45."""
    given().when(PUBLISH, CONTEXT).then(PUBLISHED)


def test_a_list_names_the_policy_its_columns_were_measured_by() -> None:
    (event,) = given().when(LIST, CONTEXT).events()
    assert isinstance(event, DisclosurePublished)
    assert (event.policy_id, event.policy_version) == ("audit.national", 1)


@pytest.mark.parametrize("column", ["id_number", "bank_account", "illness", "child"])
def test_a_notice_tells_no_more_of_people_than_is_needed(column: str) -> None:
    command = msgspec.structs.replace(LIST, columns=("name", column))
    given().when(command, CONTEXT).refused("disclosure.tells_too_much", "columns")


def test_a_list_of_people_says_what_it_tells_of_them() -> None:
    command = msgspec.structs.replace(LIST, columns=())
    given().when(command, CONTEXT).refused("disclosure.columns_missing", "columns")
    context = msgspec.structs.replace(CONTEXT, policy=None)
    given().when(LIST, context).refused("disclosure.no_policy_in_force", "occurred_on")


def test_a_disclosure_is_published_once() -> None:
    given(PUBLISHED).when(PUBLISH, CONTEXT).refused("disclosure.already_published")


def test_whoever_signs_holds_an_office() -> None:
    command = msgspec.structs.replace(PUBLISH, officer_id=STRANGER)
    given().when(command, CONTEXT).refused("disclosure.office_not_held", "officer_id")


def test_dates_are_in_order() -> None:
    early = msgspec.structs.replace(PUBLISH, shown_until=DAY - timedelta(days=1))
    given().when(early, CONTEXT).refused("disclosure.ends_before_it_begins", "shown_until")
    turned = msgspec.structs.replace(PUBLISH, period_until=date(2024, 12, 31))
    given().when(turned, CONTEXT).refused("disclosure.period_ends_before_it_begins", "period_until")


def test_accounts_are_of_a_period() -> None:
    command = msgspec.structs.replace(PUBLISH, period_from=None)
    given().when(command, CONTEXT).refused("disclosure.period_missing", "period_from")


def test_what_a_disclosure_names_is_there() -> None:
    nothing = msgspec.structs.replace(CONTEXT, statements=frozenset())
    given().when(PUBLISH, nothing).refused("disclosure.statement_unknown", "statement_codes")
    nothing = msgspec.structs.replace(CONTEXT, findings=frozenset())
    given().when(PUBLISH, nothing).refused("disclosure.finding_unknown", "finding_ids")
    nothing = msgspec.structs.replace(CONTEXT, engagements=frozenset())
    given().when(PUBLISH, nothing).refused("disclosure.engagement_unknown", "engagement_id")


def test_it_is_taken_down_once_and_objections_are_noted_even_later() -> None:
    ended = DisclosureEnded(disclosure_id=DISCLOSURE, reason="term_over", officer_id=HANDLER)
    outcome = given(on(DAY, PUBLISHED)).when(END, CONTEXT).then(ended)
    outcome.and_when(END, CONTEXT).refused("disclosure.ended_already", "disclosure_id")
    noted = ObjectionNoted(
        disclosure_id=DISCLOSURE, about="amount", officer_id=HANDLER, details=sealed("file")
    )
    assert outcome.and_when(OBJECT, CONTEXT).then(noted).state().objections == 1


def test_nothing_happens_to_a_disclosure_that_is_not_or_not_yet() -> None:
    given().when(END, CONTEXT).refused("disclosure.unknown", "disclosure_id")
    later = given(on(DAY + timedelta(days=1), PUBLISHED))
    later.when(OBJECT, CONTEXT).refused("disclosure.before_the_last_entry", "occurred_on")
