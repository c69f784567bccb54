"""Joins pay lists to cases: what a list pays, each of its cases pays in the same append, and what comes back too.

The list posts nothing; its cases do. So no money moves that is not a payment of an approved case (rule 13 of
domain.md), and list and cases cannot disagree.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from domain.aid_case import aggregate as aid_case
from domain.aid_case.commands import PayAid, ReturnAidPayment
from domain.command import Command
from domain.encoding import decode
from domain.ids import PayBatchId
from domain.pay_batch.commands import ExecutePayBatch, RecordFailedItem, RecordReturnedItem
from domain.pay_batch.events import PaymentBatchDrafted
from services.commands.desk import Desk
from services.commands.payees import Closed, sealed_anew
from services.keys import Vault
from services.store.contract import LogStore


class Drafted(NamedTuple):
    """A pay list as it was last drawn up, and the command its accounts are sealed for."""

    command_id: UUID
    event: PaymentBatchDrafted

    def payees(self) -> dict[UUID, Closed]:
        """Return the account of each line, by its case."""
        return {item.aid_case_id: Closed(self.command_id, item.payee) for item in self.event.items}


async def drafted_list(log: LogStore, union_id: UUID, pay_batch_id: UUID) -> Drafted | None:
    """Return a list as it stands, None when there is none."""
    found = None
    for event in (await log.read_streams(union_id, [pay_batch_id])).events:
        if event.topic == PaymentBatchDrafted.TOPIC:
            told = decode(event.topic, event.schema_version, event.body)
            if isinstance(told, PaymentBatchDrafted):
                found = Drafted(event.command_id, told)
    return found


async def payments_of(
    log: LogStore, vault: Vault, union_id: UUID, command_id: UUID, command: ExecutePayBatch
) -> Sequence[Command]:
    """Return the payment of a list with the payment of each of its cases, to be carried out together."""
    drafted = await drafted_list(log, union_id, command.pay_batch_id)
    if drafted is None:
        return [command]
    payees = await sealed_anew(vault, union_id, command_id, drafted.payees())
    batch = drafted.event
    return [
        command,
        *(
            PayAid(
                occurred_on=command.occurred_on,
                aid_case_id=item.aid_case_id,
                recipient_id=item.recipient_id,
                amount_fen=item.amount_fen,
                method=batch.method,
                payee=payees[item.aid_case_id],
                category=batch.category,
                fund_source=batch.fund_source,
                cashier_id=command.cashier_id,
                payee_is_recipient=item.exception_document_no is None,
                exception_document_no=item.exception_document_no,
                pay_batch_id=command.pay_batch_id,
            )
            for item in batch.items
        ),
    ]


async def with_return(
    desk: Desk, union_id: UUID, command: RecordFailedItem | RecordReturnedItem
) -> Sequence[Command]:
    """Return what a line that was not paid after all means for list and case, to be carried out together."""
    states = await desk.read_states(union_id, [command.aid_case_id])
    case = states.of(command.aid_case_id, aid_case.State)
    version = _payment_of(case, command.pay_batch_id)
    if version is None:
        return [command]
    returned = ReturnAidPayment(
        occurred_on=command.occurred_on,
        aid_case_id=command.aid_case_id,
        returned_version=version,
        reason=command.reason,
    )
    return [command, returned]


def _payment_of(case: aid_case.State, pay_batch_id: PayBatchId) -> int | None:
    return next(
        (
            version
            for version, payment in case.payments.items()
            if payment.pay_batch_id == pay_batch_id
        ),
        None,
    )
