"""A voucher drawn up, and written anew: lines on two sides, photographs of the papers, one form."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.attachment import Attachment
from services.http.problems import Problem, of_error
from services.http.voucher_lists import VoucherView
from services.pages.accounts import account_choices, chart_of, fund_choices
from services.pages.signers import own_signature, preferred
from services.pages.steps import Prepared, keep_paper, step
from services.pages.visit import Visit
from services.pages.voucher_lines import (
    TypedLine,
    document_lines,
    of_postings,
    totals_of,
    typed_in,
    with_blanks,
)
from services.pages.vouchers import SECTION, VOUCHER, VOUCHERS
from services.reads.books import AccountRow

_LEAST: Final = 4
_PAPER: Final = re.compile(r"[^|]*\|[0-9]{1,12}\|[^|]*")
_PARTS: Final = ("sha256", "byte_count", "media_type")
_OURS: Final = frozenset({"proposed", "attachments"})


async def prepare_draft(visit: Visit) -> Prepared:
    """Offer blank lines, or those that were sent."""
    chart = await chart_of(visit)
    handlers = await own_signature(visit)
    texts = {"handler_id": preferred(handlers)}
    return await _prepared(
        visit, chart, sent_lines(visit, chart), [], texts=texts, choices={"handler_id": handlers}
    )


async def prepare_revision(visit: Visit) -> Prepared:
    """Begin with the draft as it stands."""
    view: VoucherView = await visit.read("readVoucher")
    draft = view.voucher
    chart = await chart_of(visit)
    handlers = await own_signature(visit)
    texts = {
        "handler_id": preferred(handlers, str(draft.handler_id)),
        "details.summary": [draft.details.get("summary", "")],
        "details.counterparty": [draft.details.get("counterparty", "")],
    }
    is_sent = visit.request.method == "POST"
    lines = sent_lines(visit, chart) if is_sent else of_postings(draft.proposed, chart)
    known = [] if is_sent else [_named(paper) for paper in draft.attachments]
    return await _prepared(
        visit, chart, lines, known, texts=texts, choices={"handler_id": handlers}, view=view
    )


def sent_lines(visit: Visit, chart: Sequence[AccountRow]) -> list[TypedLine]:
    """Return the lines that were sent; a form just opened has none."""
    return typed_in(visit.posted, chart)


async def _prepared(
    visit: Visit,
    chart: Sequence[AccountRow],
    lines: Sequence[TypedLine],
    papers: list[dict[str, Any]],
    *,
    texts: Mapping[str, list[str]],
    choices: Mapping[str, Sequence[tuple[str, str]]],
    view: VoucherView | None = None,
) -> Prepared:
    """`papers` are those the draft has; those of the form come with it, the new ones are kept at once."""
    kept, problem = await _papers(visit)
    attached = [*papers, *kept]
    values = {
        "lines": with_blanks(lines, _LEAST),
        "totals": totals_of(lines),
        "accounts": account_choices([row for row in chart if row.posts]),
        "funds": await fund_choices(visit),
        "papers": [("|".join(str(one[part]) for part in _PARTS), one) for one in attached],
    }
    return Prepared(
        texts=texts,
        choices=choices,
        fixed={"proposed": document_lines(lines, chart), "attachments": attached},
        left_out=_OURS,
        version=None if view is None else view.version,
        position=None if view is None else view.position,
        about=view,
        values=values,
        problem=problem,
    )


async def _papers(visit: Visit) -> tuple[list[dict[str, Any]], Problem | None]:
    """Return the papers of a form: those it already held, and those just chosen. An error loses none of them."""
    found = [
        dict(zip(_PARTS, (digest, int(size), kind), strict=True))
        for digest, size, kind in (text.split("|") for text in _well_formed(visit))
    ]
    problem: Problem | None = None
    for file in visit.posted.files.get("papers", ()):
        try:
            kept = await keep_paper(visit, file)
        except Exception as error:  # a problem is shown with the form; anything else is raised
            problem = of_error(error)
            if problem is None:
                raise
            continue
        if kept not in found:
            found.append(kept)
    return found, problem


def _well_formed(visit: Visit) -> list[str]:
    texts = visit.posted.all("paper")
    return [text for text in texts if _PAPER.fullmatch(text)]


def _named(paper: Attachment) -> dict[str, Any]:
    return {part: getattr(paper, part) for part in _PARTS}


step(
    f"{VOUCHERS}/new",
    "draftVoucher",
    leads="/vouchers/{voucher_id}",
    section=SECTION,
    prepare=prepare_draft,
    template="books/voucher_form.html",
)
step(
    f"{VOUCHER}/revise",
    "reviseVoucher",
    about="readVoucher",
    leads="/vouchers/{voucher_id}",
    section=SECTION,
    prepare=prepare_revision,
    template="books/voucher_form.html",
)
