"""What a key of one audit engagement does not see: other audits' findings, figures and prints beside its topics."""

import json
from typing import Any, get_args
from uuid import UUID

import httpx
import pytest

from domain.catalogue import EVENTS
from domain.engagement.topics import Topic, topic_of
from services.http.topics import EVERYTHING, topic_of_event
from services.wiring import wired
from tests.services.http.audits import Audit, opened
from tests.services.http.calling import County, receipts
from tests.services.http.test_findings import RAISING
from tests.support.database import Database

OPEN = [topic for topic in get_args(Topic) if topic != EVERYTHING]
"""All topics but the log."""


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.fixture
async def audits(county: County) -> tuple[Audit, Audit]:
    """Two audits of one union."""
    first = await opened(county)
    return first, await opened(county, chair=first.chair)


async def found(audit: Audit, **changed: Any) -> str:  # noqa: ANN401 # fields of the raising
    """Raise a finding under an audit and return its id."""
    body = RAISING | audit.signed() | {"engagement_id": audit.engagement_id} | changed
    answer = await audit.county.unit.post(f"{audit.county.union}/findings", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["finding_id"])


async def test_an_audit_reads_its_own_findings_only(audits: tuple[Audit, Audit]) -> None:
    first, second = audits
    path = f"{first.county.union}/findings"
    own, theirs = await found(first), await found(second)
    of_nobody = await found(second, engagement_id=None)
    rows = (await first.reader.get(path)).json()["rows"]
    assert [row["finding_id"] for row in rows] == [own]
    named = await first.reader.get(path, engagement_id=first.engagement_id)
    assert [row["finding_id"] for row in named.json()["rows"]] == [own]
    asked = await first.reader.get(path, engagement_id=second.engagement_id)
    assert code_of(asked) == (404, "engagement.unknown")
    read = await first.reader.get(f"{path}/{own}")
    assert read.json()["details"] == RAISING["details"]
    for hidden in (theirs, of_nobody):
        answer = await first.reader.get(f"{path}/{hidden}")
        assert code_of(answer) == (404, "finding.unknown")
        assert "details" not in answer.json()
    assert len((await first.county.unit_auditor.get(path)).json()["rows"]) == 3


async def test_the_whole_log_opens_no_words_of_other_findings(county: County) -> None:
    whole = await opened(county, topics=[EVERYTHING])
    other = await opened(county, chair=whole.chair)
    path = f"{county.union}/findings/{await found(other)}"
    assert code_of(await whole.reader.get(path)) == (404, "finding.unknown")
    assert (await whole.reader.get(f"{county.union}/events/{await county.head() - 1}")).is_success


async def test_the_register_holds_one_audit_and_bears_no_code(
    audits: tuple[Audit, Audit],
) -> None:
    first, second = audits
    await found(first, amount_fen=1_100)
    await found(second, amount_fen=2_200)
    year = int(first.day[:4])
    path = f"{first.county.union}/ledgers/L32"
    part = (await first.reader.get(path, year=year)).json()
    assert part["totals_fen"] == {"金额": 1_100}
    assert len(part["rows"]) == 1
    assert part["footer"]["回执码"] == ""  # the whole register has another: no print of it
    whole = (await first.county.unit.get(path, year=year)).json()
    assert (len(whole["rows"]), whole["totals_fen"]) == (2, {"金额": 3_300})
    assert whole["footer"]["回执码"]
    journal = await first.reader.get(f"{first.county.union}/ledgers/L9", year=2026)
    assert journal.json()["footer"]["回执码"]


async def test_two_states_of_the_register_differ_in_one_audit(
    audits: tuple[Audit, Audit],
) -> None:
    first, second = audits
    before = await first.county.head()
    await found(first)
    await found(second)
    path = f"{first.county.union}/ledgers/L32/difference"
    answer = await first.reader.get(path, year=int(first.day[:4]), known_at=before)
    assert answer.status_code == 200, answer.text
    added = [line for line in answer.json()["lines"] if line["change"] == "added"]
    assert len(added) == 1


async def test_an_event_of_another_audit_stays_closed(audits: tuple[Audit, Audit]) -> None:
    first, second = audits
    county = first.county
    await found(second)
    theirs = await county.head()
    await found(first)
    own = await county.head()
    events = await county.parts.log.read_after(UUID(county.union_id), 0, 200)
    begun = {
        json.loads(one.body)["engagement_id"]: one.position
        for one in events
        if one.topic == "engagement.opened"
    }
    for place, status in (
        (own, 200),
        (theirs, 403),
        (begun[first.engagement_id], 200),
        (begun[second.engagement_id], 403),
    ):
        for path in (f"events/{place}", f"events/{place}/raw"):
            answer = await first.reader.get(f"{county.union}/{path}")
            assert answer.status_code == status, (path, answer.text)


