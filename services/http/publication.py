"""On what a public notice rests, and whose name it may show (PIPL art. 25: none without the person's own consent).

Once a union has published what it tells people about 公示 (a privacy notice of the kind `publication`), whoever has
not agreed to the version in force is shown without a name. A union that has asked nobody yet rests its notices on
the rule that orders them, and the sheet names it.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.ids import UnionId, privacy_notice_stream
from domain.member.state import State as Member
from domain.policy.audit import AuditPolicy
from domain.policy.hardship import HardshipPolicy
from domain.policy.in_force import policy_in_force
from domain.privacy_notice.aggregate import State as PrivacyNotices
from services.http.asking import Asking
from services.http.fields import Answered
from services.reads import Scope
from services.reads.masking import hidden


class NoticeBasis(Answered, frozen=True, kw_only=True):
    """The rule that orders the notice, and the version of the privacy notice people agreed to, None: not asked.

    `unnamed`: lines without a name, of people who did not agree.
    """

    policy_id: str | None
    policy_version: int | None
    document_no: str | None
    notice_version: str | None
    unnamed: int


class Publication:
    """Who agreed to be named in public, and what a notice may tell besides."""

    def __init__(
        self, version: str | None, agreed: frozenset[UUID], columns: tuple[str, ...] | None
    ) -> None:
        self.version = version
        self._agreed = agreed
        self._columns = columns

    def names(self, person_id: UUID | None) -> bool:
        """Tell whether somebody may be shown by the masked name."""
        return self.version is None or person_id in self._agreed

    def name(self, person_id: UUID | None, masked: str) -> str:
        """Return the name to show."""
        return masked if self.names(person_id) else hidden(masked)

    def tells(self, column: str) -> bool:
        """Tell whether the union's rules let a notice tell something of people; without a rule they do."""
        return self._columns is None or column in self._columns


async def publication(asking: Asking, people: Iterable[UUID | None], day: date) -> Publication:
    """Ask the union's log what was published about notices, and who of some people agrees today."""
    union_id = UnionId(asking.tenant_id)
    stream_id = privacy_notice_stream(union_id)
    states = await asking.parts.desk.read_states(union_id, [stream_id])
    version = _version(states.of(stream_id, PrivacyNotices), day)
    policies = (await asking.parts.desk.read_union(union_id)).policies
    rule = policy_in_force(policies, AuditPolicy, day)
    columns = None if rule is None else rule.notice_columns
    if version is None:
        return Publication(None, frozenset(), columns)
    asked = [person_id for person_id in dict.fromkeys(people) if person_id is not None]
    members = await asking.parts.desk.read_states(union_id, asked)
    agreed = {one for one in asked if version in members.of(one, Member).consents}
    return Publication(version, frozenset(agreed), columns)


async def basis_of(asking: Asking, scope: Scope, shown: Publication, unnamed: int) -> NoticeBasis:
    """Return what a sheet rests on: the rule of step 5 (domain.md 5.3), and what people agreed to."""
    rows = (await asking.parts.ledgers.policies(scope)).rows
    union = await asking.parts.desk.read_union(asking.tenant_id)
    rule = policy_in_force(union.policies, HardshipPolicy, scope.as_of)
    ordered = None if rule is None else (rule.policy_id, rule.version)
    row = next((one for one in rows if (one.policy_id, one.policy_version) == ordered), None)
    return NoticeBasis(
        policy_id=None if row is None else row.policy_id,
        policy_version=None if row is None else row.policy_version,
        document_no=None if row is None else row.document_no,
        notice_version=shown.version,
        unnamed=unnamed,
    )


def _version(notices: PrivacyNotices, day: date) -> str | None:
    """Return the version about publication that holds on a day."""
    return next(
        (one for one in notices.in_force(day) if notices.versions[one][0] == "publication"), None
    )
