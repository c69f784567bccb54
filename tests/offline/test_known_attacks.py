"""Attacks that once passed, and honest books that were once refused: each stays as it was found."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.checkpoint import Checkpoint
from domain.note import COSIGNATURE, Note, SignatureLine
from services.audit import offline_verifier as verifier
from services.audit.offline_verifier import Report, Wishes, read_key, verify_bundle, verify_proof
from tests.offline.making import (
    LOG_KEY,
    ORIGIN,
    OTHER_KEY,
    WITNESS,
    WITNESS_KEY,
    Files,
    Json,
    TestKey,
    as_json,
    posted,
    written,
)
from tests.offline.workshop import BEGUN, CENSUSES, FIRST_CENSUS, SECOND_CENSUS, Workshop

Put = Callable[[Files], str]
KEY = read_key(LOG_KEY.public.text)
WITNESS_GIVEN = read_key(WITNESS_KEY.public.text)
UNDER_KEY = Wishes(key=KEY)


def checked(put: Put, workshop: Workshop, wishes: Wishes = UNDER_KEY) -> Report:
    return verify_bundle(put(workshop.signed(workshop.files())), wishes)


def with_file(
    put: Put, name: str, change: Callable[[Json], object], wishes: Wishes = UNDER_KEY
) -> Report:
    """Check an honest bundle but for one JSON file."""
    workshop = Workshop()
    files = workshop.files()
    document = json.loads(files[name])
    change(document)
    return verify_bundle(put(workshop.signed(files | {name: as_json(document)})), wishes)


class TestAReceiptOfARewrittenHistory:
    """Whoever rewrote what was before a receipt cannot show it as a part of the new history."""

    def forged(self, position: int = 10) -> tuple[Json, str]:
        """The proof of an event from a history changed before it, with the old hashes put in."""
        old, new = Workshop(), Workshop()
        new.change(
            3, topic="aid_case.paid",
            body=written(amount_fen=9, lines=posted(9), recipient_id="m-1", cashier_id="c-1"),
        )  # fmt: skip
        new.chain()
        assert new.digests[position - 1] == old.digests[position - 1]
        proof = new.event_proof(position)
        proof["previous_hash"] = old.hashes[position - 2].hex()
        proof["hash"] = old.hashes[position - 1].hex()
        return proof, old.hashes[position - 1].hex()

    @pytest.mark.parametrize("position", [10, 13, 17, 40])
    def test_its_hash_does_not_lead_to_the_head(self, tmp_path: Path, position: int) -> None:
        proof, hash_ = self.forged(position)
        receipt = verifier.Receipt(position, hash_)
        found = self.verified(tmp_path, proof, receipt)
        assert found.covered["receipts"] == 1
        assert set(found.failed) == {"head_hash"}

    @pytest.mark.parametrize("count", [0, 2, 4])
    def test_no_other_number_of_digests_may_follow(self, tmp_path: Path, count: int) -> None:
        """A proof of position 10 under a head at 13 has three digests after it."""
        proof = Workshop().event_proof(10)
        assert len(proof["following"]) == 3
        proof["following"] = (proof["following"] * 2)[:count]
        assert self.verified(tmp_path, proof).failed["head_hash"] == 1

    def test_an_event_may_stand_under_an_earlier_census(self, tmp_path: Path) -> None:
        found = self.verified(tmp_path, Workshop().event_proof(10))
        assert found.status == 0
        assert found.facts["checkpoint"]["census"] == FIRST_CENSUS
        assert ("heads_after", str(FIRST_CENSUS), 1) in found.open

    def test_a_head_may_not(self, tmp_path: Path) -> None:
        """The head of an earlier census is not the newest one, whatever the note says."""
        found = self.verified(tmp_path, Workshop().proof(FIRST_CENSUS))
        assert set(found.failed) == {"census_number"}

    def verified(self, folder: Path, proof: Json, *receipts: verifier.Receipt) -> Report:
        path = folder / "proof.json"
        path.write_bytes(as_json(proof))
        return verify_proof(str(path), Wishes(key=KEY, receipts=receipts))


class TestAHeldCheckpointThatDoesNotKnowTheUnion:
    """It says nothing of a history that was there already, and this is said."""

    def test_of_a_union_founded_later_nothing_is_lost(self, put: Put) -> None:
        workshop = Workshop()
        held = workshop.held_checkpoint(1)
        found = checked(put, workshop, Wishes(held=(verifier.Held(1, held.root.hex()),)))
        assert (found.status, found.covered["held_head"]) == (0, 3)

    def test_of_a_union_that_had_events_it_proves_nothing(self, put: Put) -> None:
        workshop = Workshop()
        for position, fields in enumerate(workshop.fields, start=1):
            workshop.change(position, recorded_at=fields.recorded_at - timedelta(minutes=20))
        workshop.chain()
        found = checked(put, workshop)
        assert not found.failed
        assert found.status == 1
        assert ("held_absent", "1", 1) in found.open

    def test_a_head_that_is_there_cannot_be_said_to_be_absent(self, put: Put) -> None:
        absence = Workshop().absence_json(FIRST_CENSUS - 1)
        for stranger in (absence["stranger"], None):
            said = {"head": None, "absence": absence | {"stranger": stranger}}
            name = f"held/{FIRST_CENSUS}.json"
            assert with_file(put, name, lambda held, said=said: held.update(said)).failed[
                "held_head"
            ]

    def test_one_of_the_two_must_be_shown(self, put: Put) -> None:
        for name, said in ((1, {"absence": None}), (3, {"absence": Workshop().absence_json(1)})):
            found = with_file(put, f"held/{name}.json", lambda held, said=said: held.update(said))
            assert found.failed["readable"]


class TestWhoCosigned:
    """A witness given from outside is checked with its own key, and is not the log itself."""

    def test_no_key_of_the_bundle_goes_by_the_name_and_hint_of_one_given(
        self, put: Put, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Four bytes can be hit on purpose: here all keys have the same."""
        fake = TestKey(WITNESS, "attacker", COSIGNATURE)
        hint = property(lambda _key: b"\1\2\3\4")
        monkeypatch.setattr(verifier.Key, "hint", hint)
        monkeypatch.setattr(type(LOG_KEY.public), "key_id", hint)
        workshop = Workshop()
        workshop.cosigners = [fake]
        files = workshop.files()
        union = json.loads(files["union.json"]) | {"witness_keys": [fake.public.text]}
        path = put(workshop.signed(files | {"union.json": as_json(union)}))
        found = verify_bundle(path, Wishes(key=KEY, witnesses=(WITNESS_GIVEN,)))
        assert found.status == 1
        assert ("witness_missing", WITNESS_GIVEN.text, 1) in found.open
        assert set(found.failed) == {"cosignatures"}
        assert not found.covered["cosignatures"]

    @pytest.mark.parametrize("given", ["--witness", ""])
    def test_the_log_is_no_witness_of_itself(self, put: Put, given: str) -> None:
        own = TestKey("county.example/w2", "log", COSIGNATURE)
        workshop = Workshop()
        workshop.cosigners = [own]
        files = workshop.files()
        named = [] if given else [own.public.text]
        union = json.loads(files["union.json"]) | {"witness_keys": named}
        path = put(workshop.signed(files | {"union.json": as_json(union)}))
        witnesses = (read_key(own.public.text),) if given else ()
        found = verify_bundle(path, Wishes(key=KEY, witnesses=witnesses))
        assert set(found.failed) == {"cosignatures"}
        assert "no_witness" in {what for what, _, _ in found.open}

    def test_nor_under_a_proof(self, tmp_path: Path) -> None:
        own = TestKey("county.example/w2", "log", COSIGNATURE)
        workshop = Workshop()
        workshop.cosigners = [own]
        path = tmp_path / "proof.json"
        path.write_bytes(as_json(workshop.proof()))
        wishes = Wishes(key=KEY, witnesses=(read_key(own.public.text),))
        assert set(verify_proof(str(path), wishes).failed) == {"cosignatures"}


