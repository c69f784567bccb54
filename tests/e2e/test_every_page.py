"""Every page there is, opened by whoever may: with script and without, quiet, accessible, leading nowhere wrong.

Books in which something is under way come first: an audit, a case of aid, an upload, a printed statement.
"""

from collections.abc import Iterable, Mapping
from typing import Final, get_args

import pytest
from playwright.async_api import Browser

from domain.roles import PersonRole
from services.pages.page import PAGES, Page
from tests.e2e.conftest import Arrive
from tests.e2e.paper import done, fill_in, part, send
from tests.e2e.person import Person, person_at
from tests.e2e.site import Site
from tests.e2e.sweeping import Sweep, walk_menu, walk_to_missing
from tests.e2e.test_aid_journey import asked_for
from tests.e2e.test_audit_journey_at_the_pages import admitted, drawn
from tests.e2e.test_clerk_journey import issued, uploaded
from tests.services.attachments.pictures import jpeg
from tests.support.books import id_number

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROLES: Final[tuple[PersonRole, ...]] = get_args(PersonRole)
_UNION: Final = "/unions/{union_id}"
_COUNTY: Final = "/federations/{federation_id}"
_UNIT: Final = f"{_COUNTY}/units/{{unit_id}}"
_BATCH: Final = f"{_UNION}/pay-batches/{{pay_batch_id}}"
_TRIED_BY: Final = 2

ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "a case that is approved or waits for the county: test_aid_journey, test_county_journey": (
        f"{_UNION}/aid-cases/{{aid_case_id}}/payments",
        f"{_UNION}/aid-cases/{{aid_case_id}}/payments/{{version}}/return",
        f"{_UNIT}/aid-cases/{{aid_case_id}}",
        f"{_UNIT}/aid-cases/{{aid_case_id}}/approve",
        f"{_UNIT}/aid-cases/{{aid_case_id}}/reject",
    ),
    "a ledger that stands still: services/http/test_parked": (
        "/platform/parked/{unit_id}/{projection}/retry",
    ),
    "a collection of dues: test_clerk_journey": (f"{_UNION}/dues/batches/{{batch_id}}",),
    "a bundle or an export asked for by its form: test_audit_journey_at_the_pages": (
        f"{_UNION}/bundles/{{bundle_id}}",
        f"{_UNION}/exports",
    ),
    "a form whose choice is in its address: tests/services/pages/test_books.py, test_county.py": (
        f"{_UNION}/prints/vouchers",
        f"{_COUNTY}/audits/new",
    ),
    "a list to be paid, drawn up of approved cases: tests/services/pages/test_aid.py": (
        f"{_BATCH}",
        f"{_BATCH}/approve",
        f"{_BATCH}/bank-file",
        f"{_BATCH}/discard",
        f"{_BATCH}/items/{{aid_case_id}}/failed",
        f"{_BATCH}/items/{{aid_case_id}}/returned",
        f"{_BATCH}/notice",
        f"{_BATCH}/pay",
        f"{_BATCH}/review",
        f"{_BATCH}/send-back",
        f"{_UNION}/prints/pay-batches/{{pay_batch_id}}/notice",
        f"{_UNION}/condolence-requests/{{condolence_id}}/deliver",
        f"{_UNION}/households/{{household_id}}/objections/{{objection_id}}/resolve",
    ),
    "somebody on the way between two units: tests/services/pages/test_members.py": (
        f"{_UNION}/members/{{member_id}}/transfers/{{transfer_id}}/cancel",
        f"{_UNION}/prints/transfers/{{transfer_id}}",
        f"{_UNION}/transfers/{{transfer_id}}/accept",
        f"{_UNION}/transfers/{{transfer_id}}/complete",
        f"{_UNION}/transfers/{{transfer_id}}/decline",
    ),
    "the county's own finding, money under way, expulsion: tests/services/pages/test_county.py": (
        f"{_UNIT}/findings/{{finding_id}}",
        f"{_UNIT}/findings/{{finding_id}}/accept",
        f"{_UNIT}/findings/{{finding_id}}/close",
        f"{_UNIT}/findings/{{finding_id}}/extend",
        f"{_UNIT}/findings/{{finding_id}}/require-rectification",
        f"{_UNIT}/findings/{{finding_id}}/return",
        f"{_UNIT}/findings/{{finding_id}}/withdraw",
        f"{_UNIT}/members/{{member_id}}/expulsion/file",
        f"{_COUNTY}/allocations/{{allocation_id}}/cancel",
        f"{_UNION}/allocations/{{allocation_id}}/receive",
    ),
    "a key handed to an auditor, taken back: tests/services/pages/test_audit.py": (
        f"{_UNION}/engagements/{{engagement_id}}/access/{{access_id}}/revoke",
        f"{_UNIT}/engagements/{{engagement_id}}/access/{{access_id}}/revoke",
    ),
}
"""Pages the walk does not come to, by where they are seen."""


