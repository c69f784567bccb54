"""The auditor's journey (users.md 3.3) from the letter of engagement to the report, step by step through the API.

The auditor holds a key that only reads and ends with the audit; what is signed is signed by the unit's own audit
committee. What the server says of itself is checked by one Python file in a process that knows nothing of ours.
"""

import argparse
import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import msgspec
import pytest

from domain.engagement.topics import Topic
from domain.finding.events import FindingKind
from domain.irregularity.rules import RULES
from domain.period import last_day
from services.cli.evidence import verifier
from services.wiring import wired
from tests.services.http.audits import Audit, granting_of, scope_of
from tests.services.http.bookkeeping import INVOICE, Bookkeeper, staffed
from tests.services.http.calling import Caller, County, Json, receipts
from tests.services.http.conftest import (
    app,
    begun,
    client,
    county,
    founded,
    operator_key,
    parts,
)
from tests.support.database import Database

__all__ = ["app", "begun", "client", "county", "founded", "operator_key", "parts"]

BOUGHT_FEN = 350_000
YEAR = {"from": "2026-01-01", "until": "2026-12-31"}
ASSET_KIND: FindingKind = "asset_unrecorded"


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """Books, the audit of them, the checkpoint noted on paper, and a folder far from the server."""

    keeper: Bookkeeper
    audit: Audit
    checkpoint: Json
    away: Path

    @property
    def union(self) -> str:
        return self.keeper.union

    async def read(self, path: str, **query: Any) -> Json:  # noqa: ANN401
        """Read with the auditor's key."""
        answer = await self.audit.reader.get(path, **query)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def verified(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the verifier where nothing of ours can be found and nothing is asked of the network."""
        paper = ["--key", self.checkpoint["log_key"], "--held", self.checkpoint["short_code"]]
        return subprocess.run(  # noqa: S603 # what was written out
            [sys.executable, "-I", "-S", "verify.py", *arguments, *paper, "--json"],
            cwd=self.away,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


async def kept_books(county: County) -> Bookkeeper:
    """A unit whose dues came in, which spent some money and never registered what it bought."""
    keeper = await staffed(county)
    await keeper.post(
        *("opening", ("102", 1_000_000), ("331", -1_000_000)),
        day="2026-01-01", by="accountant", money=False,
    )  # fmt: skip
    await keeper.post("income", ("102", 300_000), ("408", -300_000), day="2026-01-10")
    member_id = await county.member()
    for month in ("2026-01", "2026-02", "2026-03"):
        paid = receipts(member_id, month) | {"occurred_on": str(last_day(month))}
        await keeper.do("dues/receipts", paid)
    await keeper.post("expense", ("50102", 120_000), ("102", -120_000), day="2026-02-11")
    await keeper.post("expense", ("50502", BOUGHT_FEN), ("102", -BOUGHT_FEN), day="2026-02-20")
    return keeper


async def opened(keeper: Bookkeeper) -> Audit:
    """Step 1, engagement: every topic, a key that only reads and ends."""
    county, chair = keeper.county, keeper.officers["audit_committee_chair"]
    day = str(county.parts.today())
    scope = scope_of(day, chair) | {"topics": list(get_args(Topic)), "kind": "final_account_audit"}
    begun = await keeper.do("engagements", scope | {"basis_no": "经审〔2026〕1号"})
    path = f"engagements/{begun['engagement_id']}"
    granted = await keeper.do(f"{path}/access", granting_of(day, chair), begun["version"])
    return Audit(
        county=county,
        engagement_id=begun["engagement_id"],
        chair=chair,
        day=day,
        access_id=granted["access_id"],
        reader=Caller(county.client, granted["api_key"]),
    )


@pytest.fixture
async def journey(county: County, database: Database, tmp_path: Path) -> Journey:
    """Steps 1 and 2, and the verifier as it is handed out."""
    keeper = await kept_books(county)
    audit = await opened(keeper)
    async with wired(database.settings) as books:  # what the checkpoint process does every minute
        assert (await books.checkpointer.take()).is_new
    checkpoint = await audit.reader.get("/v1/checkpoints/latest", format="json")
    assert checkpoint.status_code == 200, checkpoint.text
    wished = argparse.Namespace(file=tmp_path / "verify.py")
    assert await verifier(database.settings, wished) == 0
    return Journey(keeper=keeper, audit=audit, checkpoint=checkpoint.json(), away=tmp_path)


async def test_an_auditor_needs_no_faith_from_the_letter_to_the_report(journey: Journey) -> None:
    await only_reading_is_open(journey)
    await the_ground_is_fixed(journey)
    await the_bundle_verifies_at_home(journey)
    await two_dates_and_two_states_differ_by_named_events(journey)
    hit = await a_rule_opens_its_event(journey)
    await the_sample_is_drawn_again(journey)
    await one_page_shows_all_evidence(journey, hit)
    finding_id = await the_finding_runs_to_its_end(journey, hit)
    await the_books_fill_the_report(journey, finding_id)
    await own_software_gets_its_files(journey)
    await every_read_left_a_trace_and_the_key_ends(journey)


async def only_reading_is_open(journey: Journey) -> None:
    """Step 1."""
    view = (await journey.read(journey.audit.path))["engagement"]
    assert (view["kind"], view["topics"]) == ("final_account_audit", list(get_args(Topic)))
    refused = await journey.audit.reader.post(f"{journey.union}/branches", {})
    assert refused.status_code == 403


async def the_ground_is_fixed(journey: Journey) -> None:
    """Step 2: what goes on paper names the checkpoint, and proves the unit's head under it."""
    noted = journey.checkpoint
    assert noted["short_code"] == f"{noted['size']}-{noted['root'][:32]}"
    head = await journey.read(f"{journey.union}/proofs/head")
    assert head["checkpoint"] == noted["note"]
    (journey.away / "head.json").write_text(json.dumps(head), encoding="utf-8")
    done = journey.verified("proof", "head.json")
    assert done.returncode == 0, done.stdout + done.stderr


async def the_bundle_verifies_at_home(journey: Journey) -> None:
    """Step 3: covered, not covered, failed; one changed byte of the log is found."""
    found = await journey.read(f"{journey.union}/bundles", held=str(journey.checkpoint["size"]))
    taken = await journey.audit.reader.get(found["href"])
    (journey.away / "bundle.zip").write_bytes(taken.content)
    done = journey.verified("bundle.zip")
    assert done.returncode == 0, done.stdout + done.stderr
    (report,) = json.loads(done.stdout)
    assert report["covered"]
    assert not report["failed"]
    with zipfile.ZipFile(journey.away / "bundle.zip") as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    stored = files["events.jsonl"]
    files["events.jsonl"] = stored.replace(b"120000", b"120001")
    assert files["events.jsonl"] != stored
    with zipfile.ZipFile(journey.away / "forged.zip", "w") as forged:
        for name, raw in files.items():
            forged.writestr(name, raw)
    assert journey.verified("forged.zip").returncode == 1


async def two_dates_and_two_states_differ_by_named_events(journey: Journey) -> None:
    """Step 4: at two dates; as known at the close and now; and the signed paper of then."""
    keeper, union = journey.keeper, journey.union
    balances = f"{union}/trial-balance"
    known_at = await keeper.county.head()
    january = await journey.read(balances, since="2026-01-01", as_of="2026-01-31")
    february = await journey.read(balances, since="2026-01-01", as_of="2026-02-28")
    assert (balance(january, "102"), balance(february, "102")) == (1_302_615, 835_230)
    ledger = f"{union}/ledgers/L9/difference"
    between = await journey.read(ledger, year=2026, as_of="2026-01-31", to_as_of="2026-02-28")
    bank = line_of(between, "102")
    assert bank["change"] == "changed"
    assert {one["occurred_on"] for one in between["events"] if one["position"] in bank["moved_by"]}
    printed = await keeper.do(
        "statements", {"ledger": "L9", "year": 2026, "month": "2026-02", "known_at": known_at}
    )
    late = await keeper.post("expense", ("50102", 7_700), ("102", -7_700), day="2026-02-25")
    now = await journey.read(balances, since="2026-01-01", as_of="2026-02-28")
    then = await journey.read(
        balances, since="2026-01-01", as_of="2026-02-28", known_at=str(known_at)
    )
    assert (balance(now, "102"), then["rows"]) == (827_530, february["rows"])
    since = await journey.read(ledger, year=2026, month="2026-02", known_at=str(known_at))
    (position,) = line_of(since, "50102")["moved_by"]
    sheet = await journey.read(f"{union}/events/{position}")
    assert (sheet["topic"], sheet["stream_id"]) == ("voucher.posted", late)
    paper = await journey.read(f"{union}/statements/{printed['code']}")
    assert (paper["same"], paper["reasons"]) == (True, [])
    assert paper["known_at"] <= known_at < paper["position"] < position


def balance(shown: Json, account: str) -> int:
    return next(int(row["after_fen"]) for row in shown["rows"] if row["account"] == account)


def line_of(difference: Json, account: str) -> Json:
    found: Json = next(line for line in difference["lines"] if line["key"][0] == account)
    return found


async def a_rule_opens_its_event(journey: Journey) -> Json:
    """Step 5: every rule of the catalogue answers; a hit leads to its event; one looks across unions."""
    listed = await journey.read(f"{journey.union}/analytics", **YEAR)
    assert [rule["rule"] for rule in listed["rules"]] == list(RULES)
    found = await journey.read(f"{journey.union}/analytics/R15", **YEAR)
    (hit,) = found["hits"]
    event = await journey.read(hit["events"][0])
    assert (hit["amount_fen"], event["stream_id"]) == (BOUGHT_FEN, hit["voucher_id"])
    county = journey.keeper.county
    across = await county.county_auditor.get(f"{county.federation}/analytics/R01", **YEAR)
    assert [unit["unit_id"] for unit in across.json()["units"]] == [county.union_id]
    return dict(hit)


async def the_sample_is_drawn_again(journey: Journey) -> None:
    """Step 6: method, size, a seed nobody knew before, pinned to a position; boxes to tick off."""
    asked = {
        "method": "monetary_unit",
        "size": 3,
        "seed": journey.checkpoint["short_code"],
        "topics": ["books", "dues"],
        "sampled_from": "2026-01-01",
        "sampled_until": "2026-12-31",
    }
    drawn = await journey.audit.do("samples", asked)
    assert drawn.status_code == 201, drawn.text
    sheet = await journey.read(f"{journey.audit.path}/samples/1")
    assert sum(line["hits"] for line in sheet["lines"]) == 3
    check = await journey.read(f"{journey.audit.path}/samples/1/check")
    assert check["same"]
    answer = await journey.audit.reader.get(f"{journey.audit.path}/samples/1", format="csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    heading = next(number for number, row in enumerate(rows) if row[0] == "序号")
    assert len(rows[heading + 1 :]) == len(sheet["lines"])


async def one_page_shows_all_evidence(journey: Journey, hit: Json) -> None:
    """Step 7: event, voucher, attachment, approvals, bank line; and a proof that verifies on its own."""
    sheet = await journey.read(hit["events"][0], **{"with": "proof"})
    assert [one["topic"] for one in sheet["matter"]] == [
        f"voucher.{step}" for step in ("drafted", "submitted", "reviewed", "approved", "posted")
    ]
    assert sheet["attachments"] == [INVOICE["sha256"]]
    bank = await journey.read(f"{journey.union}/entries", account="102", since="2026-02-20")
    (line,) = (row for row in bank["rows"] if row["position"] == hit["positions"][0])
    assert (line["credit_fen"], line["others"]) == (BOUGHT_FEN, ["50502"])
    (journey.away / "event.json").write_text(json.dumps(sheet["proof"]), encoding="utf-8")
    done = journey.verified("proof", "event.json")
    assert done.returncode == 0, done.stdout + done.stderr
    other = sheet["proof"] | {"digest": "00" * 32}
    (journey.away / "event.json").write_text(json.dumps(other), encoding="utf-8")
    assert journey.verified("proof", "event.json").returncode == 1


async def the_finding_runs_to_its_end(journey: Journey, hit: Json) -> str:
    """Step 8: raised, answered by a correction in the books, checked again, struck off."""
    keeper, audit = journey.keeper, journey.audit
    signed = audit.signed()
    found = {
        "kind": ASSET_KIND,
        "severity": "medium",
        "basis": "工会会计制度 固定资产",
        "rule": "R15",
        "positions": hit["positions"],
        "amount_fen": hit["amount_fen"],
        "engagement_id": audit.engagement_id,
    }
    raised = await keeper.do("findings", signed | found)
    path = f"findings/{raised['finding_id']}"
    due_on = str(date.fromisoformat(audit.day) + timedelta(days=40))
    asked = signed | {"requirement": "correct_books", "due_on": due_on}
    await keeper.do(f"{path}/require-rectification", asked, 1)
    listed = await journey.read(f"{journey.union}/findings", state="open")
    assert [row["due_on"] for row in listed["rows"]] == [due_on]
    await keeper.post(
        *("adjustment", ("162", BOUGHT_FEN), ("30104", -BOUGHT_FEN)),
        day="2026-03-16", by="accountant", money=False,
    )  # fmt: skip
    corrected = await keeper.county.head()
    answer = signed | {"officer_id": keeper.officers["accountant"], "measure": "books_corrected"}
    await keeper.do(f"{path}/submit", answer | {"corrected_positions": [corrected]}, 2)
    again = await journey.read(f"{journey.union}/analytics/R15", **YEAR)
    assert again["hits"] == []
    await keeper.do(f"{path}/accept", signed, 3)
    await keeper.do(f"{path}/close", signed, 4)
    assert (await journey.read(f"{journey.union}/findings", state="open"))["rows"] == []
    return str(raised["finding_id"])


async def the_books_fill_the_report(journey: Journey, finding_id: str) -> None:
    """Step 8, report: its figures are the books', the register names the finding."""
    audit = journey.audit
    drawn_up = await journey.read(f"{audit.path}/report", as_of="2026-12-31")
    money = drawn_up["money"]
    assert (money["income_fen"], money["expense_fen"]) == (307_845, 477_700)
    head = await audit.county.parts.log.head(UUID(audit.county.union_id))
    verification = {"position": head.position, "hash": head.hash.hex(), "covered": head.position}
    verification |= {"not_covered": 0, "failed": 0, "verified_with": "offline_verifier"}
    assert (await audit.do("verifications", verification)).status_code == 200
    report = {
        "document_no": "经审报〔2026〕1号",
        "report": INVOICE,
        "opinion": "sound_but_for_findings",
        "reported_from": "2026-01-01",
        "reported_until": "2026-12-31",
        "finding_ids": [finding_id],
    } | {name: money[name] for name in ("income_fen", "expense_fen", "balance_fen")}
    assert (await audit.do("report", report)).status_code == 200
    seen = max("2026-12-31", audit.day)
    text = await audit.reader.get(f"{audit.path}/report", format="text", as_of=seen)
    assert "经审报〔2026〕1号" in text.text
    register = await journey.read(f"{journey.union}/ledgers/L32", year=int(audit.day[:4]))
    (row,) = register["rows"]
    assert "R15" in row[4]


async def own_software_gets_its_files(journey: Journey) -> None:
    """Step 9: three profiles, each with its dictionary."""
    for profile in ("gbt24589", "iso21378", "csv"):
        answer = await journey.audit.reader.get(
            f"{journey.union}/exports", format=profile, year=2026
        )
        assert answer.status_code == 200, answer.text
        with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
            assert {"README.txt", "dictionary.csv"} <= set(files.namelist())


async def every_read_left_a_trace_and_the_key_ends(journey: Journey) -> None:
    audit, unit = journey.audit, journey.keeper.county.unit
    traces = (await unit.get(f"{audit.path}/reads", limit=200)).json()["rows"]
    asked = {row["operation_id"] for row in traces}
    assert {"readTrialBalance", "compareLedger", "readIrregularities", "readBundle"} <= asked
    assert {"readEvent", "checkSample", "exportBooks", "readAuditReport"} <= asked
    assert (await audit.close("reported")).status_code == 200
    assert (await audit.reader.get(audit.path)).status_code in (401, 403)
