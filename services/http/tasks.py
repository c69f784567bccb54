"""What waits for whom."""

from uuid import UUID

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.reads.tasks import TaskRow


class TasksQuery(ReadQuery, frozen=True, kw_only=True):
    """`officer_id`: only what that officer may do."""

    officer_id: UUID | None = None


@operation(
    "GET",
    "/v1/unions/{union_id}/tasks",
    "listTasks",
    tag="tasks",
    policy=may("union.read"),
    answer=Rows[TaskRow],
)
async def list_tasks(asking: Asking, query: TasksQuery) -> Answer:
    """What waits on the date, the most urgent first, each with its rule, its date and its link."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.tasks(scope, officer_id=query.officer_id)
    return whole(scope, page)
