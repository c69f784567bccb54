"""try"""
import pytest, time
from tests.e2e.conftest import Arrive
pytestmark = pytest.mark.asyncio(loop_scope="module")

async def test_home(arrive: Arrive) -> None:
    for role in ("clerk","chair","county_officer","platform_admin"):
        t=time.time()
        p = await arrive(role)
        t1=time.time()
        await p.open("/")
        t2=time.time()
        await p.looked("home")
        t3=time.time()
        print(role, p.page.url, t1-t, t2-t1, t3-t2)
        t2=time.time()
        await p.picture("x")
        t3=time.time()
        print(t3-t2)
