"""A hardship household of the story: from the application to the file, its pairing, visits, and aid that waits.

Steps and their order: domain.md 5.3. The county's steps are signed by the county's officers, in the unit's log.
"""

from datetime import date
from uuid import UUID

from domain.aid_case.commands import RequestAid, ReviewAid
from domain.household.commands import (
    ApplyForHardship,
    ApproveHardship,
    ClosePublicNotice,
    OpenHouseholdFile,
    PostPublicNotice,
    RecordHomeVisit,
    ReturnEconomicCheck,
    ReviewApplication,
)
from domain.ids import AidCaseId, HouseholdId, MemberId, PairingId, VisitId
from domain.pairing.commands import ReviewPairing, StartPairing
from domain.policy.hardship import Figures
from domain.visit.commands import RecordFollowUp, RecordVisit
from services.demonstration.people import members_throughout
from services.demonstration.telling import Storyteller
from services.demonstration.vouchers import paper
from services.reads import Scope

_FILES_MOST = 10_000
FIGURES = Figures(income_year_fen=3_600_000, rigid_year_fen=2_400_000, family_size=4)


def household_of(unit: Storyteller) -> HouseholdId:
    """Return the household the story is about in a unit."""
    return HouseholdId(unit.id_of("household", "1"))


async def householder_of(unit: Storyteller, year: int) -> MemberId:
    """Return the member it is about: the first who stays all year for whom the workbooks have no file."""
    scope = Scope(union_id=unit.union_id, as_of=date(year, 12, 31))
    page = await unit.books.ledgers.households(scope, limit=_FILES_MOST)
    known = {row.householder_id for row in page.rows if row.household_id != household_of(unit)}
    staying = await members_throughout(unit, date(year, 3, 1), date(year, 12, 31))
    return next(who for who in staying if who not in known)


async def open_file(county: Storyteller, unit: Storyteller, year: int) -> None:
    """Take a household from the application to the file, each step by those who may."""
    own, who = household_of(unit), await householder_of(unit, year)
    signing, above = unit.officers, county.officers
    evidence = (paper("困难申请书"), paper("家庭成员收入证明"))
    await unit.tell(
        "household",
        lambda seal: [
            ApplyForHardship(
                occurred_on=date(year, 3, 2),
                household_id=own,
                householder_id=who,
                applied_by="person",
                handler_id=signing["handler"],
                evidence=evidence,
                circumstances=seal(
                    who,
                    "file",
                    "circumstances",
                    {"cause": "家属大病", "family_size": "4", "monthly_income_fen": "75000"},
                ),
            ),
            ReviewApplication(
                occurred_on=date(year, 3, 4),
                household_id=own,
                outcome="passed",
                reviewer_id=signing["reviewer"],
            ),
            RecordHomeVisit(
                occurred_on=date(year, 3, 9),
                household_id=own,
                visitor_ids=(signing["handler"], signing["group_leader"]),
                authorised=True,
                evidence=evidence,
                findings=seal(who, "file", "findings", {"situation": "与申请相符"}),
            ),
            ReturnEconomicCheck(
                occurred_on=date(year, 3, 16),
                household_id=own,
                checker_id=above["reviewer"],
                document_no=f"核〔{year}〕31号",
                findings=seal(who, "file", "findings", {"situation": "未发现房产、车辆、经商办企"}),
                figures=FIGURES,
            ),
            PostPublicNotice(
                occurred_on=date(year, 3, 18),
                household_id=own,
                place="unit",
                hardship_class="deep",
                handler_id=signing["handler"],
                evidence=(paper("公示单"),),
            ),
            ClosePublicNotice(
                occurred_on=date(year, 3, 27), household_id=own, handler_id=signing["handler"]
            ),
            ApproveHardship(
                occurred_on=date(year, 4, 8),
                household_id=own,
                hardship_class="deep",
                approver_id=above["approver"],
                decision_no=f"青工帮〔{year}〕4号",
            ),
            OpenHouseholdFile(
                occurred_on=date(year, 4, 10),
                household_id=own,
                file_no=f"YS{year}-{unit.union_id.hex[:4]}",
                householder_id=who,
                hardship_class="deep",
                circumstances=seal(
                    who,
                    "file",
                    "circumstances",
                    {"cause": "家属大病", "family_size": "4", "monthly_income_fen": "75000"},
                ),
            ),
        ],
        about=[who],
    )


async def pair_and_visit(unit: Storyteller, year: int) -> None:
    """Pair a cadre with the household, visit it, and look back at the quarter's end."""
    own, who = household_of(unit), await householder_of(unit, year)
    pairing_id = PairingId(unit.id_of("pairing", "1"))
    cadre = unit.officers["chairperson"]
    visit_id = VisitId(unit.id_of("visit", "1"))
    await unit.tell(
        "pairing",
        lambda seal: [
            StartPairing(
                occurred_on=date(year, 4, 15),
                pairing_id=pairing_id,
                cadre_id=cadre,
                household_id=own,
                target=seal(
                    who,
                    "file",
                    "target",
                    {"target": "年底前家庭人均收入高于低保线", "measures": "介绍就业"},
                ),
                due_on=date(year, 12, 31),
            ),
            RecordVisit(
                occurred_on=date(year, 5, 8),
                visit_id=visit_id,
                member_id=who,
                occasion="hospitalised",
                happened_on=date(year, 5, 5),
                reported_on=date(year, 5, 6),
                visitor_ids=(cadre, unit.officers["group_leader"]),
                details=seal(
                    who, "file", "details", {"situation": "家属住院", "appeal": "申请医疗救助"}
                ),
                household_id=own,
                pairing_id=pairing_id,
            ),
            RecordFollowUp(
                occurred_on=date(year, 5, 20),
                visit_id=visit_id,
                result="referred",
                officer_id=unit.officers["handler"],
                details=seal(who, "file", "details", {"situation": "已转医疗救助"}),
            ),
            ReviewPairing(
                occurred_on=date(year, 9, 28),
                pairing_id=pairing_id,
                progress="on_the_way",
                reviewer_id=unit.officers["reviewer"],
                details=seal(who, "file", "details", {"situation": "配偶已就业"}),
            ),
        ],
        about=[who],
    )


def aid_case_of(unit: Storyteller) -> AidCaseId:
    """Return the aid case the story is about in a unit."""
    return AidCaseId(unit.id_of("aid_case", "1"))


def case_no_of(unit: Storyteller, year: int) -> str:
    """Return the number of that case."""
    return f"YSBF{year}-{unit.union_id.hex[:4]}"


async def request_aid(unit: Storyteller, year: int, amount_fen: int) -> None:
    """Ask for medical aid; at the year's end it is reviewed and waits for the approval."""
    who = await householder_of(unit, year)
    case: UUID = aid_case_of(unit)
    await unit.tell(
        "aid request",
        [
            RequestAid(
                occurred_on=date(year, 12, 7),
                aid_case_id=AidCaseId(case),
                case_no=case_no_of(unit, year),
                household_id=household_of(unit),
                beneficiary_id=who,
                category="medical_aid",
                fund_source="central_fiscal",
                amount_fen=amount_fen,
                handler_id=unit.officers["handler"],
                evidence=(paper("住院结算单"),),
            ),
            ReviewAid(
                occurred_on=date(year, 12, 10),
                aid_case_id=AidCaseId(case),
                outcome="supported",
                reviewer_id=unit.officers["reviewer"],
            ),
        ],
    )
