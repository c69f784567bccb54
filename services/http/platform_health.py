"""How the installation does, for whoever runs it: figures of the machinery, nothing of anybody's books."""

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.health import Readiness
from services.http.operation import operation


@operation(
    "GET",
    "/v1/platform/health",
    "readHealth",
    tag="platform",
    policy=may("platform.found"),
    answer=Readiness,
)
async def read_health(asking: Asking) -> Answer:
    """Whether it serves, how far ledgers lag, how old checkpoints are, and how the last check ended."""
    return Answer(body=await asking.parts.health.readiness())
