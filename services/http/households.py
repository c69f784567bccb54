"""困难职工档案: the steps of a hardship file that the union takes (domain.md 5.3), and the file itself."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID, uuid5

from msgspec import Meta

from domain.aid import HardshipClass
from domain.attachment import Attachment
from domain.household import aggregate as household
from domain.household import commands as ask
from domain.household.state import Stage
from domain.ids import HouseholdId, MemberId, OfficerId
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, Code
from services.http.hardship_form import HardshipForm
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem
from services.http.steps import command_of, take
from services.http.writing import Written
from services.reads.households import HouseholdRow, HouseholdStepRow

_UNION = "/v1/unions/{union_id}"
_HOUSEHOLD = f"{_UNION}/households/{{household_id}}"
_OFFICER = "01959000-0000-7000-8000-000000000009"
FILE_NO = Code
Evidence = Annotated[tuple[Attachment, ...], Meta(max_length=50)]
PAPER = {"sha256": "0" * 63 + "1", "byte_count": 20480, "media_type": "image/jpeg"}
STEP_REFUSALS = (
    "household.before_the_last_step",
    "household.office_not_held",
    "household.duties_not_separated",
)


class HouseholdWritten(Written, frozen=True, kw_only=True):
    household_id: UUID


class HouseholdFile(Body, frozen=True, kw_only=True):
    """`occurred_on` is the 建档日期. Without an application a paper file is taken over (补登)."""

    occurred_on: date
    file_no: FILE_NO
    householder_id: MemberId
    hardship_class: HardshipClass | None = None
    circumstances: HardshipForm = HardshipForm()


class Application(Body, frozen=True, kw_only=True):
    """`file_no` is the number the file will have; it names the case from here on."""

    occurred_on: date
    file_no: FILE_NO
    householder_id: MemberId
    applied_by: Literal["person", "union"]
    handler_id: OfficerId
    evidence: Evidence
    circumstances: HardshipForm = HardshipForm()


class HouseholdsQuery(ListQuery, frozen=True, kw_only=True):
    """`stage`: the last step of the life cycle on the date."""

    stage: Stage | None = None
    hardship_class: HardshipClass | None = None


class HouseholdView(Answered, frozen=True, kw_only=True):
    """One household and every step; `version` is what If-Match asks for."""

    position: int
    version: int
    household: HouseholdRow
    steps: list[HouseholdStepRow]


@operation(
    "POST",
    f"{_UNION}/households",
    "openHouseholdFile",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    status=201,
    refusals=(
        "household.file_already_open",
        "household.file_closed",
        "household.file_of_another",
        "household.not_approved",
        "household.class_not_approved",
        "household.before_the_last_step",
        "household.member_unknown",
        "member.unknown",
        "store.claim_taken",
    ),
    example={
        "occurred_on": "2026-02-01",
        "file_no": "KN-2026-001",
        "householder_id": "01959000-0000-7000-8000-000000000002",
        "hardship_class": "deep",
        "circumstances": {"cause": "本人大病", "family_size": 3, "monthly_income_fen": 80000},
    },
)
async def open_household_file(asking: Asking, body: HouseholdFile) -> Answer:
    """Open the hardship file of a household (建档): after its approval, or taken over from paper."""
    return await _begin(asking, ask.OpenHouseholdFile, body)


@operation(
    "POST",
    f"{_UNION}/households/apply",
    "applyForHardship",
    tag="aid",
    policy=may("aid.request"),
    answer=HouseholdWritten,
    writes=True,
    status=201,
    refusals=(
        *STEP_REFUSALS,
        "household.already_applied",
        "household.evidence_missing",
        "household.file_already_open",
        "household.file_of_another",
        "household.not_a_member_then",
        "household.not_relapsed",
        "member.unknown",
    ),
    example={
        "occurred_on": "2026-01-10",
        "file_no": "KN-2026-002",
        "householder_id": "01959000-0000-7000-8000-000000000002",
        "applied_by": "person",
        "handler_id": _OFFICER,
        "evidence": [PAPER],
        "circumstances": {"cause": "本人大病", "family_size": 3},
    },
)
async def apply_for_hardship(asking: Asking, body: Application) -> Answer:
    """Step 1 (申请): the household's application, in its own words and with its papers."""
    return await _begin(asking, ask.ApplyForHardship, body)


async def _begin(
    asking: Asking,
    kind: type[ask.OpenHouseholdFile | ask.ApplyForHardship],
    body: HouseholdFile | Application,
) -> Answer:
    household_id = uuid5(asking.tenant_id, f"household:{body.file_no}")
    command = await command_of(
        asking, kind, body, about=body.householder_id, household_id=HouseholdId(household_id)
    )
    ids = {"household_id": household_id}
    return await take(
        asking, [command], body, household_id, kind=HouseholdWritten, ids=ids, is_new=True
    )


async def step(
    asking: Asking,
    kind: type[ask.HouseholdCommand],
    body: Body,
    household_id: UUID,
    **given: Any,  # noqa: ANN401 # the rest of the command's fields
) -> Answer:
    """Take a step of a file; what is personal in it is sealed for the householder."""
    states = await asking.parts.desk.read_states(asking.tenant_id, [household_id])
    known = states.of(household_id, household.State)
    about = known.householder_id or known.applicant_id
    if about is None:
        raise Problem("request.path_unknown")
    command = await command_of(asking, kind, body, about=about, household_id=household_id, **given)
    ids = {"household_id": household_id}
    return await take(asking, [command], body, household_id, kind=HouseholdWritten, ids=ids)


@operation(
    "GET",
    f"{_UNION}/households",
    "listHouseholds",
    tag="aid",
    policy=may("aid.read"),
    answer=Rows[HouseholdRow],
    refusals=("request.cursor_invalid",),
)
async def list_households(asking: Asking, query: HouseholdsQuery) -> Answer:
    """困难职工档案, also those on the way to one."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.households(
        scope,
        limit=query.limit,
        after=after,
        stage=query.stage,
        hardship_class=query.hardship_class,
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    _HOUSEHOLD,
    "readHousehold",
    tag="aid",
    policy=may("aid.read"),
    answer=HouseholdView,
    refusals=("request.path_unknown",),
)
async def read_household(asking: Asking, household_id: UUID, query: ReadQuery) -> Answer:
    """One household and every step of its file."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    page = await ledgers.households(scope, limit=1, household_id=household_id)
    if not page.rows:
        raise Problem("request.path_unknown")
    steps = await ledgers.household_steps(scope, household_id)
    version = await asking.version_of(household_id)
    view = HouseholdView(
        position=min(page.position, steps.position),
        version=version,
        household=page.rows[0],
        steps=steps.rows,
    )
    return Answer(body=view, headers=strong(version))
