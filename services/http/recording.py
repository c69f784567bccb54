"""What is put on record before it is answered: if the log cannot be told, nothing is shown."""

from domain.command import Command
from services.commands import Asked
from services.errors import StoreError
from services.http.asking import Asking
from services.http.problems import Problem
from services.identifiers import new_id


async def put_on_record(asking: Asking, command: Command) -> None:
    """Carry out a command about a read, under an id of its own; raises Problem when it is not on record."""
    asked = Asked(
        union_id=asking.tenant_id,
        command_id=new_id(),
        actor=asking.login.actor,
        request=asking.fingerprint,
        groups=[[command]],
    )
    try:
        outcome = await asking.parts.desk.carry_out(asked)
    except StoreError:
        raise Problem("access.read_not_recorded") from None
    if outcome.receipt is None:
        raise Problem(outcome.refused[0].refused.code)
