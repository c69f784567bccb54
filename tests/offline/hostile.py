"""Bundles that are wrong in one place each, by the check that notices.

Whoever makes them holds the log's key, so everything is signed well.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from domain.merkle import EMPTY_ROOT
from services.audit import offline_verifier as verifier
from services.audit.offline_verifier import Wishes
from tests.offline.making import LOG_KEY, OTHER_KEY, Json, as_json, posted, written, zipped
from tests.offline.workshop import BEGUN, CENSUSES, FIRST_CENSUS, SECOND_CENSUS, Workshop

PLACE = 9
LINES_PLACE = 8
"""Positions of the sample log that are about nothing else."""


class Hostile(NamedTuple):
    """A bundle wrong in one place, and what somebody brings along who could notice."""

    archive: bytes
    wishes: Wishes = Wishes()


def packed(workshop: Workshop, **changed: Any) -> Hostile:  # noqa: ANN401
    return Hostile(zipped(workshop.signed(workshop.files(), **changed)))


def with_file(name: str, change: Callable[[Json], None]) -> Hostile:
    """An honest bundle but for one JSON file."""
    workshop = Workshop()
    files = workshop.files()
    document = json.loads(files[name])
    change(document)
    files[name] = as_json(document)
    return Hostile(zipped(workshop.signed(files)))


def changed_event(position: int = PLACE, **changed: Any) -> Hostile:  # noqa: ANN401
    """An event other than it was, everything made anew after it."""
    workshop = Workshop()
    workshop.change(position, **changed)
    workshop.chain()
    return packed(workshop)


def container() -> Hostile:
    workshop = Workshop()
    return Hostile(zipped(workshop.signed(workshop.files()), twice="README.txt"))


def index_signature() -> Hostile:
    workshop = Workshop()
    workshop.index_signers = [OTHER_KEY]
    return packed(workshop)


def index_complete() -> Hostile:
    workshop = Workshop()
    files = workshop.signed(workshop.files())
    return Hostile(zipped(files | {"more.txt": b"unsigned"}))


def index_files() -> Hostile:
    workshop = Workshop()
    files = workshop.signed(workshop.files())
    return Hostile(zipped(files | {"README.txt": b"another text"}))


def identity() -> Hostile:
    workshop = Workshop()
    return packed(workshop, position=1)


def log_signature() -> Hostile:
    """The note is signed by another key of the same name; the key named is the right one."""
    workshop = Workshop()
    workshop.signers = [OTHER_KEY]
    files = workshop.files()
    union = json.loads(files["union.json"])
    union["log_keys"] = [LOG_KEY.public.text]
    return Hostile(zipped(workshop.signed(files | {"union.json": as_json(union)})))


def cosignatures() -> Hostile:
    """A cosignature over another time than it says."""
    workshop = Workshop()
    note = workshop.note().decode()
    line = note.splitlines()[-1]
    prefix, blob = line.rsplit(" ", 1)
    raw = bytearray(verifier.plain_base64(blob))
    raw[11] ^= 1
    wrong = f"{prefix} {msgspec.json.encode(bytes(raw)).decode()[1:-1]}"
    return _with_note(workshop, note.replace(line, wrong).encode())


def _with_note(workshop: Workshop, note: bytes) -> Hostile:
    files = workshop.files()
    proof = json.loads(files["proof.json"]) | {"checkpoint": note.decode()}
    return Hostile(
        zipped(workshop.signed(files | {"checkpoint.note": note, "proof.json": as_json(proof)}))
    )


def census_inclusion() -> Hostile:
    return with_file("proof.json", lambda proof: proof["census"]["path"].reverse())


def census_number() -> Hostile:
    """A census that calls itself another number, in a tree that says so."""
    workshop = Workshop()
    honest = workshop.censuses

    def lying() -> list[Any]:
        censuses = honest()
        censuses[-1] = msgspec.structs.replace(censuses[-1], number=CENSUSES + 5)
        return censuses

    workshop.censuses = lying  # type: ignore[method-assign] # what a dishonest keeper does
    return packed(workshop)


def head_inclusion() -> Hostile:
    return with_file("proof.json", lambda proof: proof["head"]["path"].reverse())


def head_position() -> Hostile:
    """A head that says it is further than its own root and hash."""
    workshop = Workshop()
    workshop.head_told = {"position": len(workshop.fields) + 1}
    files = workshop.files()
    claims = json.loads(files["claims.json"]) | {"position": len(workshop.fields) + 1}
    files["claims.json"] = as_json(claims)
    return Hostile(zipped(workshop.signed(files, position=len(workshop.fields) + 1)))


def head_hash() -> Hostile:
    workshop = Workshop()
    workshop.head_told = {"hash": bytes(32)}
    return packed(workshop)


def root() -> Hostile:
    workshop = Workshop()
    workshop.head_told = {"root": EMPTY_ROOT}
    return packed(workshop)


def positions() -> Hostile:
    """An event is missing; the others keep their numbers and nobody counts."""
    workshop = Workshop(events=39)
    del workshop.fields[-2]
    workshop.chain()
    return packed(workshop)


def digest() -> Hostile:
    """The body is another than was hashed."""
    workshop = Workshop()
    body = workshop.fields[6].body
    workshop.changed_lines[7] = {"body": body.decode().replace('"x"', '"y"')}
    return packed(workshop)


def genesis() -> Hostile:
    workshop = Workshop()
    workshop.charter = b"another charter"
    files = workshop.files()
    union = json.loads(files["union.json"])
    union["charter"] = "eHg="
    return Hostile(zipped(workshop.signed(files | {"union.json": as_json(union)})))


def chain_link() -> Hostile:
    """One hash in the middle does not follow, all that come after follow it."""
    workshop = Workshop()
    workshop.hashes[-1] = bytes(32)
    return packed(workshop)


def moments() -> Hostile:
    workshop = Workshop()
    early = workshop.fields[PLACE - 1].recorded_at - timedelta(hours=1)
    return changed_event(recorded_at=early)


def stream_versions() -> Hostile:
    return changed_event(stream_id=UUID(int=77), version=7)


def body() -> Hostile:
    """A posting whose lines cannot be read; what is claimed leaves it out."""
    return changed_event(LINES_PLACE, topic="voucher.posted", body=b'{"lines":[{"fen":"1"}]}')


def topics() -> Hostile:
    return changed_event(7, topic="lottery.drawn")


def catalogue() -> Hostile:
    return with_file("catalogue.json", lambda document: document["events"].pop())


def balance() -> Hostile:
    lines = posted(100)
    lines[0]["fen"] = 101
    told = written(kind="ordinary", lines=lines, posted_by="p-1")
    return changed_event(11, topic="voucher.posted", body=told)


def amounts() -> Hostile:
    """More dues are stated than were posted; what is claimed follows what is stated (defect 29)."""
    told = written(dues_month="2026-03", amount_fen=10**9, lines=posted(100))
    return changed_event(8, topic="dues.received", body=told)


def separation() -> Hostile:
    """One person asks for the voucher and approves it."""
    workshop = Workshop()
    stream = UUID(int=78)
    drafted = written(kind="ordinary", handler_id="p-1")
    workshop.change(7, topic="voucher.drafted", stream_id=stream, version=1, body=drafted)
    approved = written(approver_id="p-1")
    workshop.change(14, topic="voucher.approved", stream_id=stream, version=2, body=approved)
    _count_versions(workshop)
    workshop.chain()
    return packed(workshop)


def _count_versions(workshop: Workshop) -> None:
    """Number the versions of the other streams anew."""
    versions: Counter[UUID] = Counter()
    for place, fields in enumerate(workshop.fields):
        versions[fields.stream_id] += 1
        workshop.fields[place] = msgspec.structs.replace(fields, version=versions[fields.stream_id])


def naming() -> Hostile:
    """The books of one union under the name of another (defect 21)."""
    workshop = Workshop()
    workshop.named = ("U001", "另一个工会")
    return packed(workshop)


def census_moment() -> Hostile:
    """The last event was recorded eleven years after it was counted (defect 28)."""
    return changed_event(40, recorded_at=BEGUN + timedelta(days=4_000))


def attachments() -> Hostile:
    return with_file("attachments.json", lambda document: document["attachments"].pop())


def trial_balance() -> Hostile:
    def more(claims: Json) -> None:
        claims["trial_balances"][0]["rows"][0]["after_fen"] += 1

    return with_file("claims.json", more)


def dues_totals() -> Hostile:
    return with_file("claims.json", lambda claims: claims["dues"].pop())


def aid_totals() -> Hostile:
    return with_file("claims.json", lambda claims: claims["aid"].pop())


def condolence_totals() -> Hostile:
    return with_file("claims.json", lambda claims: claims["condolences"].pop())


def held_signature() -> Hostile:
    """The note held was not signed by this log."""
    workshop = Workshop()
    text = workshop.held_checkpoint(FIRST_CENSUS).text
    signed = verifier.read_signed(f"{text}\n{OTHER_KEY.line(text).text}\n".encode())
    held = verifier.Held(FIRST_CENSUS, workshop.held_checkpoint(FIRST_CENSUS).root.hex(), signed)
    return packed(workshop)._replace(wishes=Wishes(held=(held,)))


def held_given() -> Hostile:
    """What is held has another root than the bundle's proof for that size."""
    held = verifier.Held(FIRST_CENSUS, "0" * 32)
    return packed(Workshop())._replace(wishes=Wishes(held=(held,)))


