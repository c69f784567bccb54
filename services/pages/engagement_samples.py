"""抽样清单: what was drawn, with boxes to tick on paper, and the drawing repeated for whoever doubts it."""

from services.auth import may
from services.http.engagement_views import SampleCheck, SampleSheet
from services.pages.engagement_sides import SIDES, Side
from services.pages.page import Fetched, Reply, Shown, page
from services.pages.visit import Visit
from services.words.events import event_title
from services.words.forms.choices import CHOICES_OF
from services.words.samples import TICKS


def _declare(side: Side) -> None:
    path = f"{side.one}/samples/{{sample_no}}"

    async def sample(visit: Visit) -> Reply:
        return await _sheet(side, visit)

    page("GET", path, side.named["sample"], policy=may(side.action), section=side.section)(sample)


async def _sheet(side: Side, visit: Visit) -> Reply:
    """The sheet; as a file for a spreadsheet; with `check`, drawn again."""
    if visit.query.get("format") == "csv":
        answer = await visit.ask(side.named["sample"], format="csv")
        return Fetched(answer=answer, name=f"抽样清单_{visit.ids['sample_no']}.csv")
    sheet: SampleSheet = await visit.read(side.named["sample"])
    check: SampleCheck | None = None
    if "check" in visit.query:
        check = await visit.read(side.named["check"])
    topics = CHOICES_OF["topics"]
    values = {
        "sheet": sheet,
        "sample": sheet.sample.sample,
        "check": check,
        "ticks": TICKS,
        "titles": [event_title(line.topic) if line.topic else None for line in sheet.lines],
        "strata": {one.name: topics.get(one.name, one.name) for one in sheet.sample.sample.strata},
        "path": side.path(visit, visit.ids["engagement_id"]),
        "links_events": "union_id" in visit.ids,
    }
    return Shown(template="audit/sample.html", values=values)


for _side in SIDES:
    _declare(_side)
