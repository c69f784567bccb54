"""What is personal in clear: shown for a reason and on record; a person's own copy; notices and consents."""

import uuid

import msgspec
import pytest

from domain.viewing.fields import FIELDS
from services.http.fields import Body
from services.http.hardship_form import HardshipForm
from services.http.people import ChangeDetails, CondolenceDetails, Payee, Profile
from tests.services.http.calling import County, Json, id_number, receipts

REVEAL = {
    "fields": ["identity.id_number", "profile.mobile", "wage.wage_fen"],
    "reason": "correction",
}
NOTICE = {
    "occurred_on": "2026-01-01",
    "version": "2026-1",
    "kind": "membership",
    "text": "工会处理您的个人信息。",
    "purposes": ["membership_roster", "dues"],
    "retention": "while_member",
    "valid_from": "2026-01-01",
}


async def newest_event(county: County) -> Json:
    head = await county.head()
    (event,) = await county.parts.log.read_after(uuid.UUID(county.union_id), head - 1, 1)
    return {"topic": event.topic, **msgspec.json.decode(event.body)}


async def test_a_reveal_is_on_record_before_it_is_answered(county: County) -> None:
    member_id = await county.member()
    where = f"{county.union}/members/{member_id}"
    masked = (await county.unit.get(where)).json()
    assert id_number(1) not in str(masked)
    answer = await county.unit.post(f"{where}/reveal", REVEAL)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["fields"] == {
        "identity.id_number": id_number(1),
        "profile.mobile": "13800138000",
        "wage.wage_fen": None,
    }
    event = await newest_event(county)
    assert event["topic"] == "viewing.revealed"
    assert (event["subject_id"], event["what"]) == (member_id, ["identity", "profile", "wage"])
    assert id_number(1) not in str(event)


async def test_a_repeated_reveal_writes_nothing_and_shows_what_opens_now(county: County) -> None:
    member_id = await county.member()
    where = f"{county.union}/members/{member_id}/reveal"
    key = str(uuid.uuid4())
    first = await county.unit.post(where, REVEAL, key=key)
    head = await county.head()
    again = await county.unit.post(where, REVEAL, key=key)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Hit"] == "true"
    assert await county.head() == head


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"fields": ["identity.mobile"]}, "viewing.field_unknown"),
        ({"reason": "payment"}, "viewing.reference_missing"),
        ({"reason": "curiosity"}, "request.body_invalid"),
        ({"fields": []}, "request.body_invalid"),
    ],
)
async def test_a_reveal_without_its_reason_shows_nothing(
    county: County, changed: Json, code: str
) -> None:
    member_id = await county.member()
    head = await county.head()
    answer = await county.unit.post(f"{county.union}/members/{member_id}/reveal", REVEAL | changed)
    assert answer.json()["code"] == code
    assert await county.head() == head


async def test_nobody_is_revealed_by_others_or_at_an_unknown_id(county: County) -> None:
    member_id = await county.member()
    where = f"{county.union}/members/{member_id}/reveal"
    for stranger in (county.county, county.operator, county.unit_auditor):
        assert (await stranger.post(where, REVEAL)).status_code in {403, 404}
    unknown = await county.unit.post(f"{county.union}/members/{uuid.uuid4()}/reveal", REVEAL)
    assert unknown.json()["code"] == "viewing.member_unknown"


async def test_a_person_gets_all_that_is_held_of_them_and_nothing_of_others(
    county: County,
) -> None:
    """PIPL art. 45."""
    member_id, other_id = await county.member(1), await county.member(2)
    for who in (member_id, other_id):
        paid = await county.unit.post(f"{county.union}/dues/receipts", receipts(who))
        assert paid.status_code in {200, 201}, paid.text
    body = {"reason": "requested_by_person", "reference": "申-1"}
    answer = await county.unit.post(f"{county.union}/members/{member_id}/own-data", body)
    assert answer.status_code == 200, answer.text
    entries = answer.json()["entries"]
    assert [entry["topic"] for entry in entries] == ["member.registered", "dues.received"]
    told = {value["label"]: value["value"] for value in entries[0]["personal"]}
    assert (told["姓名"], told["公民身份号码"]) == ("王小明", id_number(1))
    assert entries[1]["facts"]["金额（分）"] == 2615
    assert other_id not in answer.text
    assert id_number(2) not in answer.text
    event = await newest_event(county)
    assert (event["topic"], event["rows"]) == ("viewing.exported", 2)


async def test_a_consent_names_a_notice_in_force_once_there_are_any(county: County) -> None:
    member_id = await county.member()
    where = f"{county.union}/members/{member_id}/consents"
    consent = {"occurred_on": "2026-03-10", "notice_version": "on paper"}
    before = await county.unit.post(where, consent, if_match=1)
    assert before.status_code == 200, before.text
    published = await county.unit.post(f"{county.union}/privacy-notices", NOTICE)
    assert published.status_code == 201, published.text
    strange = consent | {"notice_version": "2025-9"}
    refused = await county.unit.post(where, strange, if_match=2)
    assert refused.json()["code"] == "member.notice_unknown"
    agreed = await county.unit.post(where, consent | {"notice_version": "2026-1"}, if_match=2)
    assert agreed.status_code == 200, agreed.text


async def test_notices_are_listed_with_their_text(county: County) -> None:
    later = NOTICE | {"version": "2026-2", "text": "新的告知书。", "valid_from": "2199-01-01"}
    for notice in (NOTICE, later):
        await county.unit.post(f"{county.union}/privacy-notices", notice)
    rows = (await county.unit.get(f"{county.union}/privacy-notices")).json()["rows"]
    assert [(row["version"], row["in_force"]) for row in rows] == [
        ("2026-1", True),
        ("2026-2", False),
    ]
    assert rows[1]["text"] == "新的告知书。"
    twice = await county.unit.post(f"{county.union}/privacy-notices", NOTICE)
    assert twice.json()["code"] == "privacy_notice.already_published"


def test_the_list_of_fields_is_made_of_what_is_sealed() -> None:
    bodies: dict[str, tuple[type[Body], ...]] = {
        "profile": (Profile,),
        "payee": (Payee,),
        "circumstances": (HardshipForm,),
    }
    for group, kinds in bodies.items():
        sealed = {name for kind in kinds for name in kind.__struct_fields__} | {"account_name"}
        assert set(FIELDS[group]) <= sealed, group  # type: ignore[index] # groups by their names
    details = {*ChangeDetails.__struct_fields__, *CondolenceDetails.__struct_fields__, "summary"}
    assert set(FIELDS["details"]) <= details
