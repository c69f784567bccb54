"""A step of a case: a body whose fields carry the names of the command's, its personal parts sealed on the way."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from domain.command import Command
from services.commands.charging import charged
from services.http.asking import Answer, Asking
from services.http.fields import Body
from services.http.people import seals
from services.http.writing import Written, carry_out

FAULTS_OF_CHARGES = (
    "budget.none_approved",
    "budget.line_missing",
    "budget.line_exceeded",
    "budget.settled",
)
"""What paying somebody may be refused with where a rule of budget control is in force."""

_C = TypeVar("_C", bound=Command)


async def command_of(
    asking: Asking,
    kind: type[_C],
    body: Body,
    *,
    about: UUID | None = None,
    **given: Any,  # noqa: ANN401 # the rest of the command's fields
) -> _C:
    """Return the command a body asks for; every body inside it is sealed for the person it is about.

    What the command has no field for only names it, such as the number its id is made of.
    """
    asked = [name for name in body.__struct_fields__ if name in kind.__struct_fields__]
    values = {name: getattr(body, name) for name in asked}
    personal = {name: value for name, value in values.items() if isinstance(value, Body)}
    if personal and about is not None:
        to = await seals(asking, about)
        values |= {name: to.struct(about, "file", name, value) for name, value in personal.items()}
    return kind(**{**values, **given})


async def take(
    asking: Asking,
    commands: Sequence[Command],
    body: Body,
    stream_id: UUID,
    *,
    kind: type[Written],
    ids: Mapping[str, UUID],
    is_new: bool = False,
) -> Answer:
    """Carry out a step of an existing case (If-Match), or the first of a new one, with what it charges."""
    commands = await charged(asking.parts.desk, asking.tenant_id, commands)
    expected = asking.if_named(stream_id) if is_new else asking.matching(stream_id)
    return await carry_out(
        asking,
        commands,
        stream_id,
        expected=expected,
        fields=frozenset(body.__struct_fields__),
        ids=ids,
        kind=kind,
    )
