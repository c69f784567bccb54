"""Slow and strange clients beside a served API: they are closed, and nobody else waits (assurance S6, S12).

Slow headers are closed by the server after 30 seconds; the long form, `make fuzz`, waits for that.
"""

from tests.fuzz.serving import served
from tests.fuzz.slow_clients import beside_slow_clients
from tests.fuzz.wire import send_streams
from tests.support.database import Database

BODY_SECONDS = 15
NOISE_MILLISECONDS = 20


async def test_slow_bodies_are_closed_and_nobody_waits_for_them(database: Database) -> None:
    async with served(database) as api:
        noticed = await beside_slow_clients(api, headers=0, bodies=40)
    assert noticed.failed == 0
    longest = noticed.longest("body")
    assert longest is not None
    assert longest <= BODY_SECONDS
    assert {one.status for one in noticed.closed} == {408}
    most = max(2 * noticed.before_milliseconds, NOISE_MILLISECONDS)
    assert noticed.beside_milliseconds <= most


async def test_what_is_no_http_is_hung_up_on(database: Database) -> None:
    async with served(database) as api:
        sent = await send_streams(api, seed=3, count=150)
    assert not sent.faults
    assert sent.answered > 50
