"""The home of a place: what waits, in the order of its dates, and figures that lead on."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from services.auth import may
from services.pages.page import Reply, Shown, Went, page
from services.pages.visit import Visit
from services.reads.tasks import TaskRow

_READ_BY: Final = (
    (("household_", "aid_review", "aid_approval", "condolence_approval", "pairing_"), "aid.read"),
    (("application_", "withdrawal_", "expulsion_", "arrears_", "transfer_"), "members.read"),
    (("finding_",), "findings.read"),
    (("engagement_",), "evidence.read"),
)
"""Kinds of tasks by what they begin with, and what one must be allowed to read to see what they are about."""
_ARREARS: Final = frozenset({"arrears_to_warn", "arrears_to_decide"})


class Queue(NamedTuple):
    """Tasks of one kind: how many, and where they are done."""

    title: str
    rule: str
    waiting: int
    href: str


@page("GET", "/unions/{union_id}", "union_home", policy=may("union.read"), section="home")
async def union_home(visit: Visit) -> Reply:
    """Tasks, counters, and for a new union the list of what to set up; an auditor begins with the audit."""
    if visit.engagement_id is not None:
        return Went(location=visit.at(f"/engagements/{visit.engagement_id}"))
    tasks = [row for row in (await visit.read("listTasks")).rows if _is_open_to(visit, row)]
    values = {
        "union": (await visit.read("readUnion")).union,
        "setup": await visit.read("readSetup"),
        "tasks": [(task, page_of(visit, task.link)) for task in tasks],
        "queues": queues_of(visit, tasks),
        "today": visit.parts.today(),
    }
    return Shown(template="union_home.html", values=values)


def _is_open_to(visit: Visit, task: TaskRow) -> bool:
    """Whether the visitor may open what a task is about: a link that is refused helps nobody."""
    return all(visit.may(action) for kinds, action in _READ_BY if task.kind.startswith(kinds))


def queues_of(visit: Visit, tasks: Sequence[TaskRow]) -> list[Queue]:
    """Return tasks counted by kind, the most frequent first; one leads to itself, several to their list."""
    counted = Counter(task.kind for task in tasks)
    first = {task.kind: task for task in reversed(tasks)}
    return [
        Queue(
            title=first[kind].title,
            rule=first[kind].rule,
            waiting=count,
            href=page_of(visit, first[kind].link) if count == 1 else _list_of(visit, first[kind]),
        )
        for kind, count in counted.most_common()
    ]


def _list_of(visit: Visit, task: TaskRow) -> str:
    """Return the list in which tasks of a kind stand: what the address says before it names one of them."""
    if task.kind in _ARREARS:
        return visit.at("/dues/arrears")
    return page_of(visit, task.link.partition(f"/{task.subject_id}")[0])


def page_of(visit: Visit, link: str) -> str:
    """Return the page that shows what a link of the API names: pages and operations share their addresses."""
    return visit.at(link.partition(str(visit.place_id))[2])
