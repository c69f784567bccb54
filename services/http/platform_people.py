"""What the platform's administrators do to accounts. They see ids and states, no data of anybody."""

from uuid import UUID

from domain.account.events import CloseReason, ResetReason
from domain.ids import AccountId
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Body
from services.http.operation import operation
from services.http.sessions import door

_ACCOUNT = "/v1/platform/accounts/{account_id}"


class Reset(Body, frozen=True, kw_only=True):
    reason: ResetReason


class Closing(Body, frozen=True, kw_only=True):
    reason: CloseReason


class AccountChanged(Answered, frozen=True, kw_only=True):
    account_id: UUID


@operation(
    "POST",
    f"{_ACCOUNT}/reset",
    "resetAccount",
    tag="platform",
    policy=may("platform.people"),
    answer=AccountChanged,
    writes=True,
    refusals=("access.account_unknown", "account.closed_already", "account.reset_by_oneself"),
    example={"reason": "second_factor_lost"},
)
async def reset_account(asking: Asking, account_id: UUID, body: Reset) -> Answer:
    """Take password, second factor and sessions away; every place has to give a new code before roles hold."""
    with door():
        await asking.parts.accounts.administration.reset(
            AccountId(account_id),
            body.reason,
            asking.login.actor,
            _by(asking),
            command_id=asking.command_id,
            request=asking.fingerprint,
        )
    return Answer(body=AccountChanged(account_id=account_id))


@operation(
    "POST",
    f"{_ACCOUNT}/close",
    "closeAccount",
    tag="platform",
    policy=may("platform.people"),
    answer=AccountChanged,
    writes=True,
    refusals=("access.account_unknown",),
    example={"reason": "left"},
)
async def close_account(asking: Asking, account_id: UUID, body: Closing) -> Answer:
    """Close an account: nothing opens anything with it."""
    with door():
        await asking.parts.accounts.administration.close(
            AccountId(account_id), body.reason, asking.login.actor, _by(asking)
        )
    return Answer(body=AccountChanged(account_id=account_id))


@operation(
    "POST",
    f"{_ACCOUNT}/reopen",
    "reopenAccount",
    tag="platform",
    policy=may("platform.people"),
    answer=AccountChanged,
    writes=True,
    refusals=("access.account_unknown", "account.reopened_by_oneself"),
)
async def reopen_account(asking: Asking, account_id: UUID) -> Answer:
    """Open a closed account again, under a new generation: its roles have to be accepted anew."""
    with door():
        await asking.parts.accounts.administration.reopen(
            AccountId(account_id), asking.login.actor, _by(asking)
        )
    return Answer(body=AccountChanged(account_id=account_id))


def _by(asking: Asking) -> AccountId | None:
    person = asking.login.person
    return None if person is None else person.account_id
