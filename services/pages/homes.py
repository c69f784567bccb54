"""The home of a place: what waits, in the order of its dates, and figures that lead on."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from services.auth import may
from services.pages.page import Reply, Shown, Went, page
from services.pages.visit import Visit
from services.reads.tasks import TaskRow


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
    tasks = (await visit.read("listTasks")).rows
    values = {
        "union": (await visit.read("readUnion")).union,
        "setup": await visit.read("readSetup"),
        "tasks": [(task, page_of(visit, task.link)) for task in tasks],
        "queues": queues_of(visit, tasks),
        "today": visit.parts.today(),
    }
    return Shown(template="union_home.html", values=values)


def queues_of(visit: Visit, tasks: Sequence[TaskRow]) -> list[Queue]:
    """Return tasks counted by kind, the most frequent first; each leads to the list they stand in."""
    counted = Counter(task.kind for task in tasks)
    first = {task.kind: task for task in reversed(tasks)}
    return [
        Queue(
            first[kind].title,
            first[kind].rule,
            count,
            page_of(visit, first[kind].link).rpartition("/")[0]
            if count > 1
            else page_of(visit, first[kind].link),
        )
        for kind, count in counted.most_common()
    ]


def page_of(visit: Visit, link: str) -> str:
    """Return the page that shows what a link of the API names: pages and operations share their addresses."""
    return visit.at(link.partition(str(visit.place_id))[2])
