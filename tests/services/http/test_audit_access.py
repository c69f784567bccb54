"""A key of an audit engagement: it reads what that is about until it ends, and every read leaves a trace."""

import json
from datetime import date, timedelta
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar

from domain.catalogue import CATALOGUE
from services.errors import OutcomeUnknown
from services.http.operation import OPERATIONS
from services.http.topics import (
    TOPIC_OF_LEDGER,
    TOPIC_OF_OPERATION,
    TOPIC_OF_PACKAGE,
    TOPIC_OF_TAG,
    topic_of_read,
)
from services.store.contract import RecordedEvent
from tests.services.http.audits import Audit, opened
from tests.services.http.calling import Caller, County, found_county, receipts


@pytest.fixture
async def audit(county: County) -> Audit:
    """An engagement about dues and the books, and a key of it."""
    await county.unit.post(f"{county.union}/dues/receipts", receipts(await county.member()))
    return await opened(county)


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def last_event(county: County) -> RecordedEvent:
    head = await county.head()
    (event,) = await county.parts.log.read_after(UUID(county.union_id), head - 1, 1)
    return event


async def test_a_read_is_in_the_log_before_it_is_answered(county: County, audit: Audit) -> None:
    before = await county.head()
    path = f"{county.union}/trial-balance"
    answer = await audit.reader.get(path, as_of="2026-01-31", known_at=before)
    assert answer.status_code == 200, answer.text
    event = await last_event(county)
    assert (event.position, event.topic) == (before + 1, "engagement.books_read")
    assert event.actor_id == f"key:{audit.access_id}"
    body = json.loads(event.body)
    assert body.pop("read_id") == str(event.stream_id)
    assert body == {
        "engagement_id": audit.engagement_id,
        "access_id": audit.access_id,
        "operation_id": "readTrialBalance",
        "topic": "books",
        "as_of": "2026-01-31",
        "known_at": before,
    }
    named = await audit.reader.get(f"{county.union}/ledgers/L3", year=2026)
    assert named.status_code == 200, named.text
    told = json.loads((await last_event(county)).body)
    assert (told["about"], told["topic"]) == (["L3"], "dues")
    seen = (await county.unit.get(f"{audit.path}/reads")).json()["rows"]
    assert [row["operation_id"] for row in seen] == ["readTrialBalance", "printLedger"]
    assert seen[0]["known_at"] == before
    await audit.reader.get(f"{county.union}/entries", year=2026, account="102")
    assert "102" not in json.loads((await last_event(county)).body).values()  # nothing typed
    stranger = f"{audit.path[:-36]}{county.union_id}"
    assert code_of(await audit.reader.get(stranger)) == (404, "engagement.unknown")
    assert json.loads((await last_event(county)).body)["about"] == [county.union_id]


async def test_what_the_engagement_is_not_about_stays_closed(county: County, audit: Audit) -> None:
    before = await county.head()
    for path in ("members", "aid-cases", "condolences", "events", "tasks", "ledgers/L1?year=2026"):
        answer = await audit.reader.get(f"{county.union}/{path}")
        assert code_of(answer) == (403, "engagement.topic_not_open"), path
    assert await county.head() == before
    for path in ("officers", "engagements", "dues?year=2026", ""):
        answer = await audit.reader.get(f"{county.union}/{path}".rstrip("/"))
        assert answer.status_code == 200, answer.text
    assert await county.head() == before + 4
    events = await county.parts.log.read_after(UUID(county.union_id), 0, 200)
    places = {event.topic: event.position for event in events}
    for topic, status in (("dues.received", 200), ("member.registered", 403)):
        answer = await audit.reader.get(f"{county.union}/events/{places[topic]}")
        assert answer.status_code == status, answer.text


async def test_a_reader_writes_nothing(county: County, audit: Audit) -> None:
    before = await county.head()
    asked = [
        (f"{county.union}/dues/receipts", receipts(county.union_id)),
        (f"{audit.path}/samples", {}),
        (f"{audit.path}/close", {}),
    ]
    for path, body in asked:
        answer = await audit.reader.post(path, body, if_match=1)
        assert code_of(answer) == (403, "access.forbidden")
    assert await county.head() == before


