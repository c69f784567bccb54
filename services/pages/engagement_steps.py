"""The steps of an audit engagement: opened, planned, opened to readers, sampled, verified, reported, closed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.engagement.topics import SAMPLED
from domain.officers import Office
from services.http.checkpoints import CheckpointDocument
from services.http.engagement_views import EngagementView
from services.http.problems import Problem
from services.pages.asked import signing
from services.pages.engagement_sides import OWN, SIDES, Act, Side
from services.pages.engagements import topics_text
from services.pages.forms import Choices
from services.pages.steps import Prepare, Prepared, step, texts_of
from services.pages.tried import tried
from services.pages.visit import Visit
from services.reads.engagements import EngagementRow
from services.words.forms import choice_text

_CHAIR: Final[Sequence[Office]] = ("audit_committee_chair",)
_COMMITTEE: Final[Sequence[Office]] = ("audit_committee_chair", "audit_committee_member")
_FORMAT: Final[dict[str, Any]] = {"format": "json"}
_DRAWN_UNDER: Final = {*SAMPLED.values(), "events"}
_TEMPLATE: Final = "audit/engagement_step.html"


async def opening(visit: Visit) -> Prepared:
    """The books of this year, unless another period is typed."""
    year = visit.parts.today().year
    texts = {"books_from": [f"{year}-01-01"], "books_until": [f"{year}-12-31"]}
    return await signing(visit, {"officer_id": _CHAIR}, texts=texts)


async def _about(
    side: Side,
    visit: Visit,
    offices: Sequence[Office],
    view: EngagementView | None = None,
    *,
    texts: Mapping[str, list[str]] | None = None,
    **more: Any,  # noqa: ANN401 # the rest of Prepared
) -> Prepared:
    """Return a step about an engagement, signed by an officer of the committee."""
    seen: EngagementView = view or await visit.read(side.named["read"])
    row = seen.engagement
    return await signing(
        visit,
        {"officer_id": offices},
        texts=texts,
        about=seen,
        version=seen.version,
        position=seen.position,
        values={"row": row, "topics": topics_text(row.topics)},
        **more,
    )


def _signed(side: Side, offices: Sequence[Office]) -> Prepare:
    async def prepare(visit: Visit) -> Prepared:
        return await _about(side, visit, offices)

    return prepare


def _planned(side: Side) -> Prepare:
    """The plan as it stands, to be changed."""

    async def prepare(visit: Visit) -> Prepared:
        view: EngagementView = await visit.read(side.named["read"])
        names = ("books_from", "books_until", "topics", "access_until")
        return await _about(side, visit, _CHAIR, view, texts=texts_of(view.engagement, *names))

    return prepare


def _granting(side: Side) -> Prepare:
    """Access ends with the plan, unless an earlier day is typed."""

    async def prepare(visit: Visit) -> Prepared:
        view: EngagementView = await visit.read(side.named["read"])
        texts = {"until": [view.engagement.access_until.isoformat()]}
        return await _about(side, visit, _COMMITTEE, view, texts=texts)

    return prepare


def _drawing(side: Side) -> Prepare:
    """The whole scope, by a seed nobody chose: the root of the newest checkpoint."""

    async def prepare(visit: Visit) -> Prepared:
        view: EngagementView = await visit.read(side.named["read"])
        row = view.engagement
        texts: dict[str, list[str]] = {
            "topics": [one for one in row.topics if one in _DRAWN_UNDER],
            "sampled_from": [row.books_from.isoformat()],
            "sampled_until": [row.books_until.isoformat()],
            "seed": await _public_seed(visit),
        }
        return await _about(side, visit, _COMMITTEE, view, texts=texts)

    return prepare


async def _public_seed(visit: Visit) -> list[str]:
    """Nothing where there is no checkpoint yet: then the committee agrees on a seed."""
    found: CheckpointDocument | Problem = await tried(visit.read("readLatestCheckpoint", **_FORMAT))
    return [] if isinstance(found, Problem) else [found.root]


def _issuing(side: Side) -> Prepare:
    """The figures of the books, and the findings of the engagement to choose from."""

    async def prepare(visit: Visit) -> Prepared:
        view: EngagementView = await visit.read(side.named["read"])
        money = (await visit.read(side.named["report"])).money
        findings = await _findings(side, visit, view.engagement)
        texts = {
            "reported_from": [view.engagement.books_from.isoformat()],
            "reported_until": [view.engagement.books_until.isoformat()],
            "finding_ids": [finding_id for finding_id, _ in findings],
            **texts_of(money, "income_fen", "expense_fen", "balance_fen"),
        }
        return await _about(
            side, visit, _CHAIR, view, texts=texts, choices={"finding_ids": findings}
        )

    return prepare


async def _findings(side: Side, visit: Visit, row: EngagementRow) -> Choices:
    """Return what was raised under the engagement and not withdrawn."""
    if side is OWN:
        seen = await visit.read("listFindings", engagement_id=row.engagement_id, limit=200)
    else:
        seen = await visit.read("listFindingsOfUnits", unit_id=visit.ids["unit_id"])
    return [
        (str(one.finding_id), f"{choice_text('kind', one.kind, 'FindingRow')}（{one.raised_on}）")
        for one in seen.rows
        if one.engagement_id == row.engagement_id and one.stage != "withdrawn"
    ]


def _declare(side: Side) -> None:
    step(
        f"{side.every}/new",
        side.named["open"],
        leads=side.leads,
        section=side.section,
        prepare=opening,
    )
    taken: tuple[tuple[Act, str, Prepare], ...] = (
        ("plan", "plan", _planned(side)),
        ("draw", "samples", _drawing(side)),
        ("verify", "verifications", _signed(side, _COMMITTEE)),
        ("issue", "report/issue", _issuing(side)),
        ("close", "close", _signed(side, _CHAIR)),
        ("revoke", "access/{access_id}/revoke", _signed(side, _COMMITTEE)),
    )
    for act, path, prepare in taken:
        step(
            f"{side.one}/{path}",
            side.named[act],
            about=side.named["read"],
            leads=side.leads,
            section=side.section,
            prepare=prepare,
            template=_TEMPLATE,
        )
    step(
        f"{side.one}/access",
        side.named["grant"],
        about=side.named["read"],
        leads=side.leads,
        section=side.section,
        prepare=_granting(side),
        template=_TEMPLATE,
        shows="audit/access_given.html",
    )


for _side in SIDES:
    _declare(_side)
