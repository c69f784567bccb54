"""The steps of a finding: raised, required to be put right, answered, checked again, struck off or withdrawn."""

from collections.abc import Sequence
from typing import Final

from domain.officers import Office
from services.http.findings import FindingView
from services.pages.asked import signing
from services.pages.findings import FINDING, FINDINGS, SECTION
from services.pages.forms import Choices
from services.pages.steps import Prepare, Prepared, step
from services.pages.visit import Visit
from services.words.forms import choice_text
from services.words.irregularities import RULES

_AUDITING: Final[Sequence[Office]] = ("audit_committee_chair", "audit_committee_member")
_RULES: Final[Choices] = [(rule, f"{rule} {words.title}") for rule, words in RULES.items()]


async def _raising(visit: Visit) -> Prepared:
    """Which rule and which events it began with is said by the page one came from."""
    rows = (await visit.read("listEngagements", limit=200)).rows
    running = [
        (
            str(row.engagement_id),
            f"{choice_text('kind', row.kind, 'EngagementRow')} {row.basis_no or row.opened_on}",
        )
        for row in rows
        if row.closed_on is None
    ]
    return await signing(
        visit,
        {"officer_id": _AUDITING},
        choices={"rule": _RULES, "engagement_id": running},
    )


def _signed(offices: Sequence[Office]) -> Prepare:
    async def prepare(visit: Visit) -> Prepared:
        view: FindingView = await visit.read("readFinding")
        return await signing(
            visit,
            {"officer_id": offices},
            about=view,
            version=view.version,
            position=view.position,
            values={"row": view.finding, "details": view.details},
        )

    return prepare


step(
    f"{FINDINGS}/new",
    "raiseFinding",
    leads="/findings/{finding_id}",
    section=SECTION,
    prepare=_raising,
)
for _path, _operation_id, _offices in (
    ("require-rectification", "requireRectification", _AUDITING),
    ("extend", "extendDeadline", _AUDITING),
    ("submit", "submitRectification", ()),
    ("return", "returnRectification", _AUDITING),
    ("accept", "acceptRectification", _AUDITING),
    ("close", "closeFinding", _AUDITING),
    ("withdraw", "withdrawFinding", _AUDITING),
):
    step(
        f"{FINDING}/{_path}",
        _operation_id,
        about="readFinding",
        leads="/findings/{finding_id}",
        section=SECTION,
        prepare=_signed(_offices),
        template="audit/finding_step.html",
    )