async def test_other_books_do_not_exist_for_a_reader(
    county: County, audit: Audit, operator_key: str
) -> None:
    other = await found_county(county.client, county.parts, operator_key, "ZZ")
    before = await other.head(), await county.head()
    for path in (other.union, f"{other.union}/dues?year=2026", f"{other.union}/officers"):
        assert code_of(await audit.reader.get(path)) == (404, "union.unknown")
    assert code_of(await audit.reader.get(county.federation)) == (404, "federation.unknown")
    assert (await other.head(), await county.head()) == before


async def test_a_reader_sees_no_other_engagement(county: County, audit: Audit) -> None:
    second = await opened(county, chair=audit.chair)
    rows = (await audit.reader.get(f"{county.union}/engagements")).json()["rows"]
    assert [row["engagement_id"] for row in rows] == [audit.engagement_id]
    for path in (second.path, f"{second.path}/reads", f"{second.path}/samples/1"):
        assert code_of(await audit.reader.get(path)) == (404, "engagement.unknown")
    all_ = (await county.unit.get(f"{county.union}/engagements")).json()["rows"]
    assert len(all_) == 2


async def test_nothing_is_read_that_cannot_be_recorded(
    county: County, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_: object) -> object:
        raise OutcomeUnknown

    with monkeypatch.context() as broken:
        broken.setattr(county.parts.desk, "carry_out", fails)
        answer = await audit.reader.get(f"{county.union}/dues", year=2026)
        assert code_of(answer) == (503, "access.read_not_recorded")
        assert answer.headers["Retry-After"]
        assert (await county.unit.get(f"{county.union}/dues", year=2026)).status_code == 200
    assert (await audit.reader.get(f"{county.union}/dues", year=2026)).status_code == 200


async def test_a_revoked_key_is_nobody(county: County, audit: Audit) -> None:
    path = f"{audit.path}/access/{audit.access_id}/revoke"
    body = {"occurred_on": audit.day, "officer_id": audit.chair}
    version = await audit.version()
    answer = await county.unit.post(path, body, if_match=version, key="r")
    assert answer.status_code == 200, answer.text
    assert code_of(await audit.reader.get(county.union)) == (401, "access.unauthenticated")
    again = await county.unit.post(path, body, if_match=version, key="r")
    assert again.content == answer.content
    twice = await county.unit.post(path, body, if_match=await audit.version())
    assert code_of(twice) == (409, "engagement.access_revoked_already")
    other = await county.unit.post(
        f"{audit.path}/access/{'0' * 20}/revoke", body, if_match=await audit.version()
    )
    assert code_of(other) == (404, "engagement.no_such_access")