class YoungKey:
    """A key that signs newer checkpoints only."""

    def __init__(self, signature: bytes) -> None:
        self.public = msgspec.structs.replace(LOG_KEY.public, type=verifier.SM2, key=bytes(64))
        self._signature = signature

    def line(self, _text: str) -> SignatureLine:
        return SignatureLine(self.public.name, self.public.key_id, self._signature)


class TestANoteThatIsHeld:
    """Signed by this log, with the key it has for good."""

    def held(self, origin: str, *keys: Any) -> verifier.Held:  # noqa: ANN401 # whoever signs lines
        checkpoint = Workshop().held_checkpoint(SECOND_CENSUS)
        text = Checkpoint(origin, SECOND_CENSUS, checkpoint.root).text
        signed = verifier.read_signed(Note(text, tuple(key.line(text) for key in keys)).raw)
        return verifier.Held(SECOND_CENSUS, checkpoint.root.hex(), signed, origin)

    def test_the_note_of_another_log_is_refused(self, put: Put, tmp_path: Path) -> None:
        wishes = Wishes(key=KEY, held=(self.held("other.example/log", LOG_KEY),))
        assert set(checked(put, Workshop(), wishes).failed) == {"held_given"}
        path = tmp_path / "proof.json"
        path.write_bytes(as_json(Workshop().proof()))
        assert verify_proof(str(path), wishes).failed["held_given"] == 1

    def test_its_origin_is_read_from_a_file(self, tmp_path: Path) -> None:
        held = self.held("other.example/log", LOG_KEY)
        assert held.signed is not None
        path = tmp_path / "held.note"
        path.write_bytes(Note(held.signed.text, (LOG_KEY.line(held.signed.text),)).raw)
        assert verifier.read_held(str(path)).origin == "other.example/log"

    def test_a_second_key_may_have_come_later(
        self, put: Put, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No false alarm: SM2 was added after the note was signed. Where its line is, it must be good."""
        workshop = Workshop()
        monkeypatch.setattr(verifier, "sm2_holds", lambda *told: told[2] == b"s" * 64)
        workshop.signers.append(YoungKey(b"s" * 64))  # type: ignore[arg-type]
        told = {
            "before": self.held(ORIGIN, LOG_KEY),
            "both": self.held(ORIGIN, LOG_KEY, YoungKey(b"s" * 64)),
            "forged": self.held(ORIGIN, LOG_KEY, YoungKey(b"t" * 64)),
            "only the second": self.held(ORIGIN, YoungKey(b"s" * 64)),
            "another Ed25519 key": self.held(ORIGIN, OTHER_KEY),
        }
        failed = {
            case: checked(put, workshop, Wishes(key=KEY, held=(held,))).failed["held_signature"]
            for case, held in told.items()
        }
        assert failed == {
            "before": 0, "both": 0, "forged": 1, "only the second": 1, "another Ed25519 key": 1,
        }  # fmt: skip


class TestWhatIsClaimed:
    """One claim for each year, about the whole of it."""

    def test_no_year_is_claimed_twice(self, put: Put) -> None:
        """The first one is read by people, the last one was compared."""

        def twice(claims: Json) -> None:
            other = json.loads(json.dumps(claims["trial_balances"][0]))
            other["rows"][0]["debit_fen"] += 10**9
            claims["trial_balances"].insert(0, other)

        assert set(with_file(put, "claims.json", twice).failed) == {"trial_balance"}

    @pytest.mark.parametrize(
        ("claim", "check"),
        [
            ("trial_balances", "trial_balance"),
            ("dues", "dues_totals"),
            ("aid", "aid_totals"),
            ("condolences", "condolence_totals"),
        ],
    )
    def test_it_says_to_which_day(self, put: Put, claim: str, check: str) -> None:
        for day in ("2020-06-30", "", None):
            told = {"as_of": day}
            found = with_file(
                put, "claims.json", lambda claims, told=told: claims[claim][0].update(told)
            )
            assert set(found.failed) == {check}

    def test_and_from_which(self, put: Put) -> None:
        told = {"from": "2026-02-01"}
        found = with_file(
            put, "claims.json", lambda claims: claims["trial_balances"][0].update(told)
        )
        assert set(found.failed) == {"trial_balance"}


def test_events_are_recorded_before_an_earlier_census_counts_them(put: Put) -> None:
    """Under a checkpoint that is held as well."""
    workshop = Workshop()
    late = BEGUN + timedelta(minutes=10 * FIRST_CENSUS, seconds=1)
    for position in range(13, len(workshop.fields) + 1):
        workshop.change(position, recorded_at=late)
    workshop.chain()
    assert workshop.held_at[FIRST_CENSUS] == 13
    assert checked(put, workshop).failed == {"census_moment": 1}


def test_the_digest_of_a_statement_is_no_paper(put: Put, tmp_path: Path) -> None:
    """`document_sha256` of `statement.issued` is over figures; of `disclosure.published` over a file."""
    workshop, paper = Workshop(), "ab" * 32
    body = written(code="X", document_sha256=paper, chain_hash="cd" * 32)
    workshop.change(7, topic="statement.issued", body=body)
    for position, fields in enumerate(workshop.fields, start=1):
        if fields.topic == "voucher.drafted":
            drafted = {"kind": "ordinary", "handler_id": "p-1"}
            workshop.change(position, body=written(**drafted))
    workshop.chain()
    assert checked(put, workshop, Wishes(key=KEY, attachments=str(tmp_path))).status == 0
    workshop.change(7, topic="disclosure.published")
    workshop.chain()
    named = [{"sha256": paper, "positions": [7]}]
    workshop.attachments = lambda: named  # type: ignore[method-assign]
    found = checked(put, workshop, Wishes(key=KEY, attachments=str(tmp_path)))
    assert not found.failed
    assert ("attachment_missing", "", 1) in found.open


def test_random_seeds_make_honest_proofs(tmp_path: Path) -> None:
    """Every event of many logs, under the first census that counts it."""
    dice = random.Random(9)  # noqa: S311 # repeatable on purpose
    path = tmp_path / "proof.json"
    for seed in range(2, 8):
        workshop = Workshop(seed, events=20 + seed)
        for _ in range(4):
            position = dice.randrange(1, 21 + seed)
            path.write_bytes(as_json(workshop.event_proof(position)))
            receipt = verifier.Receipt(position, workshop.hashes[position - 1].hex())
            found = verify_proof(str(path), Wishes(key=KEY, receipts=(receipt,)))
            assert found.status == 0
            assert found.facts["checkpoint"]["size"] == CENSUSES
