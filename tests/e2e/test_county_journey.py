"""A county officer's morning (users.md 3.2): queues, who is silent, totals down to a unit, aid, money sent."""

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.paper import done, fill_in, follow, follow_link, part, send, step
from tests.e2e.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

MUCH = "2,500.00"
"""More than a unit decides on its own by the rule the county sends out."""


async def test_a_county_officer_empties_the_queue(arrive: Arrive) -> None:
    case_no = "BF-60"
    officer = await arrive("county_officer")
    await rule_sent_out(officer)
    await waits_for_the_county(arrive, case_no)
    await queues(officer)
    await silent_units(officer)
    await down_to_a_unit(officer)
    await decided(officer, case_no)
    await money_sent(officer)


async def rule_sent_out(officer: Person) -> None:
    """From 2,000 yuan on aid is the county's to decide."""
    await officer.open(f"{officer.site.federation}/adoptions")
    await officer.looked("adoptions")
    await officer.open(f"{officer.site.federation}/adoptions/new")
    rule = "帮扶标准和审批权限：aid_limits.city"
    await fill_in(officer, {"选用现成规定": rule, "QZ001 城关街道总工会": True})
    await send(officer)
    await done(officer, "rule_sent_out")


async def waits_for_the_county(arrive: Arrive, case_no: str) -> None:
    """The unit has asked for aid and reviewed it."""
    clerk, reviewer = await arrive("clerk"), await arrive("reviewer")
    await clerk.open(f"{clerk.site.union}/households?stage=open")
    rows = part(clerk.page).locator("tbody tr")
    await follow_link(clerk, rows.filter(has_text="YS2026").locator("a").first)
    await step(
        clerk,
        "申请帮扶",
        {
            "申请日期": "2026-05-12",
            "帮扶编号": case_no,
            "帮扶项目": "医疗救助",
            "资金来源": "本级工会经费",
            "申请金额（元）": MUCH,
            "经办人": "演**计",
            "用途": "住院自付费用",
        },
    )
    await reviewer.open(clerk.path.partition("?")[0])
    await step(reviewer, "提交审核意见", {"审核日期": "2026-05-13", "审核意见": "同意"})


async def queues(officer: Person) -> None:
    """Home says how many wait for what."""
    await officer.open("/")
    await officer.looked("queues")
    waiting = part(officer.page).locator("a.tile").filter(has_text="帮扶待审批")
    await expect(waiting).to_contain_text("1")


async def silent_units(officer: Person) -> None:
    """Units by months; what is missing is drawn as missing, and the silent ones can be called up."""
    await officer.open(f"{officer.site.federation}/coverage?year=2026")
    await officer.looked("coverage")
    await follow(officer, "催报名单")
    await officer.looked("call_list")


async def down_to_a_unit(officer: Person) -> None:
    """A total leads to its units, a unit to its own page; the way back stands above."""
    await officer.open(f"{officer.site.federation}/rollup?year=2026")
    await officer.looked("rollup")
    await follow(officer, "会费收缴率")
    await officer.looked("indicator")
    await follow(officer, "城关街道总工会")
    await officer.looked("unit")
    assert await part(officer.page).locator(".breadcrumbs a").count() >= 1


async def decided(officer: Person, case_no: str) -> None:
    """The four checks stand beside the decision."""
    await officer.open(f"{officer.site.federation}/cases")
    await officer.looked("cases")
    await follow(officer, case_no)
    await officer.looked("case")
    seen = await part(officer.page).inner_text()
    assert all(told in seen for told in ("身份证号查重", "收入标准", "资金余额", "公示")), seen
    await step(officer, "批准", {"审批日期": "2026-05-20", "决定文号": "县工会纪要3号"})


async def money_sent(officer: Person) -> None:
    """First set aside, then sent to a unit: two people of the county sign."""
    await officer.open(f"{officer.site.federation}/allocations")
    await step(
        officer,
        "安排资金",
        {
            "安排日期": "2026-05-19",
            "资金": "中央财政专项帮扶资金",
            "金额（元）": "5,000.00",
            "文号": "青工发〔2026〕8号",
        },
    )
    await officer.open(f"{officer.site.federation}/allocations")
    await step(
        officer,
        "下达资金",
        {
            "下达日期": "2026-05-20",
            "单位": "QZ001",
            "补助种类": "帮扶补助",
            "资金": "中央财政专项帮扶资金",
            "金额（元）": "1,000.00",
            "下达文号": "青工发〔2026〕9号",
            "经办人": "县**办",
            "审批人": "县**批",
        },
    )
    await expect(part(officer.page)).to_contain_text("1,000.00")
