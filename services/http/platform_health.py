"""How the installation does, for whoever runs it: figures of the machinery, nothing of anybody's books."""

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered
from services.http.health import Readiness
from services.http.metrics import own_version
from services.http.operation import operation
from services.http.seen import Seen


class PlatformHealth(Answered, frozen=True, kw_only=True):
    """Whether this process can serve, and what it sees of the whole installation."""

    version: str
    readiness: Readiness
    seen: Seen


@operation(
    "GET",
    "/v1/platform/health",
    "readHealth",
    tag="platform",
    policy=may("platform.found"),
    answer=PlatformHealth,
)
async def read_health(asking: Asking) -> Answer:
    """Whether it serves, how far ledgers lag, what stands still, how old evidence, checks and drills are."""
    readiness = await asking.parts.health.readiness()
    seen = await asking.parts.watch.look(afresh=True)
    return Answer(body=PlatformHealth(version=own_version(), readiness=readiness, seen=seen))
