"""慰问台账: what was given to whom on which occasion."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

from domain.condolence.commands import RecordCondolence
from domain.ids import CondolenceId, MemberId
from domain.policy.benefit import Occasion
from services.commands import IfNew
from services.importers.booking.group import Booked, Desktop, RowGroup
from services.importers.columns import ID_NUMBER
from services.importers.records import CondolenceRow, RowRefusal


def book_condolences(rows: Sequence[CondolenceRow], desktop: Desktop) -> Booked:
    """One condolence for each row. Its id follows from what it is, so a file of yesterday adds nothing."""
    groups: list[RowGroup] = []
    refused: list[RowRefusal] = []
    naturals = iter(natural_keys(rows, desktop.members))
    for ordinal, row in enumerate(rows):
        who = desktop.members.get(row.id_number)
        if who is None:
            refused.append(row.refuse(ID_NUMBER, "unknown_member"))
            continue
        natural = next(naturals)
        key = numbered(natural, desktop.reversed_before.get(natural, 0))
        condolence_id = CondolenceId(desktop.id_of("condolence", key))
        command = _record(row, condolence_id, who, ordinal, desktop)
        groups.append(RowGroup(row, [IfNew(command, unless="condolence.already_recorded")]))
    return Booked(groups, refused)


def natural_keys(rows: Sequence[CondolenceRow], members: Mapping[str, MemberId]) -> list[str]:
    """Return what tells each condolence of a known member from others; the same twice in a file is two."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for row in rows:
        who = members.get(row.id_number)
        if who is not None:
            natural = f"{who}:{row.given_on}:{row.occasion}:{row.value_fen}"
            seen[natural] += 1
            keys.append(f"{natural}:{seen[natural]}")
    return keys


def numbered(natural: str, reversed_before: int) -> str:
    """Return the key of a condolence that was reversed so many times and is recorded again."""
    return f"{natural}:again:{reversed_before}" if reversed_before else natural


def _record(
    row: CondolenceRow,
    condolence_id: CondolenceId,
    who: MemberId,
    ordinal: int,
    desktop: Desktop,
) -> RecordCondolence:
    details = {
        "evidence": row.evidence or "",
        "relation": row.relation or "",
        "form": row.form or "",
        "visitors": row.visitors or "",
        "voucher_no": row.voucher or "",
        "remark": row.note or "",
    }
    return RecordCondolence(
        occurred_on=row.given_on,
        condolence_id=condolence_id,
        member_id=who,
        occasion=cast("Occasion", row.occasion),
        amount_fen=row.value_fen,
        details=desktop.sealer.seal(who, "file", field="details", ordinal=ordinal, fields=details),
    )
