"""An auditor's day at the console (users.md 3.3): admitted by the unit, reading only, believing nothing."""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import expect

from services.cli.evidence import verifier
from tests.e2e.conftest import Arrive
from tests.e2e.paper import done, fill_in, follow, follow_link, part, send
from tests.e2e.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

FAR_AWAY: Final = "2099-12-31"
EVERYTHING: Final = (
    "会员",
    "会费",
    "困难帮扶",
    "慰问",
    "账簿和报表",
    "预算和决算",
    "拨缴经费",
    "补助和专项资金",
    "原始记录",
)
_SHORT_CODE: Final = re.compile(r"\d+-[0-9a-f]{32}")
_LOG_KEY: Final = re.compile(r"\S+\+[0-9a-f]{8}\+\S+")


async def test_an_auditor_replays_samples_and_verifies_without_faith(
    arrive: Arrive, tmp_path: Path
) -> None:
    chair, auditor = await arrive("chair"), await arrive("county_auditor")
    await admitted(chair)
    books = await finds_the_books(auditor)
    await two_dates(auditor, books)
    await rule_to_event(auditor, books)
    await sampled(chair, auditor, books)
    await verified_at_home(auditor, books, tmp_path)
    await read_only(auditor, books)


async def admitted(chair: Person) -> None:
    """The unit opens its books for a while to somebody by name."""
    await chair.open(f"{chair.site.union}/engagements")
    await follow(chair, "审计立项")
    await fill_in(
        chair,
        {
            "审计种类": "决算审计",
            "审计期间自": "2026-01-01",
            "审计期间至": "2026-12-31",
            "查阅截止日期": FAR_AWAY,
            "委托书（计划、合同）编号": "经审〔2026〕1号",
            **dict.fromkeys(EVERYTHING, True),
        },
    )
    await send(chair)
    await done(chair, "engagement")
    await follow(chair, "授权查阅")
    await fill_in(chair, {"授予对象": "上级经审会", "查阅人登录名": "county.auditor"})
    await send(chair)
    assert not await part(chair.page).locator("#problem").count()
    await chair.looked("access")
    await chair.open(chair.path.partition("/access")[0].partition("?")[0])


async def finds_the_books(auditor: Person) -> str:
    """Returns where the books are, for this auditor."""
    await auditor.open("/")
    await auditor.open(f"{auditor.site.federation}/audits")
    await auditor.looked("audits")
    opened = part(auditor.page).locator("a[href^='/engagements/']").first
    await follow_link(auditor, opened)
    await auditor.looked("books_of_the_audit")
    found = re.match(r"/engagements/[^/]+/unions/[^/?]+", auditor.path)
    assert found, auditor.path
    return found[0]


async def two_dates(auditor: Person, books: str) -> None:
    """One ledger at two dates; each line that differs names the events that moved it."""
    await auditor.open(f"{books}/replay")
    form = part(auditor.page).locator("form").first
    await form.get_by_label("台账").select_option(value="L9")
    await form.locator("[name=as_of]").fill("2026-01-31")
    await form.locator("[name=to_as_of]").fill("2026-02-28")
    await form.get_by_role("button", name="比较").click()
    await expect(part(auditor.page)).to_contain_text("引起差异的记录")
    await auditor.looked("replay")


async def rule_to_event(auditor: Person, books: str) -> None:
    """A hit of a rule leads to its event, and the event to its proof, on one page."""
    await auditor.open(f"{books}/analytics")
    await follow(auditor, "R15")
    await auditor.looked("rule")
    await follow_link(auditor, part(auditor.page).locator("a[href*='/events/']").first)
    await expect(part(auditor.page)).to_contain_text("检查点")
    await auditor.looked("evidence_of_an_event", whole=True)


async def sampled(chair: Person, auditor: Person, books: str) -> None:
    """A sample by a seed nobody could choose; its sheet has a box for each line."""
    await chair.open(f"{chair.site.union}/engagements/{books.split('/')[2]}")
    await drawn(chair)
    await auditor.open(f"{books}/engagements/{books.split('/')[2]}/samples/1")
    await auditor.looked("sample_sheet")
    assert await part(auditor.page).locator("tbody tr").count() >= 1


async def drawn(chair: Person) -> None:
    """From the page of the audit."""
    await follow(chair, "抽样")
    await fill_in(chair, {"抽样方法": "随机", "样本量": "5", "账簿和报表": True, "会费": True})
    await send(chair)
    await done(chair, "sample")


async def verified_at_home(auditor: Person, books: str, away: Path) -> None:
    """The bundle, taken away, is checked by one file that knows nothing of ours, against what is on paper."""
    await auditor.open(f"{books}/evidence")
    await auditor.looked("evidence")
    noted = await part(auditor.page).inner_text()
    code, key = _SHORT_CODE.search(noted), _LOG_KEY.search(noted)
    assert code, noted
    assert key, noted
    await auditor.open(f"{books}/bundles")
    await auditor.looked("bundles")
    await part(auditor.page).get_by_role("button", name="生成审计包").click()
    await auditor.page.wait_for_load_state()
    await auditor.looked("bundle_made")
    async with auditor.page.expect_download() as taking:
        await part(auditor.page).get_by_role("link", name=re.compile("下载")).first.click()
    await (await taking.value).save_as(away / "bundle.zip")
    settings = auditor.site.database.settings
    assert await verifier(settings, argparse.Namespace(file=away / "verify.py")) == 0
    paper = ("--key", key[0], "--held", code[0], "--json")
    verdict = subprocess.run(  # noqa: S603, ASYNC221 # what was written out
        [sys.executable, "-I", "-S", "verify.py", "bundle.zip", *paper],
        cwd=away,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    (report,) = json.loads(verdict.stdout)
    assert report["covered"]
    assert not report["failed"]


async def read_only(auditor: Person, books: str) -> None:
    """Nothing here can be written by an auditor, and every look has been noted."""
    await auditor.open(f"{books}/vouchers")
    await auditor.looked("vouchers")
    assert not await part(auditor.page).locator("form[method=post]").count()
