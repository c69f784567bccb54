"""An aid case paid through four people, each at a browser of their own (users.md 3.1 step 6)."""

import pytest

from tests.e2e.conftest import Arrive
from tests.e2e.paper import done, fill_in, follow, follow_link, part, send, step
from tests.e2e.person import Person
from tests.services.attachments.pictures import jpeg

pytestmark = pytest.mark.asyncio(loop_scope="module")

AMOUNT = "1,000.00"
PAPER = {"name": "申请书.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
ACCOUNT = "6222020000001234"


async def test_aid_is_asked_for_reviewed_approved_and_paid_by_four_people(arrive: Arrive) -> None:
    case = await asked_for(await arrive("clerk"))
    await reviewed(await arrive("reviewer"), case)
    await approved(await arrive("approver"), case)
    await paid(await arrive("cashier"), case)
    await told(await arrive("clerk"), case)


async def asked_for(clerk: Person) -> str:
    """From the household's file, with a photograph of the application."""
    await clerk.open(f"{clerk.site.union}/households?stage=open")
    await follow_link(clerk, part(clerk.page).locator("tbody a").first)
    await clerk.looked("household")
    await step(
        clerk,
        "申请帮扶",
        {
            "申请日期": "2026-01-12",
            "帮扶编号": "BF-9",
            "帮扶项目": "医疗救助",
            "资金来源": "本级工会经费",
            "申请金额（元）": AMOUNT,
            "经办人": "演**计",
            "佐证材料": PAPER,
            "用途": "住院自付费用",
        },
    )
    assert "/aid-cases/" in clerk.path
    return clerk.path.partition("?")[0]


async def reviewed(reviewer: Person, case: str) -> None:
    """Whoever reviews finds it at home; the four checks stand beside the opinion."""
    await reviewer.open("/")
    await reviewer.looked("tasks")
    await follow(reviewer, "审核帮扶申请")
    await reviewer.open(case)
    await follow(reviewer, "提交审核意见")
    checks = await part(reviewer.page).inner_text()
    assert all(told in checks for told in ("身份证号查重", "收入标准", "资金余额", "公示")), checks
    await fill_in(reviewer, {"审核日期": "2026-01-13", "审核意见": "同意"})
    await send(reviewer)
    await done(reviewer, "reviewed")


async def approved(approver: Person, case: str) -> None:
    """A mistyped amount comes back with everything that was typed."""
    await approver.open(case)
    await follow(approver, "批准")
    await fill_in(
        approver, {"审批日期": "2026-01-14", "批准金额（元）": "一千", "决定文号": "会议纪要1号"}
    )
    with approver.guard.refusal():
        await send(approver)
        await part(approver.page).locator("#problem").wait_for()
        await approver.looked("mistyped")
    await fill_in(approver, {"批准金额（元）": AMOUNT})
    await send(approver)
    await done(approver, "approved")


async def paid(cashier: Person, case: str) -> None:
    """Of the household's troubles a cashier sees nothing; money goes to the beneficiary's own account."""
    await cashier.open(case)
    assert "困难类别" not in await part(cashier.page).inner_text()
    await step(
        cashier,
        "登记发放",
        {"发放日期": "2026-01-15", "开户行": "农业银行", "银行账号": ACCOUNT},
    )


async def told(clerk: Person, case: str) -> None:
    """Whoever asked sees that it is done, by whom, and no more of the account than its end."""
    await clerk.open(case)
    await clerk.looked("case_paid", whole=True)
    seen = await part(clerk.page).inner_text()
    assert "批准的金额已全部发放" in seen
    assert AMOUNT in seen
    assert ACCOUNT not in seen
    assert ACCOUNT[-4:] in seen
