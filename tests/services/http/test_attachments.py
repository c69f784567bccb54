"""Papers through the API: uploaded, named by an entry, and read again by whoever may read that entry."""

import json
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import httpx

from services.attachments.cabinet import MOST_BYTES, UNNAMED_KEPT
from services.commands.papers import naming_topics
from services.http.attachments import OPEN_TO
from services.http.topics import TOPIC_OF_PACKAGE
from services.words.attachments import ATTACHMENT_PROBLEMS
from tests.services.attachments.pictures import GPS, PDF, jpeg, phone_jpeg
from tests.services.http.audits import opened
from tests.services.http.bookkeeping import staffed
from tests.services.http.browsing import Browser
from tests.services.http.calling import Caller, County, Json, keyed
from tests.services.http.hardship import Signing, applied, signing
from tests.services.http.people import everybody

JPEG, A_PDF = "image/jpeg", "application/pdf"


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def upload(
    county: County, content: bytes, kind: str = A_PDF, *, by: Caller | None = None
) -> httpx.Response:
    return await (by or county.unit).raw(f"{county.union}/attachments", content, kind)


async def kept(county: County, content: bytes = PDF, kind: str = A_PDF) -> Json:
    """Upload a paper and return what an entry names it by."""
    answer = await upload(county, content, kind)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert answer.headers["Location"] == f"{county.union}/attachments/{told['digest']}"
    return {
        "sha256": told["digest"],
        "byte_count": told["size_bytes"],
        "media_type": told["media_type"],
    }


async def read(county: County, paper: Json, by: Caller | Browser | None = None) -> httpx.Response:
    return await (by or county.unit).get(f"{county.union}/attachments/{paper['sha256']}")


async def applied_with(signs: Signing, paper: Json) -> None:
    """A hardship application that names a paper."""
    member_id = await signs.county.member()
    await signs.post("/households/apply", applied(signs, member_id, evidence=[paper]))


async def test_a_phones_photo_goes_onto_a_voucher_and_comes_back_without_its_place(
    county: County,
) -> None:
    keeper = await staffed(county)
    answer = await upload(county, phone_jpeg(1), JPEG)
    assert answer.json() == {
        "digest": sha256(jpeg()).hexdigest(),
        "media_type": JPEG,
        "size_bytes": len(jpeg()),
        "cleaned": True,
    }
    paper = await kept(county, phone_jpeg(1), JPEG)
    draft = keeper.draft_of(
        "expense", ("50102", 480000), ("102", -480000), day="2026-03-16", by="handler"
    )
    outside = {"sha256": "cd" * 32, "byte_count": 1, "media_type": A_PDF, "kept": True}
    refused = await keeper.ask("vouchers", draft | {"attachments": [outside]})
    assert code_of(refused) == (400, "request.body_invalid")  # only the cabinet says what it keeps
    outside.pop("kept")
    done = await keeper.do("vouchers", draft | {"attachments": [paper, outside]})
    voucher = await keeper.get(f"vouchers/{done['voucher_id']}")
    assert voucher["voucher"]["attachments"] == [paper | {"kept": True}, outside]
    back = await read(county, paper)
    assert (back.status_code, back.content) == (200, jpeg())
    assert GPS not in back.content
    assert back.headers["Content-Type"] == JPEG
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert back.headers["Cache-Control"] == "no-store"
    name = f"{paper['sha256'][:16]}.jpg"
    assert back.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert code_of(await read(county, outside)) == (404, "attachment.unknown")


async def test_what_is_no_such_file_is_refused(county: County) -> None:
    before = await county.head()
    assert code_of(await upload(county, PDF, JPEG)) == (422, "attachment.not_of_its_kind")
    assert code_of(await upload(county, jpeg()[:-2], JPEG)) == (422, "attachment.file_spoilt")
    assert code_of(await upload(county, PDF, "text/html")) == (
        415,
        "request.media_type_unsupported",
    )
    large = PDF + bytes(MOST_BYTES)
    assert code_of(await upload(county, large)) == (413, "request.body_too_large")
    assert code_of(await upload(county, b"")) == (400, "request.body_malformed")
    for digest in ("0" * 63, "A" * 64, str(uuid4())):
        answer = await county.unit.get(f"{county.union}/attachments/{digest}")
        assert code_of(answer) == (404, "attachment.unknown")
    assert await county.head() == before


