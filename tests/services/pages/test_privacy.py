"""The pages of personal data and of who may do what: looked at once, on record; codes and keys shown once."""

import re
from typing import Any

from tests.services.http.calling import id_number
from tests.services.http.people import People
from tests.services.pages.test_members import at, buttons, joined, sent
from tests.services.pages.walking import Walker


async def test_what_is_masked_is_shown_once_for_a_reason_and_is_on_record(people: People) -> None:
    member = await joined(people)
    clerk = Walker(people.clerk)
    form = await clerk.open(f"{member}/reveal")
    bare = await clerk.submit(form, form.form("reason"), reason="correction")
    assert bare.status == 422
    audit = await clerk.submit(
        form, form.form("reason"), reason="audit", fields=["identity.id_number"]
    )
    assert audit.status == 422  # an audit has a number
    shown = await clerk.submit(
        form, form.form("reason"), reason="correction", fields=["identity.id_number"]
    )
    assert shown.status == 200
    assert id_number(1) in shown.text
    assert "王小明" not in shown.text
    assert shown.answer.headers["cache-control"] == "no-store"
    page = await clerk.open(at(people, "/privacy"))
    assert ("公民身份号码" in page.text, "更正资料" in page.text) == (True, True)
    assert id_number(1) not in page.answer.text
    copied = await sent(people.clerk, f"{member}/own-data", reference="申-1")
    assert id_number(1) in copied.text
    assert "本人全部资料" in (await clerk.open(at(people, "/viewings"))).text
    assert (await Walker(people.reviewer).open(at(people, "/privacy"))).status == 403


async def test_a_notice_is_published_and_a_person_agrees_to_it(people: People) -> None:
    notice: dict[str, Any] = {
        "kind": "membership",
        "text": "工会处理您的个人信息。",
        "purposes": ["membership_roster", "dues"],
        "retention": "while_member",
        "occurred_on": "2026-01-01",
        "valid_from": "2026-01-01",
        "version": "2026-1",
    }
    published = await sent(people.clerk, at(people, "/privacy-notices/new"), **notice)
    assert ("现行" in published.text, notice["text"] in published.text) == (True, True)
    member = await joined(people)
    clerk = Walker(people.clerk)
    form = await clerk.open(f"{member}/consents")
    assert "会员信息告知书 2026-1" in form.text, form.text
    agreed = await clerk.submit(form, form.form("notice_version"), notice_version="2026-1")
    assert (agreed.status, "告知书" in agreed.text) == (200, True)
    again = await clerk.submit(
        form, form.form("notice_version"), notice_version="2026-1", command_id=""
    )
    assert again.status == 422


async def test_an_erasure_is_asked_for_by_one_and_refused_by_another(people: People) -> None:
    member = await joined(people)
    asked = await sent(
        people.clerk,
        f"{member}/erasure",
        occurred_on="2026-03-01",
        basis="requested",
        officer_id=people.clerk.officer_id,
    )
    if asked.status == 422:  # a clerk holds no office unless the union gave one
        officer_id = await people.county.officer("经办人庚", "handler")
        asked = await sent(
            people.clerk,
            f"{member}/erasure",
            occurred_on="2026-03-01",
            basis="requested",
            officer_id=officer_id,
        )
    assert asked.path.partition("?")[0] == at(people, "/privacy")
    assert "approve" not in buttons(asked)
    seen = await Walker(people.chair).open(at(people, "/privacy"))
    assert {"approve", "refuse"} <= buttons(seen)
    live = await sent(people.chair, f"{member}/erasure/approve", occurred_on="2026-03-02")
    assert live.status == 422  # a member's data are needed
    refused = await sent(
        people.chair, f"{member}/erasure/refuse", occurred_on="2026-03-02", reason="no_ground"
    )
    assert refused.path.partition("?")[0] == at(people, "/privacy")
    assert {"approve", "refuse"} & buttons(refused) == set()


async def test_roles_are_offered_with_a_code_that_is_shown_once_and_taken_away(
    people: People,
) -> None:
    chair = Walker(people.chair)
    form = await chair.open(at(people, "/appointments/new"))
    alone = await chair.submit(form, form.form("login"), login="x y", name="庚", roles=["clerk"])
    assert alone.status == 422
    offered = await chair.submit(
        form, form.form("login"), login="geng", name="经办人庚", roles=["clerk"]
    )
    assert (offered.status, "只显示这一次" in offered.text) == (200, True)
    assert re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", offered.text)
    listed = await chair.open(at(people, "/appointments"))
    assert "经**庚" in listed.text
    assert not re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", listed.text)
    again = [href for href, _ in listed.links if href.endswith("/offer-again")]
    assert len(again) == 1
    ended = await sent(people.chair, again[0].replace("offer-again", "end"), reason="term_over")
    assert ended.path.partition("?")[0] == at(people, "/appointments")
    changed = next(href for href, _ in listed.links if href.endswith("/change"))
    form = await chair.open(changed)
    assert "roles" in form.form("command_id").fields
    reader = await Walker(people.unit_auditor).open(at(people, "/appointments"))
    assert {"new", "end", "change", "revoke"} & buttons(reader) == set()


async def test_a_key_is_shown_once_works_and_is_revoked(people: People) -> None:
    chair = Walker(people.chair)
    form = await chair.open(at(people, "/api-keys/new"))
    assert "dues.decide" not in form.answer.text  # nobody gives a key that signs
    told = await chair.submit(
        form,
        form.form("scopes"),
        role="unit",
        label="工资系统",
        scopes=["members.read"],
        valid_days="30",
    )
    key = re.search(r"uk_[0-9a-z]{20}_[A-Za-z0-9_-]{43}", told.text)
    assert key is not None, told.text[:400]
    client, headers = people.county.client, {"Authorization": f"Bearer {key[0]}"}
    path = f"{people.county.union}/members"
    assert (await client.get(path, headers=headers)).status_code == 200
    listed = await chair.open(at(people, "/appointments"))
    assert ("查看会员名册" in listed.text, key[0] in listed.answer.text) == (True, False)
    revoke = next(href for href, _ in listed.links if href.endswith("/revoke"))
    gone = await sent(people.chair, revoke)
    assert "已作废" in gone.text
