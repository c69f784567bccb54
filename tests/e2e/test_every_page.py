"""Every page there is, opened by whoever may: with script and without, quiet, accessible, leading nowhere wrong.

Books in which something is under way come first: an audit, a case of aid, an upload, a printed statement.
"""

from collections.abc import Iterable, Mapping
from typing import Final, get_args

import pytest
from playwright.async_api import Browser

from domain.roles import PersonRole
from services.pages.page import Page
from tests.e2e.conftest import Arrive
from tests.e2e.person import person_at
from tests.e2e.site import Site
from tests.e2e.sweeping import Sweep, walk_menu, walk_to_missing
from tests.e2e.test_aid_journey import asked_for
from tests.e2e.test_audit_journey_at_the_pages import admitted, drawn
from tests.e2e.test_clerk_journey import issued, uploaded
from tests.support.books import id_number

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROLES: Final[tuple[PersonRole, ...]] = get_args(PersonRole)
_UNION: Final = "/unions/{union_id}"
_COUNTY: Final = "/federations/{federation_id}"
_UNIT: Final = f"{_COUNTY}/units/{{unit_id}}"
_TRIED_BY: Final = 2

ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "the door, before anybody is let in: test_clerk_journey, tests/services/pages/test_door.py": (
        "/login",
        "/login/code",
    ),
    "a case that is approved or waits for the county: test_aid_journey, test_county_journey": (
        f"{_UNION}/aid-cases/{{aid_case_id}}/payments",
        f"{_UNION}/aid-cases/{{aid_case_id}}/payments/{{version}}/return",
        f"{_UNIT}/aid-cases/{{aid_case_id}}",
        f"{_UNIT}/aid-cases/{{aid_case_id}}/approve",
        f"{_UNIT}/aid-cases/{{aid_case_id}}/reject",
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
    assert missing == {path for paths in ELSEWHERE.values() for path in paths}


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


def open_to(role: PersonRole, pages: Iterable[Page]) -> list[Page]:
    """Pages a role may open, each tried by the first of those who may."""
    return [
        page
        for page in pages
        if not page.policy.people
        or role in [one for one in ROLES if one in page.policy.people][:_TRIED_BY]
    ]
