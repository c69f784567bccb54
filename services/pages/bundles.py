"""审计数据: the bundle to take home and verify there, and a year's books for an auditor's own software."""

from typing import Final

from services.auth import may
from services.exporters.audit_data import PROFILES
from services.http.bundles import BundleDocument
from services.http.problems import Problem
from services.pages.page import Reply, Shown, page
from services.pages.papers import file_page
from services.pages.reasons import said
from services.pages.tried import tried
from services.pages.visit import Visit
from services.words.bundle import FILES

_UNION: Final = "/unions/{union_id}"
_SECTION: Final = "bundles"


@page("GET", f"{_UNION}/bundles", "bundles", policy=may("evidence.read"), section=_SECTION)
async def bundles(visit: Visit) -> Reply:
    """Name a bundle by the checkpoints one holds, and say how it is verified; beside it the exports."""
    asked = {name: visit.query.get(name, "").strip() for name in ("checkpoint", "held")}
    bundle: BundleDocument | Problem | None = None
    if "held" in visit.query:
        held = _sizes(asked["held"])
        bundle = await tried(visit.read("findBundle", checkpoint=asked["checkpoint"], held=held))
    is_refused = isinstance(bundle, Problem)
    values = {
        "asked": asked,
        "bundle": None if is_refused else bundle,
        "fault": said(bundle.code) if isinstance(bundle, Problem) else "",
        "files": FILES,
        "year": visit.parts.today().year,
        "profiles": PROFILES,
    }
    return Shown(template="audit/bundles.html", values=values)


def _sizes(typed: str) -> str:
    """Return sizes as the operation takes them, however they were separated."""
    for separator in "，、;； ":
        typed = typed.replace(separator, ",")
    return ",".join(part for part in typed.split(",") if part)


file_page("/bundles/{bundle_id}", "readBundle", action="evidence.read", section=_SECTION)
file_page("/exports", "exportBooks", action="evidence.read", section=_SECTION)