async def test_a_later_step_of_a_finding_is_of_its_audit(audits: tuple[Audit, Audit]) -> None:
    first, second = audits
    county = first.county
    body = first.signed() | {"reason": "wrong_facts"}
    for audit, status in ((first, 200), (second, 403)):
        path = f"{county.union}/findings/{await found(audit)}/withdraw"
        assert (await county.unit.post(path, body, if_match=1)).is_success
        answer = await first.reader.get(f"{county.union}/events/{await county.head()}")
        assert answer.status_code == status, answer.text


async def test_figures_need_the_books(county: County) -> None:
    of_members = await opened(county, topics=["members"])
    report = await of_members.reader.get(f"{of_members.path}/report")
    assert code_of(report) == (403, "engagement.topic_not_open")
    assert (await of_members.reader.get(f"{county.union}/findings")).status_code == 200
    assert (await of_members.reader.get(of_members.path)).status_code == 200
    of_books = await opened(county, chair=of_members.chair, topics=["books"])
    assert (await of_books.reader.get(f"{of_books.path}/report")).status_code == 200


def test_an_event_that_posts_is_on_the_topic_it_is_drawn_under() -> None:
    posting = {event.TOPIC for event in EVENTS if "lines" in event.__struct_fields__}
    assert {topic: topic_of_event(topic) for topic in posting} == {
        topic: topic_of(topic) for topic in posting
    }
    assert topic_of_event("union.balances_taken_over") == "books"
    assert topic_of_event("union.renamed") is None


async def test_ledgers_open_no_prints(county: County) -> None:
    """Issued prints are of all ledgers: who reads each ledger by its topic does not read them."""
    await county.unit.post(f"{county.union}/dues/receipts", receipts(await county.member()))
    issued = await county.unit.post(f"{county.union}/statements", {"ledger": "L9", "year": 2026})
    assert issued.status_code == 200, issued.text
    code = issued.json()["code"]
    prints = (
        f"{county.union}/statements",
        f"{county.union}/statements/{code}",
        f"{county.union}/statements/check?code={code}&ledger=L9&year=2026",
    )
    audit = await opened(county, topics=OPEN)
    assert (await audit.reader.get(f"{county.union}/ledgers/L9", year=2026)).status_code == 200
    for path in prints:
        assert code_of(await audit.reader.get(path)) == (403, "engagement.topic_not_open"), path
    whole = await opened(county, chair=audit.chair, topics=[EVERYTHING])
    for path in prints:
        assert (await whole.reader.get(path)).status_code == 200, path


async def test_bundles_need_the_log_and_proofs_do_not(county: County, database: Database) -> None:
    """A proof is made of hashes; a bundle holds every event."""
    async with wired(database.settings) as books:
        await books.checkpointer.take()
    place = await county.head()
    audit = await opened(county, topics=OPEN)
    whole = await opened(county, chair=audit.chair, topics=[EVERYTHING])
    bundles = f"{county.union}/bundles"
    name = (await county.unit.get(bundles)).json()["href"]
    for path in (bundles, name):
        assert code_of(await audit.reader.get(path)) == (403, "engagement.topic_not_open")
        assert (await whole.reader.get(path)).status_code == 200
    assert code_of(await audit.reader.post(bundles, {})) == (403, "engagement.topic_not_open")
    proofs = f"{county.union}/proofs"
    (event,) = await county.parts.log.read_after(UUID(county.union_id), place - 1, 1)
    for path in (
        f"{proofs}/head",
        f"{proofs}/inclusion?position=1&size={place}",
        f"{proofs}/consistency?from=1&to={place}",
        f"{county.union}/receipts?position={place}&hash={event.hash.hex()}",
    ):
        for reader in (audit.reader, whole.reader):
            assert (await reader.get(path)).status_code == 200, path


async def test_a_comparison_leaves_both_states_on_record(county: County) -> None:
    audit = await opened(county)
    states = {"as_of": "2026-01-31", "to_as_of": "2026-03-31", "known_at": 3, "to_known_at": 4}
    path = f"{county.union}/ledgers/L9/difference"
    answer = await audit.reader.get(path, year=2026, **states)
    assert answer.status_code == 200, answer.text
    (row,) = (await county.unit.get(f"{audit.path}/reads")).json()["rows"]
    assert {name: row[name] for name in states} == states
    ahead = await audit.reader.get(path, year=2026, to_known_at=10_000)
    assert ahead.json()["code"] == "request.known_at_ahead"
