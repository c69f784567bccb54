"""Who reads a union's books under an engagement: an auditor of the county by account, anybody else by a key.

Nobody audits a unit without one (assurance 11: with a case number, time-boxed): a key of a federation's auditors
reads the federation's own roll-ups and no unit's books. A person names the engagement in the header
`Audit-Engagement`; every read under it is in the log, whoever reads.
"""

from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.engagement import commands as ask
from domain.engagement.events import AccessHolder, OrderedBy
from domain.ids import OfficerId
from services.accounts.names import login_name
from services.auth import KeyIdTaken, access_id_of, derived_key_id
from services.clock import CHINA
from services.http import engagement_form as form
from services.http.asking import Answer, Asking
from services.http.fields import Body
from services.http.problems import Fault, Problem

LoginName = Annotated[str, Meta(min_length=1, max_length=64, description="登录名")]
_DAY_AFTER = timedelta(days=1)

OF_GRANTS = (
    *form.REFUSALS,
    "engagement.access_id_taken",
    "engagement.access_too_long",
    "engagement.access_ends_before_it_begins",
    "access.key_already_issued",
    "access.account_unknown",
)
OF_REVOKING = (*form.REFUSALS, "engagement.no_such_access", "engagement.access_revoked_already")
GRANT_EXAMPLE = {**form.SIGNED_EXAMPLE, "holder": "audit_firm", "until": "2026-03-31"}


class AccessGiven(form.EngagementWritten, frozen=True, kw_only=True):
    """What reads this union's books until the end of the day `until`: a key, shown this once, or a person.

    The person names the engagement in the header `Audit-Engagement`; `api_key` is None.
    """

    access_id: str
    api_key: str | None
    until: date


class AccessGrant(Body, frozen=True, kw_only=True):
    """For whoever audits: a person's account (`account_login`), else a key. `until` is the last day."""

    occurred_on: date
    officer_id: OfficerId
    holder: AccessHolder
    until: date
    account_login: LoginName | None = None


async def grant(asking: Asking, body: AccessGrant, engagement_id: UUID, by: OrderedBy) -> Answer:
    """Let a person or a key read under the engagement."""
    if body.account_login is None:
        return await _grant_key(asking, body, engagement_id, by)
    access_id = await _auditors_access(asking, body.account_login)
    written = await form.step(asking, ask.GrantAccess, body, engagement_id, by, access_id=access_id)
    return _given(written, access_id, None, body.until)


async def _auditors_access(asking: Asking, login: str) -> str:
    """Return the access id of an auditor of the county; whoever is none is as unknown as nobody's name."""
    accounts, name = asking.parts.accounts, login_name(login)
    account_id = None if name is None else await accounts.appointments.account_of(name)
    federation_id = (await asking.parts.desk.read_union(asking.tenant_id)).federation_id
    if account_id is not None and federation_id is not None:
        generation = (await accounts.platform.account(account_id)).generation
        held = await accounts.standing.held(
            federation_id, account_id, generation, asking.parts.today()
        )
        if "county_auditor" in held.roles:
            return access_id_of(account_id)
    raise Problem(
        "access.account_unknown", faults=[Fault("#/account_login", "access.account_unknown")]
    )


async def _grant_key(
    asking: Asking, body: AccessGrant, engagement_id: UUID, by: OrderedBy
) -> Answer:
    """Record the grant, then make the key it names: a repeat of a request cut short in between makes it.

    A key that was cut down to some actions makes none: it would read what it was not issued for.
    """
    if asking.login.scopes is not None:
        raise Problem("access.forbidden")
    access_id = derived_key_id(asking.login.key_id.encode() + asking.command_id.bytes)
    written = await form.step(asking, ask.GrantAccess, body, engagement_id, by, access_id=access_id)
    ends_at = datetime.combine(body.until + _DAY_AFTER, time.min, CHINA)
    try:
        issued = await asking.parts.keys.issue_key(
            role="auditor",
            label=f"engagement:{body.holder}",
            union_id=asking.tenant_id,
            valid_for=ends_at - asking.parts.now(),
            key_id=access_id,
            engagement_id=engagement_id,
        )
    except KeyIdTaken:
        raise Problem("access.key_already_issued") from None
    return _given(written, access_id, issued.text, body.until)


def _given(written: Answer, access_id: str, api_key: str | None, until: date) -> Answer:
    receipt: form.EngagementWritten = written.body
    given = AccessGiven(
        **{name: getattr(receipt, name) for name in receipt.__struct_fields__},
        access_id=access_id,
        api_key=api_key,
        until=until,
    )
    return Answer(body=given, headers=written.headers)


async def revoke(
    asking: Asking, body: form.Signed, engagement_id: UUID, access_id: str, by: OrderedBy
) -> Answer:
    """Revoke an access: from its event on nothing is read under it, and its key is no longer known."""
    written = await form.step(
        asking, ask.RevokeAccess, body, engagement_id, by, access_id=access_id
    )
    await asking.parts.keys.revoke_key(access_id)
    return written
