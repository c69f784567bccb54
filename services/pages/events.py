"""原始记录: the log of a union as it stands, newest first, and the evidence sheet of one event."""

from base64 import b64decode
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import msgspec

from services.auth import may
from services.clock import CHINA
from services.exporters import qr
from services.http.asking import Answer
from services.http.books import EventView, HeadView
from services.http.event_sheets import EventSheet
from services.http.problems import Problem
from services.pages.lists import Column, Filter, Turning, table_of
from services.pages.page import Fetched, Reply, Shown, page
from services.pages.reading_forms import count_of, day_of
from services.pages.tried import tried
from services.pages.visit import Visit
from services.words.events import event_title
from services.words.history import BY_KEY, BY_OPERATOR, BY_UNIT

EVENTS: Final = "/unions/{union_id}/events"
EVENT: Final = f"{EVENTS}/{{position}}"
SECTION: Final = "events"
_SIZE: Final = 100
_WITH_PROOF: Final[dict[str, Any]] = {"with": "proof"}
_UNPROVEN: Final = frozenset({"evidence.no_checkpoint", "evidence.not_covered"})
_ACTORS: Final = (("account:", BY_UNIT), ("key:", BY_KEY))


@page("GET", EVENTS, "events", policy=may("evidence.read"), section=SECTION)
async def events(visit: Visit) -> Reply:
    """The log, from the end or from a place in it backwards; nothing of it can be left out."""
    until = await _place(visit)
    first = max(until - _SIZE, 0)
    rows: list[EventView] = []
    if until:
        seen = await visit.read("listEvents", after=first, limit=until - first)
        rows = [row for row in reversed(seen.events) if row.position <= until]
    columns: list[Column[EventView]] = [
        Column(
            name="position",
            title="记录号",
            get=lambda row: row.position,
            href=lambda row: visit.at(f"/events/{row.position}"),
            align="number",
            fixed=True,
        ),
        Column(name="title", title="记录", get=lambda row: event_title(row.topic), fixed=True),
        Column(name="occurred_on", title="业务日期", get=lambda row: row.occurred_on),
        Column(name="recorded_at", title="记入时间", get=lambda row: row.recorded_at),
        Column(name="actor", title="由谁记入", get=lambda row: actor_text(row.actor_id)),
        Column(name="topic", title="种类代码", get=lambda row: row.topic, hidden=True),
        Column(
            name="version",
            title="事项内第几条",
            get=lambda row: row.version,
            align="number",
            hidden=True,
        ),
        Column(name="hash", title="链值（前 16 位）", get=lambda row: row.hash[:16], hidden=True),
    ]
    table = table_of(
        visit,
        "原始记录",
        columns,
        rows,
        filters=(
            Filter(name="until", title="截至记录号", placeholder="不填为最新"),
            Filter(name="recorded_until", title="记入时间截至", kind="date"),
        ),
        turning=Turning(
            first_number=1,
            total=until,
            first_href=visit.with_query(until=None, recorded_until=None) if visit.query else None,
            next_href=visit.with_query(until=first, recorded_until=None) if first else None,
            place=f"第 {first + 1} ～ {until} 号" if until else "",
        ),
        empty="没有记录。",
    )
    return Shown(template="audit/events.html", values={"table": table})


@page("GET", EVENT, "event", policy=may("log.read"), section=SECTION)
async def event(visit: Visit) -> Reply:
    """凭据页: one event on one sheet; for whoever may not read events, the receipt of it."""
    if not visit.can("readEvent"):
        return await _receipt(visit)
    sheet = await _sheet(visit)
    values = {
        "sheet": sheet,
        "union": (await visit.read("readUnion")).union,
        "own": next((row for row in sheet.course if row.position == sheet.position), None),
        "matter": [row for row in sheet.course if row.position != sheet.position],
        "actor": actor_text(sheet.actor_id),
        "note": None if sheet.proof is None else _note(sheet.proof.of.checkpoint),
        "body": msgspec.json.format(bytes(sheet.body), indent=2).decode(),
        "code": qr.receipt(visit.ids["union_id"], sheet.position, sheet.hash),
    }
    return Shown(template="audit/event.html", values=values)


@page("GET", f"{EVENT}/raw", "raw_event", policy=may("evidence.read"), section=SECTION)
async def raw_event(visit: Visit) -> Reply:
    """Every input of the event's digest, as a file to compute it from."""
    answer = await visit.ask("readRawEvent")
    return Fetched(answer=answer, name=f"记录{visit.ids['position']}_原始字节.json")


@page("GET", f"{EVENT}/proof", "event_proof", policy=may("evidence.read"), section=SECTION)
async def event_proof(visit: Visit) -> Reply:
    """The event with its proof up to a signed checkpoint, as a file."""
    sheet: EventSheet = await visit.read("readEvent", **_WITH_PROOF)
    return Fetched(answer=Answer(body=sheet.proof), name=f"记录{visit.ids['position']}_证明.json")


def actor_text(actor_id: str) -> str:
    """Return on whose side somebody acted; who they are is told where the event is read."""
    return next((said for begin, said in _ACTORS if actor_id.startswith(begin)), BY_OPERATOR)


async def _place(visit: Visit) -> int:
    """Return where the list begins: at the place or moment the address names, or at the end of the log."""
    until, recorded_until = visit.query.get("until", ""), visit.query.get("recorded_until", "")
    known_at = _end_of(recorded_until) if recorded_until else None
    head: HeadView = await visit.read("readHead", known_at=known_at)
    return min(count_of(until) or head.position, head.position)


def _end_of(day: str) -> str:
    """Return the last instant of a day in China; what is no day goes on as it was typed."""
    try:
        following = date.fromisoformat(day_of(day)) + timedelta(days=1)
    except (ValueError, OverflowError):
        return day
    last = datetime.combine(following, time.min, CHINA) - timedelta(microseconds=1)
    return last.isoformat()


async def _sheet(visit: Visit) -> EventSheet:
    """Return the event with its proof, or without one while no checkpoint covers it."""
    sheet: EventSheet | Problem = await tried(visit.read("readEvent", **_WITH_PROOF))
    if isinstance(sheet, Problem) and sheet.code in _UNPROVEN:
        sheet = await tried(visit.read("readEvent"))
    if isinstance(sheet, Problem):
        raise sheet
    return sheet


async def _receipt(visit: Visit) -> Shown:
    """Show what was handed out for a write: its place and the chain's hash there."""
    head: HeadView | Problem = await tried(visit.read("readHead", known_at=visit.ids["position"]))
    if isinstance(head, Problem):
        ahead = head.code == "request.known_at_ahead"
        raise Problem("request.path_unknown") if ahead else head
    values = {"head": head, "code": qr.receipt(visit.ids["union_id"], head.position, head.hash)}
    return Shown(template="audit/receipt.html", values=values)


def _note(checkpoint: str) -> dict[str, Any]:
    """Return what a signed note says: three lines, then a line for each signature (C2SP signed-note)."""
    text, _, signatures = checkpoint.partition("\n\n")
    origin, size, root = [*text.split("\n"), "", "", ""][:3]
    names = [line.split(" ")[1] for line in signatures.split("\n") if line.startswith("— ")]
    return {
        "origin": origin,
        "size": size,
        "root": b64decode(root).hex(),
        "signed_by": names[:1],
        "witnesses": names[1:],
    }
