"""The county at work on a unit: which unit, and its decision in the unit's own log.

A decision of the county about a unit's case is a fact of the unit's log, written with the county's key under
`/v1/federations/{federation_id}/units/{unit_id}/…`.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

import msgspec

from domain.command import Command
from domain.federation import aggregate as federation
from domain.ids import UnionId
from services.commands import Asked
from services.errors import PeriodIsClosed
from services.http.asking import Answer, Asking, strong
from services.http.problems import Problem, of_refusal
from services.http.writing import Stored, Written, carry_out, store

UNIT_OF_COUNTY = "/v1/federations/{federation_id}/units/{unit_id}"


class WrittenInBoth(Written, frozen=True, kw_only=True):
    """The receipt of the unit's log, and that of the federation's log for the same fact."""

    unit_id: UUID
    federation: Written


async def county_of(asking: Asking) -> federation.State:
    """Return the federation of the path as decisions know it; 404 for what is none."""
    states = await asking.parts.desk.read_states(asking.tenant_id, [asking.tenant_id])
    state = states.of(asking.tenant_id, federation.State)
    if not state.registered:
        raise Problem("federation.unknown")
    return state


async def in_unit(asking: Asking, unit_id: UUID) -> Asking:
    """Return the same request as one about the unit's own log; 404 unless it is the federation's unit."""
    if UnionId(unit_id) not in (await county_of(asking)).units:
        raise Problem("federation.unit_unknown")
    return msgspec.structs.replace(asking, tenant_id=unit_id)


async def decide_in_unit(
    asking: Asking,
    unit_id: UUID,
    commands: Sequence[Command],
    stream_id: UUID,
    *,
    fields: frozenset[str] = frozenset(),
    ids: Mapping[str, UUID] | None = None,
    kind: type[Written] = Written,
) -> Answer:
    """Carry out the county's decision about a case of a unit; If-Match is the case's version there."""
    there = await in_unit(asking, unit_id)
    return await carry_out(
        there,
        commands,
        stream_id,
        expected=there.matching(stream_id),
        fields=fields,
        ids=ids,
        kind=kind,
    )


async def decide_in_both(
    asking: Asking,
    unit_id: UUID,
    ours: Command,
    theirs: Command,
    *,
    fields: frozenset[str],
) -> Answer:
    """Record one fact in two logs: the federation decides, the unit's log follows.

    They cannot be written at once; whoever repeats the request after a crash in between has the rest done,
    and nothing twice.
    """
    await in_unit(asking, unit_id)
    command_id = uuid5(asking.command_id, "union")
    await _rehearse(asking, unit_id, command_id, theirs, fields)
    of_federation = await store(asking, [[ours]], expected={}, fields=fields)
    of_unit = await store(
        asking, [[theirs]], expected={}, fields=fields, union_id=unit_id, command_id=command_id
    )
    return answer_of_both(asking, unit_id, of_federation, of_unit)


async def _rehearse(
    asking: Asking, unit_id: UUID, command_id: UUID, theirs: Command, fields: frozenset[str]
) -> None:
    """What the unit's log would refuse must not stand in the federation's."""
    asked = Asked(
        union_id=unit_id,
        command_id=command_id,
        actor=asking.login.actor,
        request=asking.fingerprint,
        groups=[[theirs]],
        dry_run=True,
    )
    outcome = await asking.parts.desk.carry_out(asked)
    if outcome.refused:
        raise of_refusal(outcome.refused[0].refused, fields)
    closed_until = (await asking.parts.log.head(unit_id)).closed_until
    if outcome.receipt is None and closed_until and theirs.occurred_on <= closed_until:
        raise PeriodIsClosed(closed_until)


def answer_of_both(asking: Asking, unit_id: UUID, of_federation: Stored, of_unit: Stored) -> Answer:
    """Answer with both receipts; it is a repeat only if both are."""
    answered = WrittenInBoth(
        **of_unit.of(unit_id),  # type: ignore[arg-type] # one dict, many types
        unit_id=unit_id,
        federation=Written(**of_federation.of(asking.tenant_id)),  # type: ignore[arg-type] # the same
    )
    headers = of_federation.headers | of_unit.headers | strong(answered.version)
    if "Idempotency-Hit" not in of_unit.headers:
        headers.pop("Idempotency-Hit", None)
    return Answer(body=answered, headers=headers)
