"""会员花名册: everybody on the old roster is taken onto the books."""

from collections.abc import Sequence
from typing import cast

from domain.ids import MemberId
from domain.member import aggregate as member
from domain.member.commands import RegisterMember
from domain.membership import LIVE, Membership
from services.importers.booking.group import Booked, Desktop, RowGroup
from services.importers.booking.roster_edit import STATUS, edit, text_of
from services.importers.columns import ID_NUMBER
from services.importers.records import RosterRow, RowRefusal
from services.importers.tables import Note

PROFILE: dict[str, str] = {
    "gender": "sex",
    "ethnicity": "ethnicity",
    "birth_date": "born_on",
    "political_status": "political_status",
    "education_level": "education",
    "household_type": "household_registration",
    "is_migrant_worker": "migrant_worker",
    "department": "department",
    "employment_form": "employment",
    "certificate_no": "card_number",
    "mobile": "phone",
    "remark": "note",
}
"""Field of the profile (domain.md 2.3) → column of the row."""


def book_roster(rows: Sequence[RosterRow], desktop: Desktop) -> Booked:
    """One registration for each row; a row that bears a key changes what it shows differently.

    Somebody already on the books is refused where no key says that the row is theirs.
    """
    groups: list[RowGroup] = []
    refused: list[RowRefusal] = []
    notes: list[Note] = []
    profile = tuple(PROFILE.items())
    for ordinal, row in enumerate(rows):
        if row.member_key is not None:
            edited = edit(row, row.member_key, ordinal, desktop, profile)
            if isinstance(edited, RowRefusal):
                refused.append(edited)
            else:
                groups.append(edited.group)
                notes += edited.notes
            continue
        known = desktop.members[row.id_number]
        if desktop.states.of(known, member.State).timeline.latest() in LIVE:
            refused.append(row.refuse(ID_NUMBER, "already_member"))
        else:
            groups.append(RowGroup(row, [_register(row, known, ordinal, desktop)]))
            if row.status not in LIVE:
                notes.append(_leaving_expected(row))
    return Booked(groups, refused, notes)


def _leaving_expected(row: RosterRow) -> Note:
    """A roster says that somebody has left, not when: the day comes with the file of changes."""
    source = row.source
    return Note("leaving_expected", source.sheet, row.row, source.columns.get(STATUS, ""))


def _register(row: RosterRow, who: MemberId, ordinal: int, desktop: Desktop) -> RegisterMember:
    seal = desktop.sealer.seal
    identity = {"name": row.name, "id_number": row.id_number}
    return RegisterMember(
        occurred_on=desktop.today,
        member_id=who,
        identity=seal(who, "books", field="identity", ordinal=ordinal, fields=identity),
        profile=seal(who, "file", field="profile", ordinal=ordinal, fields=_profile(row)),
        joined_on=row.joined_on,
        stated=cast("Membership", row.status),
        retained_on=row.retained_since,
    )


def _profile(row: RosterRow) -> dict[str, str]:
    return {field: text_of(getattr(row, column)) for field, column in PROFILE.items()}
