"""Checkpoints, proofs, receipts and events as an auditor and a witness get them."""

import base64
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar

from domain.chain import EventFields, digest_of
from domain.merkle import is_consistent, is_included
from domain.note import parse_key, parse_note
from services.audit.proof_documents import EventProof, UnionProof
from services.keys.signing import Cosigner, is_signed, new_witness_key, read_cosigner
from services.wiring import wired
from tests.services.audit.growing import event_holds, holds, unhexed
from tests.services.http.applying import application_over, running
from tests.services.http.bookkeeping import staffed
from tests.services.http.calling import Caller, County, keyed
from tests.support.database import Database

Json = dict[str, Any]


@pytest.fixture
def witness(tmp_path: Path) -> Cosigner:
    """A witness this log knows."""
    new_witness_key(tmp_path / "witness.key", "witness.county.example")
    return read_cosigner(tmp_path / "witness.key")


@pytest.fixture
async def app(database: Database, witness: Cosigner, tmp_path: Path) -> AsyncIterator[Litestar]:
    """An installation whose log is witnessed."""
    file = tmp_path / "witnesses"
    file.write_text(f"{witness.public.text}\n", encoding="utf-8")
    settings = msgspec.structs.replace(database.settings, witnesses_file=file)
    async with running(application_over(settings)) as made:
        yield made


async def take(database: Database) -> None:
    """What the checkpoint process does every minute."""
    async with wired(database.settings) as books:
        assert (await books.checkpointer.take()).checkpoint is not None


async def test_before_the_first_checkpoint_there_is_none(county: County) -> None:
    for path in ("/v1/checkpoints/latest", "/v1/checkpoints/1"):
        answer = await county.unit.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "evidence.no_checkpoint")
    assert (await county.unit.get(f"{county.union}/proofs/head")).status_code == 404
    for size in ("0", "-1", "x", "1" * 30):
        assert (await county.unit.get(f"/v1/checkpoints/{size}")).status_code == 404
    assert (await county.nobody.get("/v1/checkpoints/latest")).status_code == 401


async def test_a_checkpoint_is_a_signed_note(county: County, database: Database) -> None:
    await take(database)
    answer = await county.unit_auditor.get("/v1/checkpoints/latest")
    assert answer.headers["content-type"].startswith("text/plain")
    document = (await county.unit.get("/v1/checkpoints/latest", format="json")).json()
    assert document["note"].encode() == answer.content
    assert is_signed(parse_note(answer.content), parse_key(document["log_key"]))
    assert document["short_code"] == f"1-{document['root'][:32]}"
    assert document["witnesses"] == [
        {
            "witness": "witness.county.example",
            "size": None,
            "cosigned_at": None,
            "age_seconds": None,
        }
    ]
    assert (await county.unit.get("/v1/checkpoints/1")).content == answer.content


async def test_a_witness_cosigns_and_nobody_else(
    county: County, database: Database, witness: Cosigner, tmp_path: Path
) -> None:
    await take(database)
    eye = await of_role(county.operator, "witness")
    note = parse_note((await eye.get("/v1/checkpoints/latest")).content)
    now = int(time.time())
    line = witness.cosign(note.text, now).text
    path = "/v1/checkpoints/1/cosignatures"
    assert (await county.unit.post(path, {"cosignature": line})).status_code == 403
    added = await eye.post(path, {"cosignature": line})
    assert added.status_code == 201, added.text
    assert added.json()["witness"] == "witness.county.example"
    cosigned = parse_note((await eye.get("/v1/checkpoints/latest")).content)
    assert is_signed(cosigned, witness.public)
    assert (await eye.post(path, {"cosignature": line})).status_code == 201
    ready = (await county.client.get("/health/ready")).json()
    assert ready["cosignature_age_seconds"] < 60
    assert ready["warnings"] == []
    new_witness_key(tmp_path / "stranger", "witness.county.example")
    stranger = read_cosigner(tmp_path / "stranger")
    for bad in (
        stranger.cosign(note.text, now).text,
        witness.cosign(note.text + "x", now).text,
        witness.cosign(note.text, now + 3_600).text,
        line[:-4],
        "— x AAAA",
        "nonsense",
    ):
        refused = await eye.post(path, {"cosignature": bad})
        assert refused.json()["code"] == "evidence.cosignature_refused", bad
    later = await eye.post("/v1/checkpoints/2/cosignatures", {"cosignature": line})
    assert later.status_code == 404


async def test_a_log_nobody_witnesses_warns(county: County) -> None:
    ready = (await county.client.get("/health/ready")).json()
    assert ready["ready"] is True
    assert "cosignature_old" in ready["warnings"]


async def of_role(operator: Caller, role: str) -> Caller:
    """A key of no union."""
    body = {"role": role, "label": "test"}
    issued = await operator.post("/v1/api-keys", body)
    assert issued.status_code == 201, issued.text
    return Caller(operator.client, issued.json()["api_key"])


async def test_a_witness_sees_heads_and_nothing_else(county: County, database: Database) -> None:
    await take(database)
    await county.member()
    await take(database)
    eye = await of_role(county.operator, "witness")
    heads = (await eye.get("/v1/checkpoints/2/heads", since=1)).json()
    assert (heads["size"], heads["since"], heads["next_after"]) == (2, 1, None)
    assert heads["census"]["number"] == 2
    [moved] = [one for one in heads["heads"] if one["union_id"] == county.union_id]
    before = (await county.unit.get(f"{county.union}/proofs/head", checkpoint=1)).json()["head"]
    assert moved["before"] == {"position": before["position"]}
    assert is_consistent(
        before["position"],
        bytes.fromhex(before["root"]),
        moved["position"],
        bytes.fromhex(moved["root"]),
        unhexed(moved["path"]),
    )
    proof = (await eye.get("/v1/checkpoints/consistency", **{"from": 1, "to": 2})).json()
    assert (proof["from"], proof["to"]) == (1, 2)
    assert (await eye.get(county.union)).status_code == 404
    assert (await eye.get(f"{county.union}/proofs/head")).status_code == 404
    assert (await county.unit.get("/v1/checkpoints/2/heads")).status_code == 403


