"""A little of `make fuzz` in every run: each operation and each reader meets what nobody should send."""

import random

from services.http.operation import OPERATIONS
from tests.fuzz.asgi import ask
from tests.fuzz.figures import IN_SHORT, byte_figures, request_figures
from tests.fuzz.ground import open_ground, targets
from tests.support.database import Server

SEED = 20_260_101


async def test_no_malformed_request_ends_in_a_server_error(server: Server) -> None:
    figures = await request_figures(server, SEED, IN_SHORT)
    wrong = [figure for figure in figures if not figure.holds]
    assert not wrong, "\n".join(fault for figure in wrong for fault in figure.faults) or wrong


def test_no_reader_raises_what_it_should_not() -> None:
    wrong = [figure for figure in byte_figures(SEED, IN_SHORT) if not figure.holds]
    assert not wrong, "\n".join(fault for figure in wrong for fault in figure.faults)


async def test_every_operation_is_reached(server: Server) -> None:
    """Behind a closed door nothing would be fuzzed but the door."""
    async with open_ground(server) as ground:
        made = await targets(ground, random.Random(SEED), 1)  # noqa: S311 # repeatable
        assert {target.operation.operation_id for target in made} == {
            operation.operation_id for operation in OPERATIONS
        }
        shut = []
        for target in made:
            answered = await ask(ground.app, target.good()._replace(query=b"%00", pieces=(b"{",)))
            if answered.status in (401, 403):
                shut.append(f"{target.operation.operation_id} {answered.body.decode()[:200]}")
    assert not shut
