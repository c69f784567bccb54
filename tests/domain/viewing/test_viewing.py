"""Something personal is shown in clear: for a reason on a closed list, on record before it is seen."""

import msgspec
import pytest

from domain.viewing.commands import ExportPersonalData, RevealPersonalData
from domain.viewing.events import PersonalDataExported, PersonalDataRevealed
from domain.viewing.fields import FIELDS, group_of
from tests.domain.privacy import DAY, KNOWN, VIEWING
from tests.domain.values import MEMBER
from tests.support.given_when_then import given

REVEAL = RevealPersonalData(
    occurred_on=DAY,
    viewing_id=VIEWING,
    subject_id=MEMBER,
    fields=("payee.bank_account", "identity.name"),
    reason="payment",
    reference="BF-1",
)
REVEALED = PersonalDataRevealed(
    viewing_id=VIEWING,
    subject_id=MEMBER,
    what=("identity", "payee"),
    fields=("payee.bank_account", "identity.name"),
    reason="payment",
    reference="BF-1",
)
EXPORT = ExportPersonalData(
    occurred_on=DAY,
    viewing_id=VIEWING,
    subject_id=MEMBER,
    what="own_data",
    rows=7,
    reason="requested_by_person",
)


def test_what_is_revealed_is_on_record_by_field_and_never_by_value() -> None:
    given().when(REVEAL, KNOWN).then(REVEALED)


def test_a_person_gets_a_copy_of_all_about_them() -> None:
    """PIPL art. 45."""
    exported = PersonalDataExported(
        viewing_id=VIEWING,
        subject_id=MEMBER,
        what="own_data",
        rows=7,
        reason="requested_by_person",
    )
    given().when(EXPORT, KNOWN).then(exported)
    negative = msgspec.structs.replace(EXPORT, rows=-1)
    given().when(negative, KNOWN).refused("viewing.rows_out_of_range", "rows")


def test_a_viewing_stands_once() -> None:
    given(REVEALED).when(REVEAL, KNOWN).refused("viewing.already_recorded", "viewing_id")


def test_nothing_is_shown_of_a_stranger() -> None:
    context = msgspec.structs.replace(KNOWN, known=False)
    given().when(REVEAL, context).refused("viewing.member_unknown", "subject_id")


@pytest.mark.parametrize("reason", ["payment", "audit", "authority"])
def test_a_reason_that_rests_on_a_paper_names_it(reason: str) -> None:
    command = msgspec.structs.replace(REVEAL, reason=reason, reference=" ")
    given().when(command, KNOWN).refused("viewing.reference_missing", "reference")


def test_fields_are_named_and_known() -> None:
    nothing = msgspec.structs.replace(REVEAL, fields=())
    given().when(nothing, KNOWN).refused("viewing.fields_missing", "fields")
    for field in ("identity", "identity.mobile", "identity.", "name", "王小明"):
        command = msgspec.structs.replace(REVEAL, fields=(field,))
        given().when(command, KNOWN).refused("viewing.field_unknown", "fields")


def test_every_field_of_the_list_is_found_in_its_group() -> None:
    for group, names in FIELDS.items():
        assert {group_of(f"{group}.{name}") for name in names} == {group}


@pytest.mark.parametrize(
    "changed",
    [
        {"fields": ("payee.bank_account", "profile.mobile")},
        {"fields": ("identity.id_number",)},
        {"reason": "correction"},
    ],
)
def test_who_only_pays_sees_the_payee_and_no_more(changed: dict[str, object]) -> None:
    """Assurance 11: the cashier sees the payee of a released payment."""
    released = msgspec.structs.replace(KNOWN, payment_released=True)
    command = msgspec.structs.replace(REVEAL, as_cashier=True)
    given().when(command, released).then(REVEALED)
    given().when(command, KNOWN).refused("viewing.not_for_a_payment", "fields")
    more = msgspec.structs.replace(command, **changed)
    given().when(more, released).refused("viewing.not_for_a_payment", "fields")