async def test_every_write_gives_a_receipt_that_can_be_proven_later(
    county: County, database: Database
) -> None:
    written = await county.unit.post(
        f"{county.union}/branches",
        {"occurred_on": "2026-11-20", "kind": "branch", "name": "第二分会"},
    )
    receipt = {key: written.json()[key] for key in ("position", "hash")}
    path = f"{county.union}/receipts"
    early = await county.unit.get(path, **receipt)
    assert early.status_code == 404  # no checkpoint at all yet
    await take(database)
    proven = (await county.unit.get(path, **receipt)).json()
    assert proven["matches"] is True
    proof = msgspec.convert(proven["proof"], EventProof)
    assert event_holds(proof)
    assert proof.hash == receipt["hash"]
    short = {**receipt, "hash": receipt["hash"][:32]}
    assert (await county.unit.get(path, **short)).json()["matches"] is True
    other = {**receipt, "hash": "0" * 64}
    assert (await county.unit.get(path, **other)).json()["matches"] is False
    later = await county.member()
    assert later
    newest = {"position": await county.head(), "hash": "0" * 32}
    assert (await county.unit.get(path, **newest)).json()["proof"] is None


async def test_a_head_is_proven_under_the_checkpoint(county: County, database: Database) -> None:
    await take(database)
    proof = (await county.unit_auditor.get(f"{county.union}/proofs/head")).json()
    assert holds(msgspec.convert(proof, UnionProof))
    head = (await county.unit.get(f"{county.union}/head")).json()
    assert (head["position"], head["hash"], head["root"]) == (
        proof["head"]["position"],
        proof["head"]["hash"],
        proof["head"]["root"],
    )
    assert head["checkpoint_position"] == head["position"]
    stranger = await keyed(county.client, county.parts, "auditor", county.federation_id)
    assert (await stranger.get(f"{county.union}/proofs/head")).status_code == 404


async def test_paths_lead_to_the_root_of_any_size(county: County, database: Database) -> None:
    await take(database)
    before = (await county.unit.get(f"{county.union}/head")).json()
    await county.member()
    head = (await county.unit.get(f"{county.union}/head")).json()
    size, root = head["position"], bytes.fromhex(head["root"])
    asked = {"position": 3, "size": size}
    path = (await county.unit.get(f"{county.union}/proofs/inclusion", **asked)).json()["path"]
    raw = (await county.unit.get(f"{county.union}/events/3/raw")).json()
    assert is_included(bytes.fromhex(raw["digest"]), 2, size, root, unhexed(path))
    grown = {"from": before["position"], "to": size}
    path = (await county.unit.get(f"{county.union}/proofs/consistency", **grown)).json()["path"]
    assert is_consistent(
        before["position"], bytes.fromhex(before["root"]), size, root, unhexed(path)
    )
    for asked in ({"position": 1, "size": size + 1}, {"position": size + 1, "size": size}):
        answer = await county.unit.get(f"{county.union}/proofs/inclusion", **asked)
        assert answer.json()["code"] == "evidence.not_covered"


async def test_the_raw_event_is_what_was_hashed(county: County) -> None:
    raw = (await county.unit.get(f"{county.union}/events/2/raw")).json()
    fields = msgspec.convert(
        {**raw, "body": base64.b64decode(raw["body_base64"])}, EventFields, strict=False
    )
    assert digest_of(fields).hex() == raw["digest"]
    assert (await county.unit.get(f"{county.union}/events/999/raw")).status_code == 404


async def test_the_evidence_sheet_tells_the_course_of_a_matter(
    county: County, database: Database
) -> None:
    member_id = await county.member()
    position = await county.head()
    sheet = (await county.unit.get(f"{county.union}/events/{position}")).json()
    assert sheet["stream_id"] == member_id
    assert sheet["title"] == "会员登记"
    assert [one["position"] for one in sheet["matter"]] == [position]
    assert sheet["proof"] is None
    await take(database)
    proven = await county.unit.get(f"{county.union}/events/{position}", **{"with": "proof"})
    assert event_holds(msgspec.convert(proven.json()["proof"], EventProof))
    await county.member(2)
    later = await county.head()
    uncovered = await county.unit.get(f"{county.union}/events/{later}", **{"with": "proof"})
    assert uncovered.json()["code"] == "evidence.not_covered"


async def test_the_evidence_sheet_leads_to_voucher_papers_and_bank(county: County) -> None:
    keeper = await staffed(county)
    voucher_id = await keeper.post("income", ("102", 900000), ("408", -900000), day="2026-03-02")
    sheet = (await county.unit.get(f"{county.union}/events/{await county.head()}")).json()
    assert sheet["stream_id"] == voucher_id
    steps = [one["topic"] for one in sheet["matter"]]
    assert steps[0] == "voucher.drafted"
    assert steps[-1] == "voucher.posted"
    assert [one["voucher_no"] for one in sheet["vouchers"]] == ["2026-03-0001"]
    assert (await county.unit.get(sheet["bank_statements"])).json()["rows"] == []
