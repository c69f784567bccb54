"""Hostile notes, forks, proofs of consistency and censuses."""

import random
from datetime import timedelta
from uuid import UUID

from domain.checkpoint import Checkpoint
from domain.note import Note
from services.keys.signing import Ed25519Signer
from services.witness.connection import Asking
from tests.services.witness.fake_log import ORIGIN, Altered, Document, FakeLog, base64_of
from tests.services.witness.garbage import garbage_proof, spoilt_note
from tests.services.witness.kinds import grown, kind, path_altered


@kind("forked")
def fork_of_the_held_size(log: FakeLog, _held: int, _rng: random.Random) -> Asking:
    twin = log.twin()
    twin.forget_last_census()
    twin.grow()
    return twin


@kind("not_consistent")
def fork_that_goes_on(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    twin = log.twin()
    twin.forget_last_census()
    for _ in range(rng.randint(2, 4)):
        twin.grow()
    return twin


@kind("smaller")
def older_checkpoint(log: FakeLog, held: int, rng: random.Random) -> Asking:
    return Altered(log, latest=lambda _: log.note(rng.randrange(1, held)).raw)


@kind("log_signature_bad")
def signed_by_another_key(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    twin = grown(log)
    twin.signer = Ed25519Signer(ORIGIN, rng.randbytes(32))
    return twin


@kind("log_signature_bad")
def signature_of_another_text(log: FakeLog, held: int, _rng: random.Random) -> Asking:
    twin = grown(log)
    other = log.note(held).signatures
    return Altered(twin, latest=lambda note: Note(note.text, other).raw)


@kind("log_signature_bad")
def key_id_of_the_log_over_another_signature(
    log: FakeLog, _held: int, rng: random.Random
) -> Asking:
    def forge(note: Note) -> bytes:
        line = Ed25519Signer(ORIGIN, rng.randbytes(32)).sign(note.text.encode())
        public = log.signer.public
        named = type(line)(public.name, public.key_id, line.signature)
        return Note(note.text, (named,)).raw

    return Altered(grown(log), latest=forge)


@kind("other_log")
def another_origin(log: FakeLog, _held: int, _rng: random.Random) -> Asking:
    def renamed(_: Note) -> bytes:
        shown = log.checkpoint(log.size)
        text = Checkpoint("books.example/other", shown.size, shown.root).text
        return Note(text, (log.signer.sign(text.encode()),)).raw

    return Altered(log, latest=renamed)


@kind("note_malformed")
def spoilt_notes(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    return Altered(grown(log), latest=lambda note: spoilt_note(note, log.signer, rng))


@kind("not_consistent")
def altered_consistency(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    return Altered(grown(log), consistency=lambda proof: path_altered(proof, rng))


@kind("not_consistent", "answer_malformed", "answer_too_long")
def garbage_consistency(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    return Altered(grown(log), consistency=lambda proof: garbage_proof(proof, rng))


@kind("census_not_included")
def altered_path_of_the_census(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    return Altered(
        grown(log), heads=lambda page: page | {"census": path_altered(page["census"], rng)}
    )


@kind("census_not_included")
def another_census_of_the_same_number(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    change = rng.choice(
        [
            {"taken_at": 1_900_000_000_000_000},
            {"unions": 1_000},
            {"heads_root": rng.randbytes(32).hex()},
        ]
    )
    return Altered(grown(log), heads=lambda page: page | {"census": page["census"] | change})


@kind("census_not_included")
def a_true_census_of_another_history(log: FakeLog, _held: int, _rng: random.Random) -> Asking:
    one, other = grown(log), grown(log)
    seen: list[Document] = []

    def of_the_other(page: Document) -> Document:
        after = UUID(seen[-1]["next_after"]) if seen else None
        seen.append(other.heads(page["size"], page["since"], after))
        return seen[-1]

    return Altered(one, heads=of_the_other)


@kind("census_differs")
def an_older_census(log: FakeLog, held: int, _rng: random.Random) -> Asking:
    older = log.heads(held, 0, None)["census"]
    return Altered(grown(log), heads=lambda page: page | {"census": older})


@kind("census_differs")
def census_signed_under_another_number(log: FakeLog, held: int, rng: random.Random) -> Asking:
    twin = log.twin()
    twin.count(number=rng.choice([held, held + 2, 0]))
    return twin


@kind("census_earlier")
def census_before_the_one_held(log: FakeLog, held: int, _rng: random.Random) -> Asking:
    twin = log.twin()
    twin.count(taken_at=log.censuses[held - 1].taken_at - timedelta(microseconds=1))
    return twin


@kind("smaller", "not_consistent", "note_malformed")
def a_size_nobody_reaches(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    """Sign an enormous size; the proofs are of the true tree."""
    size = rng.choice([10**17, 10**18 - 1, 10**18, 0, 1 << 64])

    def enormous(note: Note) -> bytes:
        text = f"{ORIGIN}\n{size}\n{base64_of(rng.randbytes(32))}\n"
        return Note(text, (log.signer.sign(text.encode()),)).raw if note else b""

    twin = grown(log)
    true = twin.consistency(log.size, twin.size)
    return _Enormous(Altered(twin, latest=enormous), true)


class _Enormous:
    """Answers any consistency question with one path."""

    def __init__(self, asking: Asking, path: Document) -> None:
        self._asking, self._path = asking, path

    def get(self, path: str, most: int) -> bytes:
        if "consistency" in path:
            return repr(self._path).replace("'", '"').encode()
        return self._asking.get(path, most)

    def post(self, path: str, body: bytes) -> None:
        self._asking.post(path, body)
