"""Unions with members on their books, made through the desk like any other."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.actor import Actor
from domain.command import Command
from domain.dues.commands import DeclareWageBase
from domain.ids import MemberId
from domain.member.commands import RegisterMember
from domain.union.commands import AdoptPolicy, RegisterUnion
from services.commands import Asked
from services.identifiers import new_id
from services.keys import Sealer
from services.policies import presets
from services.wiring import Wired
from tests.benchmarks.dues import ACTOR, JOINED

_ACTOR = Actor(actor_id=ACTOR, role="operator")
_FOUNDED = date(2010, 1, 4)


async def found_union(books: Wired) -> UUID:
    """Found a union that has adopted the national policies."""
    union_id = new_id()
    await books.desk.found(union_id, b"{}")
    adopt = [
        AdoptPolicy(
            occurred_on=_FOUNDED,
            policy=preset.policy,
            valid_from=preset.valid_from,
            document_no=preset.document_no,
        )
        for preset in presets()
    ]
    register = RegisterUnion(occurred_on=_FOUNDED, code=union_id.hex[-8:], name="基准工会")
    await _carry_out(books, union_id, new_id(), [[register, *adopt]])
    return union_id


async def found_with_members(books: Wired, count: int) -> tuple[UUID, list[MemberId]]:
    """Found a union whose members are registered and have declared a wage."""
    union_id = await found_union(books)
    numbers = [f"{serial:018d}" for serial in range(count)]
    enrolled = await books.vault.enrol(union_id, "id_number", numbers)
    members = [MemberId(enrolled[number]) for number in numbers]
    command_id = new_id()
    sealer = await books.vault.sealer(union_id, command_id, members)
    groups = [_registered(sealer, member_id, ordinal) for ordinal, member_id in enumerate(members)]
    await _carry_out(books, union_id, command_id, groups)
    return union_id, members


def _registered(sealer: Sealer, member_id: MemberId, ordinal: int) -> list[Command]:
    identity = {"name": "张三丰", "id_number": f"{ordinal:018d}"}
    profile = {"mobile": "19900000000", "department": "办公室", "gender": "女"}
    wage = {"wage_fen": "523860"}
    return [
        RegisterMember(
            occurred_on=_FOUNDED,
            member_id=member_id,
            identity=sealer.seal(
                member_id, "books", field="identity", ordinal=ordinal, fields=identity
            ),
            profile=sealer.seal(
                member_id, "file", field="profile", ordinal=ordinal, fields=profile
            ),
            joined_on=JOINED,
        ),
        DeclareWageBase(
            occurred_on=JOINED,
            member_id=member_id,
            from_month="2020-01",
            wage_fen=523860,
            wage=sealer.seal(member_id, "file", field="wage", ordinal=ordinal, fields=wage),
        ),
    ]


async def _carry_out(
    books: Wired, union_id: UUID, command_id: UUID, groups: Sequence[Sequence[Command]]
) -> None:
    outcome = await books.desk.carry_out(
        Asked(
            union_id=union_id,
            command_id=command_id,
            actor=_ACTOR,
            request=command_id.bytes,
            groups=groups,
        )
    )
    if outcome.receipt is None or not await books.runner.shows(
        union_id, outcome.receipt.last_position, wait_seconds=60
    ):
        raise AssertionError(f"setting up failed: {outcome.refused[:1]}")