async def test_the_log_outranks_the_row_of_a_key(
    county: County, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut short between the event and the key's row, a closing holds all the same."""

    async def forgets(_: str) -> bool:
        return False

    with monkeypatch.context() as broken:
        broken.setattr(county.parts.keys, "revoke_key", forgets)
        assert (await audit.close("called_off")).status_code == 200
    for path in (county.union, f"{county.union}/dues?year=2026"):
        assert code_of(await audit.reader.get(path)) == (403, "engagement.access_ended")


async def test_closing_ends_every_access(county: County, audit: Audit) -> None:
    second = await audit.grant()
    assert (await second.get(county.union)).status_code == 200
    assert (await audit.close("called_off")).status_code == 200
    for reader in (audit.reader, second):
        assert code_of(await reader.get(county.union)) == (401, "access.unauthenticated")


async def test_an_access_ends_with_its_day(county: County, audit: Audit, app: Litestar) -> None:
    later = county.parts.now() + timedelta(days=40)
    app.state["parts"] = msgspec.structs.replace(county.parts, now=lambda: later)
    assert code_of(await audit.reader.get(county.union)) == (403, "engagement.access_ended")
    app.state["parts"] = county.parts
    assert (await audit.reader.get(county.union)).status_code == 200


async def test_a_key_of_yesterday_is_nobody(county: County) -> None:
    past = await opened(county, day=date(2026, 1, 5))
    assert code_of(await past.reader.get(county.union)) == (401, "access.unauthenticated")


async def test_a_changed_plan_holds_for_keys_given_out_before(county: County, audit: Audit) -> None:
    plan = audit.scope() | {"topics": ["members"]}
    answer = await county.unit.post(f"{audit.path}/plan", plan, if_match=await audit.version())
    assert answer.status_code == 200, answer.text
    assert (await audit.reader.get(f"{county.union}/members")).status_code == 200
    dues = await audit.reader.get(f"{county.union}/dues", year=2026)
    assert code_of(dues) == (403, "engagement.topic_not_open")


async def test_a_frozen_union_is_audited_all_the_same(county: County, audit: Audit) -> None:
    freeze = {"occurred_on": audit.day, "document_no": "县〔1〕", "reason": "audit_finding"}
    path = f"{county.federation}/units/{county.union_id}/freeze"
    assert (await county.county.post(path, freeze)).status_code == 200
    assert (await audit.reader.get(f"{county.union}/dues", year=2026)).status_code == 200
    assert (await audit.close("called_off")).status_code == 200


async def test_a_key_is_shown_once_even_when_the_grant_was_cut_short(
    county: County, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(**_: object) -> object:
        raise OutcomeUnknown

    body = audit.granting()
    version = await audit.version()
    with monkeypatch.context() as broken:
        broken.setattr(county.parts.keys, "issue_key", crash)
        cut = await county.unit.post(f"{audit.path}/access", body, if_match=version, key="once")
        assert cut.status_code == 503
    first = await county.unit.post(f"{audit.path}/access", body, if_match=version, key="once")
    assert first.status_code == 201, first.text
    reader = Caller(county.client, first.json()["api_key"])
    assert (await reader.get(county.union)).status_code == 200
    again = await county.unit.post(f"{audit.path}/access", body, if_match=version, key="once")
    assert code_of(again) == (409, "access.key_already_issued")
    assert first.json()["api_key"] not in again.text
    secret = first.json()["api_key"].rpartition("_")[2]
    events = await county.parts.log.read_after(UUID(county.union_id), 0, 500)
    assert not any(secret.encode() in event.body for event in events)


async def test_the_unions_own_auditor_needs_no_engagement_and_the_countys_key_has_none(
    county: County, audit: Audit
) -> None:
    before = await county.head()
    assert (await county.unit_auditor.get(f"{county.union}/members")).status_code == 200
    stranger = await county.county_auditor.get(f"{county.union}/members")
    assert code_of(stranger) == (404, "union.unknown")
    assert (await county.county_auditor.get(county.federation)).status_code == 200
    assert await county.head() == before
    me = (await audit.reader.get("/v1/me")).json()
    assert (me["role"], me["label"]) == ("auditor", "engagement:audit_firm")


def test_every_operation_of_a_union_needs_a_topic_or_is_open_by_name() -> None:
    """What nobody put in the table is closed but to engagements about everything."""
    assert topic_of_read("any", "a tag of tomorrow", {}) == "events"
    assert topic_of_read("any", "ledgers", {"ledger": "L99"}) == "events"
    assert topic_of_read("any", "ledgers", {"ledger": "L1"}) == TOPIC_OF_LEDGER["L1"] == "members"
    assert topic_of_read("makeBundle", "evidence", {}) == "events"
    assert set(TOPIC_OF_OPERATION) <= {one.operation_id for one in OPERATIONS}
    open_tags = {tag for tag, topic in TOPIC_OF_TAG.items() if topic is None}
    assert open_tags == {
        "access",
        "unions",
        "engagements",
        "findings",
        "disclosures",
        "evidence",
    }
    tags = {one.tag for one in OPERATIONS if one.policy.tenant == "union" and one.method == "GET"}
    assert {"members", "dues", "aid", "books"} <= tags & TOPIC_OF_TAG.keys()
    packages = {topic.partition(".")[0] for topic in CATALOGUE}
    assert set(TOPIC_OF_PACKAGE) <= packages
