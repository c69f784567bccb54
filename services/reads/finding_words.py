"""What findings and answers say in words: sealed in the log, opened for whoever may read the books.

The tables of findings are open to the county, so the words are not in them.
"""

from collections.abc import Sequence
from uuid import UUID

from domain.encoding import decode
from domain.event import Event
from domain.finding.events import FindingRaised, RectificationReturned, RectificationSubmitted
from domain.sealed import Sealed
from services.keys import Vault
from services.reads.people import Fields
from services.reads.scope import Scope
from services.store.contract import LogStore

FindingWords = dict[tuple[UUID, int], Fields]
"""By finding and version of the step."""


async def words_of(
    log: LogStore, vault: Vault, scope: Scope, finding_ids: Sequence[UUID]
) -> FindingWords:
    """Return what some findings and their steps say, as known at the scope's position by its date."""
    if not finding_ids:
        return {}
    read = await log.read_streams(scope.union_id, finding_ids)
    sealed = []
    for recorded in read.events:
        known = scope.known_at is None or recorded.position <= scope.known_at
        if known and recorded.occurred_on <= scope.as_of:
            event = decode(recorded.topic, recorded.schema_version, recorded.body)
            details = _details(event)
            if details is not None:
                sealed.append((recorded, details))
    subjects = {details.subject_id for _, details in sealed}
    opener = await vault.opener(scope.union_id, subjects)
    return {
        (recorded.stream_id, recorded.version): opener.open(
            details, command_id=recorded.command_id, field="details"
        )
        or {}
        for recorded, details in sealed
    }


def _details(event: Event) -> Sealed | None:
    match event:
        case FindingRaised() | RectificationSubmitted() | RectificationReturned():
            return event.details
        case _:
            return None
