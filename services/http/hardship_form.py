"""困难职工档案表: the fields of the form (domain.md 5.2), all of them sealed under the householder's file key."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from services.http.fields import Body, IdNumber, Mobile, PersonName, Text, Title
from services.http.people import Circumstances

_Word = Annotated[str, Meta(max_length=100)]
_Fen = Annotated[int, Meta(ge=0, le=10**12)]
_SquareMetres = Annotated[int, Meta(ge=0, le=10_000)]
_Family = Annotated[tuple["FamilyMember", ...], Meta(max_length=30)]


class FamilyMember(Body, frozen=True, kw_only=True):
    """One member of the family besides the householder; relation is that to the householder."""

    name: PersonName
    relation: _Word
    ethnicity: _Word | None = None
    id_number: IdNumber | None = None
    birth_date: date | None = None
    gender: _Word | None = None
    political_status: _Word | None = None
    monthly_income_fen: _Fen | None = None
    model_worker: _Word | None = None
    health_status: _Word | None = None
    illness: _Word | None = None
    medical_insurance: _Word | None = None
    marital_status: _Word | None = None
    household_type: _Word | None = None
    mobile: Mobile | None = None
    identity_kind: _Word | None = None
    education_level: _Word | None = None
    enrolled_year: _Word | None = None
    school_years: _Word | None = None
    school_or_employer: Title | None = None
    work_status: _Word | None = None
    contract_since: date | None = None
    contract_term: _Word | None = None
    remark: Text | None = None


class HardshipForm(Circumstances, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The householder's part and the family's; `monthly_income_fen` is the family's per head."""

    employee_no: _Word | None = None
    ethnicity: _Word | None = None
    political_status: _Word | None = None
    health_status: _Word | None = None
    illness: _Word | None = None
    work_status: _Word | None = None
    model_worker: _Word | None = None
    housing_kind: _Word | None = None
    housing_square_metres: _SquareMetres | None = None
    mobile: Mobile | None = None
    postal_code: _Word | None = None
    began_work_on: date | None = None
    industry: _Word | None = None
    marital_status: _Word | None = None
    household_type: _Word | None = None
    address: Text | None = None
    employer: Title | None = None
    employer_kind: _Word | None = None
    employer_condition: _Word | None = None
    single_parent: bool | None = None
    own_monthly_income_fen: _Fen | None = None
    other_income_year_fen: _Fen | None = None
    income_year_fen: _Fen | None = None
    registered_division: _Word | None = None
    medical_insurance: _Word | None = None
    can_help_themselves: bool | None = None
    nobody_employed: bool | None = None
    second_cause: Text | None = None
    bank_name: Title | None = None
    bank_account: _Word | None = None
    family: _Family = ()


class Findings(Body, frozen=True, kw_only=True):
    """What was found, in words; who said it, where that matters."""

    summary: Text
    said_by: Title | None = None