async def test_the_largest_file_there_may_be_is_taken(county: County) -> None:
    largest = PDF[:20] + bytes(MOST_BYTES - len(PDF)) + PDF[20:]
    paper = await kept(county, largest)
    assert (await read(county, paper)).content == largest


async def test_what_nobody_has_named_is_its_uploaders(county: County) -> None:
    paper = await kept(county)
    second = await keyed(county.client, county.parts, "unit", county.union_id)
    assert code_of(await read(county, paper, second)) == (404, "attachment.unknown")
    assert (await read(county, paper)).status_code == 200


async def test_who_may_not_read_the_matter_may_not_read_its_papers(county: County) -> None:
    people = await everybody(county)
    keeper, signs = await staffed(county), await signing(county)
    invoice, illness = await kept(county), await kept(county, jpeg(), JPEG)
    draft = keeper.draft_of(
        "expense", ("50102", 100), ("102", -100), day="2026-03-16", by="handler"
    )
    await keeper.do("vouchers", draft | {"attachments": [invoice]})
    await applied_with(signs, illness)
    for role, person in people.of_unit().items():
        assert (await read(county, invoice, person)).status_code == 200, role
        before = await county.head()
        answer = await read(county, illness, person)
        if role == "cashier":
            assert code_of(answer) == (404, "attachment.unknown")
            assert await county.head() == before
            continue
        assert answer.content == jpeg(), role
        (event,) = await county.parts.log.read_after(UUID(county.union_id), before, 9)
        told = json.loads(event.body)
        assert (event.topic, told["kind"]) == ("export.delivered", "attachment")
        assert (told["about"], told["people"]) == (illness["sha256"], 1)
    scoped = await county.parts.keys.issue_key(
        role="unit",
        label="附件",
        union_id=UUID(county.union_id),
        scopes=["attachments.read", "books.read"],
    )
    reader = Caller(county.client, scoped.text)
    assert (await read(county, invoice, reader)).status_code == 200
    assert code_of(await read(county, illness, reader)) == (404, "attachment.unknown")


async def test_an_auditor_reads_the_papers_of_the_engagement_on_record(county: County) -> None:
    keeper, signs = await staffed(county), await signing(county)
    invoice, illness = await kept(county), await kept(county, jpeg(), JPEG)
    older = await kept(county, PDF + b"%%EOF\n")
    for paper, day in ((invoice, "2026-03-16"), (older, "2025-12-31")):
        draft = keeper.draft_of("expense", ("50102", 100), ("102", -100), day=day, by="handler")
        await keeper.do("vouchers", draft | {"attachments": [paper]})
    await applied_with(signs, illness)
    audit = await opened(county)
    before = await county.head()
    assert (await read(county, invoice, audit.reader)).content == PDF
    (event,) = await county.parts.log.read_after(UUID(county.union_id), before, 9)
    told = json.loads(event.body)
    assert (event.topic, told["topic"]) == ("engagement.books_read", "books")
    assert told["about"] == [invoice["sha256"]]
    unnamed = await kept(county, PDF + b"\n%%EOF\n")
    for paper in (illness, unnamed):
        answer = await read(county, paper, audit.reader)
        assert code_of(answer) == (403, "engagement.topic_not_open")
    answer = await read(county, older, audit.reader)
    assert code_of(answer) == (403, "engagement.days_not_open")
    answer = await upload(county, PDF, by=audit.reader)
    assert code_of(answer) == (403, "access.forbidden")


async def test_a_destroyed_paper_says_so(county: County) -> None:
    signs = await signing(county)
    paper = await kept(county)
    await applied_with(signs, paper)
    attachments, union_id = county.parts.attachments, UUID(county.union_id)
    (named,) = await attachments.namings(union_id, paper["sha256"])
    assert await attachments.destroy_of(union_id, [named.stream_id]) == 1
    assert code_of(await read(county, paper)) == (410, "attachment.destroyed")
    assert code_of(await upload(county, PDF)) == (410, "attachment.destroyed")


def test_every_matter_that_names_papers_says_who_may_read_them() -> None:
    packages = {topic.partition(".")[0] for topic in naming_topics()}
    assert packages == OPEN_TO.keys()
    assert packages <= TOPIC_OF_PACKAGE.keys()


def test_the_words_say_how_long_an_unnamed_paper_stays() -> None:
    assert timedelta(days=7) == UNNAMED_KEPT
    assert "七天" in ATTACHMENT_PROBLEMS["attachment.too_much_unnamed"].mend
