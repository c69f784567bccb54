"""The auditor takes the bundle home through the API, and it passes the verifier there."""

from pathlib import Path

from services.audit.offline_verifier import Wishes, read_key, told, verify_bundle
from services.wiring import wired
from tests.services.http.calling import County
from tests.support.database import Database


async def take(database: Database) -> None:
    async with wired(database.settings) as books:
        await books.checkpointer.take()


async def test_a_bundle_is_named_taken_and_checked(
    county: County, database: Database, tmp_path: Path
) -> None:
    await take(database)
    made = await county.unit_auditor.post(f"{county.union}/bundles", {})
    assert made.status_code == 201, made.text
    found = made.json()
    assert made.headers["location"] == found["href"] == f"{county.union}/bundles/{found['id']}"
    answer = await county.unit_auditor.get(found["href"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert int(answer.headers["content-length"]) == len(answer.content)
    path = tmp_path / "bundle.zip"
    path.write_bytes(answer.content)
    wishes = Wishes(key=read_key(county.parts.log_key))
    report = verify_bundle(str(path), wishes)
    assert report.status == 0, told(report, 1)
    assert (await county.unit.get(found["href"])).content == answer.content


async def test_a_key_that_only_reads_finds_the_same_bundle(
    county: County, database: Database
) -> None:
    await take(database)
    made = await county.unit.post(f"{county.union}/bundles", {"held": [1], "checkpoint": 1})
    found = await county.unit_auditor.get(f"{county.union}/bundles", held="1", checkpoint=1)
    assert found.json() == made.json()
    assert (await county.unit.get(found.json()["href"])).status_code == 200


async def test_held_is_a_list_of_sizes(county: County, database: Database) -> None:
    await take(database)
    for held in ("x", "0", "1,,2", "1,", "-1"):
        answer = await county.unit.get(f"{county.union}/bundles", held=held)
        assert (answer.status_code, answer.json()["code"]) == (400, "request.query_invalid")


async def test_what_there_is_not_is_refused(county: County, database: Database) -> None:
    before = await county.unit.post(f"{county.union}/bundles", {})
    assert (before.status_code, before.json()["code"]) == (404, "evidence.no_checkpoint")
    await take(database)
    for body in ({"checkpoint": 99}, {"held": [99]}):
        answer = await county.unit.post(f"{county.union}/bundles", body)
        assert (answer.status_code, answer.json()["code"]) == (404, "evidence.no_checkpoint")
    for name in ("x", "c1.t0.h9.h1", "c01.t0", "c1"):
        answer = await county.unit.get(f"{county.union}/bundles/{name}")
        assert answer.status_code == 404
    assert (await county.unit.get(f"{county.union}/bundles/c99.t0")).status_code == 404
    stranger = "01959000-0000-7000-8000-0000000000ff"
    assert (await county.unit.get(f"/v1/unions/{stranger}/bundles/c1.t0")).status_code == 404
