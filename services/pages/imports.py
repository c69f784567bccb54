"""导入表格: a template, the file that was filled in, what it comes to, booked whole, taken back whole."""

from collections.abc import Mapping
from typing import Any, Final

from services.auth import may
from services.http.imports import MEDIA_TYPES, ImportJob
from services.http.problems import Problem, of_error
from services.importers.jobs.job import AT_WORK, BY_KEY_ONLY
from services.importers.limits import DEFAULT_LIMITS
from services.pages.lists import Column, Turning, table_of
from services.pages.page import Fetched, Reply, Shown, Went, page
from services.pages.reading_forms import count_of
from services.pages.reasons import said
from services.pages.steps import Prepared, step
from services.pages.visit import File, Visit
from services.words.forms import act_words

_IMPORTS: Final = "/unions/{union_id}/imports"
_IMPORT: Final = f"{_IMPORTS}/{{import_id}}"
_LEADS: Final = "/imports/{import_id}"
_SECTION: Final = "imports"
_AROUND_THE_FILE: Final = 64 * 1024
"""What a form weighs besides the file it brings."""
_ROWS: Final = 100
_COURSE: Final = ("选模板", "上传", "试算", "核对写入")
_COLOURS: Final = {
    "ready": "amber",
    "committed": "green",
    "refused": "red",
    "failed": "red",
    "reversed": "grey",
    "expired": "grey",
}
_COMES_TO: Final[Mapping[str, tuple[str, str]]] = {
    "roster": ("/members", "看会员名册"),
    "changes": ("/members", "看会员名册"),
    "dues": ("/dues", "看会费收缴"),
}
"""Where what a kind of file holds is to be seen."""


@page("GET", _IMPORTS, "imports", policy=may("imports.make"), section=_SECTION)
async def imports(visit: Visit) -> Reply:
    """Every workbook of this union and what came of it."""
    answer = await visit.ask("listImports", limit=50, after=visit.query.get("after"))
    columns: list[Column[ImportJob]] = [
        Column(
            name="name",
            title="文件",
            get=lambda job: job.name or "（文件已按期删除）",
            href=lambda job: visit.at(f"/imports/{job.import_id}"),
            fixed=True,
        ),
        Column(name="kind", title="种类", get=lambda job: job.kind, field="ImportJob.kind"),
        Column(
            name="state",
            title="办理状态",
            get=lambda job: job.state,
            field="ImportJob.state",
            mark=lambda job: (_COLOURS[job.state], _said_of(job)) if _said_of(job) else None,
        ),
        Column(name="rows_read", title="行数", get=lambda job: job.rows_read, align="number"),
        Column(name="refused", title="不通过", get=lambda job: job.rows_refused, align="number"),
        Column(name="created_at", title="上传时间", get=lambda job: job.created_at),
        Column(
            name="expires_at",
            title="文件保存至",
            get=lambda job: job.expires_at.date(),
            hidden=True,
        ),
    ]
    following = answer.body.next
    table = table_of(
        visit,
        "导入任务",
        columns,
        answer.body.rows,
        turning=Turning(
            first_href=visit.with_query(after=None) if "after" in visit.query else None,
            next_href=visit.with_query(after=following) if following else None,
        ),
        empty="还没有导入过表格。",
    )
    return Shown(template="imports/imports.html", values={"table": table})


def _said_of(job: ImportJob) -> str:
    if job.state == "ready" and job.rows_refused:
        return "有行不通过"
    return {"ready": "等您核对", "refused": "读不了", "failed": "没有办成"}.get(job.state, "")


@page("GET", f"{_IMPORTS}/new", "submit_import", policy=may("imports.make"), section=_SECTION)
async def choose(visit: Visit) -> Reply:
    """Which kinds of workbook there are, their templates, and the file to choose."""
    return await _choosing(visit)


@page(
    "POST",
    f"{_IMPORTS}/new",
    "submit_import",
    policy=may("imports.make"),
    section=_SECTION,
    files=True,
    max_bytes=DEFAULT_LIMITS.file_bytes + _AROUND_THE_FILE,
)
async def submit(visit: Visit) -> Reply:
    """Hand the file over; nothing is booked yet."""
    chosen = visit.posted.files.get("workbook", ())
    if not chosen:
        return await _choosing(visit, error="请先选择要上传的表格文件。", status=422)
    file = chosen[-1]
    is_named = file.media_type in MEDIA_TYPES
    sent = File(
        name=file.name,
        media_type=file.media_type if is_named else "application/octet-stream",
        content=file.content,
    )
    try:
        job = (
            await visit.upload(
                "submitImport",
                sent,
                kind=visit.posted.text("kind"),
                year=visit.posted.text("year"),
            )
        ).body
    except Exception as error:
        problem = of_error(error)
        if problem is None or problem.code.startswith("access."):
            raise
        return await _choosing(visit, error=said(problem.code), status=problem.status)
    return Went(location=visit.at(f"/imports/{job.import_id}"))