async def test_every_page_is_quiet_accessible_and_leads_nowhere_wrong(arrive: Arrive) -> None:
    await under_way(arrive)
    sweep = Sweep()
    for role in ROLES:
        await walk_menu(await arrive(role), sweep)
    for role in ROLES:
        await walk_to_missing(await arrive(role), sweep, open_to(role, sweep.missing()))
    assert not sweep.faults, "\n".join(sweep.faults.values())
    missing = {page.path for page in sweep.missing()}
    elsewhere = {path for paths in ELSEWHERE.values() for path in paths}
    assert not missing - elsewhere, "\n".join(sorted(missing - elsewhere))
    known = {page.path for page in PAGES if page.method == "GET"}
    assert not elsewhere - known, "\n".join(sorted(elsewhere - known))


async def test_every_page_stands_without_script(
    site: Site, chromium: Browser, arrive: Arrive
) -> None:
    """What was drawn is the same page; what it asks of a script, it does without."""
    sweep = Sweep(looks=False)
    for role in ROLES:
        known = await arrive(role)
        person = await person_at(site, chromium, role, script=False, known=known)
        await walk_menu(person, sweep, fetch=False)
        await person.context.close()
    assert not sweep.faults, "\n".join(sweep.faults.values())


async def under_way(arrive: Arrive) -> None:
    """Begin what most pages of steps are about."""
    await arrive("county_auditor")
    chair, clerk = await arrive("chair"), await arrive("clerk")
    await admitted(chair)
    await drawn(chair)
    await asked_for(clerk)
    await uploaded(clerk, [("赵一凡", id_number(901))])
    await issued(clerk)
    await found_out(chair)
    await held_for_others(clerk)
    await condoled(clerk)
    await put_up(clerk)


async def found_out(chair: Person) -> None:
    await chair.open(f"{chair.site.union}/findings/new")
    finding = {"问题种类": "重复发放", "严重程度": "一般", "违反的规定": "财务制度第九条"}
    await fill_in(chair, {**finding, "情况说明": "同一事由发放两次"})
    await send(chair)
    await done(chair, "finding")


async def held_for_others(clerk: Person) -> None:
    await clerk.open(f"{clerk.site.union}/custodial-funds/new")
    await fill_in(
        clerk, {"代管用途": "募捐、互助捐款", "金额（元）": "300", "到账日期": "2026-03-05"}
    )
    await send(clerk)
    await done(clerk, "custodial")


async def condoled(clerk: Person) -> None:
    """The member is found by one character of the name."""
    await clerk.open(f"{clerk.site.union}/condolence-requests/new")
    asked = {
        "申请日期": "2026-03-06",
        "慰问事由": "结婚",
        "申请金额（元）": "300",
        "慰问形式": "现金",
    }
    await fill_in(clerk, asked)
    await part(clerk.page).get_by_label("会员").first.press_sequentially("谢")
    await clerk.page.locator(".suggestions button").first.click()
    await send(clerk)
    await done(clerk, "condolence_asked_for")


async def put_up(clerk: Person) -> None:
    await clerk.open(f"{clerk.site.union}/disclosures/new")
    await fill_in(clerk, {"公开日期": "2026-03-10", "公开事项": "经费收支", "公开方式": "公告栏"})
    await fill_in(clerk, {"涉及期间自": "2026-01-01", "涉及期间至": "2026-02-28"})
    paper = {"name": "公开.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    await clerk.page.locator("input[name='document_sha256.file']").set_input_files(paper)  # type: ignore[arg-type] # its keys are these
    await send(clerk)
    await done(clerk, "put_up")


def open_to(role: PersonRole, pages: Iterable[Page]) -> list[Page]:
    """Pages a role may open, each tried by the first of those who may."""
    return [
        page
        for page in pages
        if not page.policy.people
        or role in [one for one in ROLES if one in page.policy.people][:_TRIED_BY]
    ]
