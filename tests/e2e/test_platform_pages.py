"""The platform's own pages: codes and names, people, machinery; nobody's books."""

import pytest

from tests.e2e.conftest import Arrive
from tests.e2e.paper import part

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_whoever_runs_the_platform_sees_machinery_and_no_books(arrive: Arrive) -> None:
    admin = await arrive("platform_admin")
    await admin.open("/")
    entries = await admin.page.locator("nav.menu a").evaluate_all(
        "all => all.map(one => one.pathname)"
    )
    assert "/platform/health" in entries
    for path in entries:
        answer = await admin.open(path)
        assert answer.status == 200, path
        await admin.looked(path.strip("/"))
        assert "元" not in await part(admin.page).inner_text(), path
    for path in (admin.site.union, admin.site.federation):
        assert (await admin.fetched(path)).status in {403, 404}