async def _choosing(visit: Visit, *, error: str = "", status: int = 200) -> Shown:
    templates = await visit.read("listTemplates")
    limits = (await visit.read("listImports", limit=1)).limits
    kinds = [one for one in templates.templates if one.kind in limits.kinds]
    values = {
        "words": act_words("submitImport"),
        "kinds": [one for one in kinds if one.kind not in BY_KEY_ONLY],
        "by_key": [one for one in kinds if one.kind in BY_KEY_ONLY],
        "limits": limits,
        "kind": visit.posted.text("kind") or visit.query.get("kind", ""),
        "year": visit.posted.text("year") or visit.query.get("year", ""),
        "error": error,
    }
    return Shown(template="imports/new.html", values=values, status=status)


@page("GET", "/templates/{kind}", "import_template", policy=may("templates.read"), section=_SECTION)
async def template(visit: Visit) -> Reply:
    """An empty workbook to fill."""
    return Fetched(answer=await visit.ask("readTemplate"))


@page("GET", _IMPORT, "import", policy=may("imports.make"), section=_SECTION)
async def import_job(visit: Visit) -> Reply:
    """One workbook: how far it has come, what cannot be taken and how to mend it, what is next."""
    job: ImportJob = await visit.read("readImport")
    shows = "remarks" if visit.query.get("of") == "remarks" else "refused"
    values = {
        "job": job,
        "at_work": job.state in AT_WORK,
        "colour": _COLOURS.get(job.state, "amber"),
        "course": _course(job),
        "percent": min(100 * job.progress.done // job.progress.of, 100)
        if job.progress.of
        else None,
        "shows": shows,
        "report": await _report(visit, shows),
        "remarks": await _report(visit, "remarks", limit=1),
        "start": count_of(visit.query.get("after", "0")) or 0,
        "comes_to": _COMES_TO.get(job.kind),
        "can_commit": job.state == "ready" and job.rows_accepted > 0,
    }
    return Shown(template="imports/import.html", values=values)


async def _report(visit: Visit, of: str, limit: int = _ROWS) -> Any:  # noqa: ANN401 # FoundRows or nothing
    """What was found in the file; nothing while it is being read, or once it was thrown away."""
    after = visit.query.get("after") if limit > 1 else None
    try:
        return await visit.read("listImportRows", of=of, limit=limit, after=after)
    except Problem as problem:
        if problem.code in ("import_run.not_ready", "import_run.file_gone"):
            return None
        raise


def _course(job: ImportJob) -> list[tuple[str, str]]:
    done = {"waiting": 2, "reading": 2, "ready": 3, "refused": 2, "failed": 2, "expired": 3}
    count = done.get(job.state, 3 if job.state == "committing" else len(_COURSE))
    return [
        (title, "done" if place < count else "now" if place == count else "later")
        for place, title in enumerate(_COURSE)
    ]


@page("GET", f"{_IMPORT}/workbook", "import_workbook", policy=may("imports.make"), section=_SECTION)
async def marked_workbook(visit: Visit) -> Reply:
    """The file again, faulty cells red; on record as an export."""
    return Fetched(answer=await visit.ask("readImportWorkbook", only=visit.query.get("only")))


async def _committing(visit: Visit) -> Prepared:
    """What is agreed to is what was on the page, not what the file comes to by now."""
    job: ImportJob = await visit.read("readImport")
    digest = visit.posted.text("agreed_digest") or job.digest or ""
    is_told = visit.request.method == "POST"
    return Prepared(
        about=job,
        fixed={"digest": digest},
        texts={"skip_refused": ["true"]} if job.skip_refused else {},
        left_out=frozenset() if job.rows_refused else frozenset({"skip_refused"}),
        values={"job": job, "digest": digest, "is_told": is_told},
    )


async def _reversing(visit: Visit) -> Prepared:
    """What stands on the run is told beforehand."""
    job: ImportJob = await visit.read("readImport")
    standing = await visit.read("listImportDependents")
    return Prepared(about=job, values={"job": job, "standing": standing})


step(
    f"{_IMPORT}/commit",
    "commitImport",
    leads=_LEADS,
    section=_SECTION,
    prepare=_committing,
    template="imports/commit.html",
)
step(
    f"{_IMPORT}/reverse",
    "reverseImport",
    leads=_LEADS,
    section=_SECTION,
    prepare=_reversing,
    template="imports/reverse.html",
)
