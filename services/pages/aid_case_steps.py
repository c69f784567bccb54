"""帮扶救助: a case asked for, reviewed, decided and paid, each step by somebody else."""

from typing import Any, Final

import msgspec

from domain.aid import HANDLING, PAYING, REVIEWING
from domain.officers import APPROVING
from services.pages.asked import signed, signing
from services.pages.forms import Choices
from services.pages.steps import Prepare, Prepared, step
from services.pages.visit import Visit
from services.words.forms import choice_text

_CASE: Final = "/unions/{union_id}/aid-cases/{aid_case_id}"
_LEADS: Final = "/aid-cases/{aid_case_id}"
_SECTION: Final = "aid"
_STEP: Final = "aid/aid_case_step.html"


async def open_files(visit: Visit) -> Choices:
    """Return the households that have a file, by number and masked name: 先建档、后帮扶."""
    rows: list[Any] = []
    cursor: str | None = None
    while True:
        page = await visit.read("listHouseholds", stage="open", limit=200, cursor=cursor)
        rows += page.rows
        if (cursor := page.next) is None:
            break
    return [(str(row.household_id), _called(row)) for row in rows]


def _called(row: Any) -> str:  # noqa: ANN401 # HouseholdRow
    held = choice_text("hardship_class", row.hardship_class) if row.hardship_class else "未定类别"
    return f"{row.file_no or '未编号'} {row.person.name or ''}（{held}）"


async def _requesting(visit: Visit) -> Prepared:
    """The householder is helped unless somebody else is named; only registered households can be chosen."""
    prepared = await signing(visit, {"handler_id": sorted(HANDLING)})
    files = await open_files(visit)
    chosen = visit.query.get("household_id", "")
    texts = dict(prepared.texts)
    if any(value == chosen for value, _ in files):
        seen = await visit.read("readHousehold", {"household_id": chosen})
        texts["beneficiary_id"] = [str(seen.household.householder_id)]
    return msgspec.structs.replace(
        prepared, texts=texts, choices={**prepared.choices, "household_id": files}
    )


def _checked(prepare: Prepare) -> Prepare:
    """Have the checks beside a step that decides."""

    async def prepared(visit: Visit) -> Prepared:
        made = await prepare(visit)
        checks = (await visit.read("readAidChecks")).checks
        return msgspec.structs.replace(made, values={**made.values, "checks": checks})

    return prepared


async def _paying(visit: Visit) -> Prepared:
    """To the beneficiary, what is left of what was approved."""
    row = (await visit.read("readPayableCase")).aid_case
    left = row.unpaid_fen
    return await signing(
        visit,
        {"cashier_id": sorted(PAYING)},
        texts={
            "recipient_id": [str(row.beneficiary_id)],
            "amount_fen": [f"{left // 100}.{left % 100:02d}"],
            "method": ["transfer"],
        },
        choices={"recipient_id": [(str(row.beneficiary_id), row.person.name or "受助人")]},
    )


step(
    "/unions/{union_id}/aid-requests",
    "requestAid",
    leads=_LEADS,
    section=_SECTION,
    prepare=_requesting,
)
step(
    f"{_CASE}/review",
    "reviewAid",
    about="readAidCase",
    leads=_LEADS,
    section=_SECTION,
    prepare=_checked(signed({"reviewer_id": sorted(REVIEWING)})),
    template=_STEP,
)
step(
    f"{_CASE}/approve",
    "approveAidRequest",
    about="readAidCase",
    leads=_LEADS,
    section=_SECTION,
    prepare=_checked(signed({"approver_id": sorted(APPROVING)})),
    template=_STEP,
)
step(
    f"{_CASE}/reject",
    "rejectAid",
    about="readAidCase",
    leads=_LEADS,
    section=_SECTION,
    prepare=_checked(signed({"approver_id": sorted(APPROVING)})),
    template=_STEP,
)
step(
    f"{_CASE}/cancel",
    "cancelAid",
    about="readAidCase",
    leads=_LEADS,
    section=_SECTION,
    prepare=_checked(signed({"handler_id": sorted(HANDLING)})),
    template=_STEP,
)
step(
    f"{_CASE}/payments",
    "payAid",
    about="readPayableCase",
    leads=_LEADS,
    section=_SECTION,
    prepare=_paying,
    template="aid/payment_step.html",
)
step(
    f"{_CASE}/payments/{{version}}/return",
    "returnAidPayment",
    about="readPayableCase",
    leads=_LEADS,
    section=_SECTION,
    template="aid/payment_step.html",
)