def held_consistency() -> Hostile:
    return with_file(f"held/{FIRST_CENSUS}.json", lambda held: held["consistency"].reverse())


def held_census() -> Hostile:
    def later(held: Json) -> None:
        held["census"]["taken_at"] += 1

    return with_file(f"held/{SECOND_CENSUS}.json", later)


def held_head() -> Hostile:
    """The union was counted, yet its head is kept back and its books are said to begin later."""
    workshop = Workshop()
    for position, fields in enumerate(workshop.fields, start=1):
        workshop.change(position, recorded_at=fields.recorded_at + timedelta(minutes=15))
    workshop.chain()
    files, name = workshop.files(), f"held/{FIRST_CENSUS}.json"
    absence = workshop.absence_json(FIRST_CENSUS - 1)
    files[name] = as_json(json.loads(files[name]) | {"head": None, "absence": absence})
    return Hostile(zipped(workshop.signed(files)))


def held_log() -> Hostile:
    """What was witnessed then is not what the log says now: it was rewritten and chained again."""
    workshop = Workshop()
    before = workshop.head
    position = workshop.held_at[FIRST_CENSUS]
    witnessed = msgspec.structs.replace(before(position), hash=bytes(32))

    def head(at: int | None = None) -> Any:  # noqa: ANN401
        return witnessed if at == position else before(at)

    workshop.head = head  # type: ignore[method-assign] # what a dishonest keeper does
    return packed(workshop)


def receipts() -> Hostile:
    receipt = verifier.Receipt(PLACE, "0" * 32)
    return packed(Workshop())._replace(wishes=Wishes(receipts=(receipt,)))


HOSTILE: dict[str, Callable[[], Hostile]] = {
    made.__name__.removeprefix("chain_"): made
    for made in (
        *(container, index_signature, index_complete, index_files, identity, log_signature),
        *(cosignatures, census_inclusion, census_number, head_inclusion, head_position, head_hash),
        *(root, positions, digest, genesis, chain_link, moments, stream_versions, body, topics),
        *(
            catalogue,
            balance,
            amounts,
            separation,
            naming,
            census_moment,
            attachments,
            trial_balance,
            dues_totals,
            aid_totals,
        ),
        *(condolence_totals, held_signature, held_given, held_consistency, held_census, held_head),
        *(held_log, receipts),
    )
}
