"""The first weeks of the year after: what waited is decided, and memberships take their course."""

from datetime import date

from domain.aid_case.commands import ApproveAid, PayAid
from domain.ids import MemberId
from domain.member.commands import (
    AnnounceWithdrawal,
    DecideExpulsion,
    FileExpulsion,
    ProposeExpulsion,
    RejectApplication,
    RequestWithdrawal,
    RetainMembership,
)
from services.commands.transferring import Acceptance, Moving, Transferring
from services.demonstration.hardship import (
    aid_case_of,
    case_no_of,
    household_of,
    householder_of,
)
from services.demonstration.people import active_members, id_number
from services.demonstration.telling import ACTOR, Storyteller
from services.reads.directory import UnitListed


async def pay_aid(unit: Storyteller, year: int, amount_fen: int) -> None:
    """Approve the aid that waited and pay it to the person's own account."""
    who = await householder_of(unit, year)
    signing = unit.officers
    await unit.tell(
        "aid paid",
        lambda seal: [
            ApproveAid(
                occurred_on=date(year + 1, 1, 8),
                aid_case_id=aid_case_of(unit),
                case_no=case_no_of(unit, year),
                household_id=household_of(unit),
                beneficiary_id=who,
                category="medical_aid",
                fund_source="central_fiscal",
                amount_fen=amount_fen,
                handler_id=signing["handler"],
                reviewer_id=signing["reviewer"],
                approver_id=signing["approver"],
                decision_no=f"会〔{year + 1}〕1号",
            ),
            PayAid(
                occurred_on=date(year + 1, 1, 15),
                aid_case_id=aid_case_of(unit),
                recipient_id=who,
                amount_fen=amount_fen,
                method="transfer",
                payee=seal(
                    who,
                    "books",
                    "payee",
                    {"bank_name": "演示银行", "bank_account": "6200000000000000", "mobile": ""},
                ),
                cashier_id=signing["cashier"],
            ),
        ],
        about=[who],
    )


async def decide_memberships(unit: Storyteller, year: int) -> None:
    """Turn an application down, retain a membership, and let a member go who asked to."""
    members = await active_members(unit, date(year, 12, 31))
    applicant = MemberId((await unit.meet("id_number", [id_number(unit.serial)])).popitem()[1])
    await unit.tell(
        "memberships",
        [
            RejectApplication(
                occurred_on=date(year + 1, 1, 12),
                member_id=applicant,
                reason="不以工资收入为主要生活来源",
            ),
            RetainMembership(
                occurred_on=date(year + 1, 1, 20),
                member_id=members[0],
                cause="retired",
                decision_no=f"会〔{year + 1}〕2号",
            ),
            RequestWithdrawal(occurred_on=date(year + 1, 1, 22), member_id=members[1]),
            AnnounceWithdrawal(
                occurred_on=date(year + 1, 2, 5),
                member_id=members[1],
                decision_no=f"会〔{year + 1}〕3号",
                request_on_paper=False,
            ),
        ],
    )


async def expel(unit: Storyteller, year: int) -> None:
    """Let a group propose, the committee decide, and the county file an expulsion (章程 art. 7)."""
    who = (await active_members(unit, date(year, 12, 31)))[-2]
    await unit.tell(
        "expulsion",
        [
            ProposeExpulsion(
                occurred_on=date(year + 1, 1, 13),
                member_id=who,
                proposed_by=unit.officers["group_leader"],
            ),
            DecideExpulsion(
                occurred_on=date(year + 1, 2, 6),
                member_id=who,
                decision_no=f"会〔{year + 1}〕7号",
                decided_by=unit.officers["chairperson"],
            ),
            FileExpulsion(
                occurred_on=date(year + 1, 2, 20), member_id=who, filing_no=f"备〔{year + 1}〕3号"
            ),
        ],
    )


async def accept_transfer(
    old: Storyteller, new: UnitListed, member_id: MemberId, year: int
) -> None:
    """Let the new union take in the member whose transfer was under way."""
    books = old.books
    moving = Moving(
        transfer_id=old.id_of("transfer", "1"),
        old_union_id=old.union_id,
        new_union_id=new.unit_id,
        member_id=member_id,
    )
    acceptance = Acceptance(
        occurred_on=date(year + 1, 2, 10),
        actor=ACTOR,
        request=b"story: accept transfer",
        decision_no=f"会〔{year + 1}〕4号",
    )
    await Transferring(books.log, books.vault, books.desk).accept(moving, acceptance)
