"""What may be shown in clear: groups of sealed fields, and the names inside each. A closed list: no free text."""

from typing import Final, Literal

Group = Literal["identity", "profile", "certificate", "payee", "circumstances", "details", "wage"]
"""`identity` and `payee` stand under the books key, the others under the file key."""

FIELDS: Final[dict[Group, tuple[str, ...]]] = {
    "identity": ("name", "id_number"),
    "profile": (
        "gender",
        "birth_date",
        "ethnicity",
        "political_status",
        "education_level",
        "household_type",
        "is_migrant_worker",
        "department",
        "employment_form",
        "mobile",
        "certificate_no",
        "remark",
    ),
    "certificate": ("number",),
    "payee": ("account_name", "bank_name", "bank_account", "mobile"),
    "circumstances": (
        "cause",
        "second_cause",
        "family_size",
        "monthly_income_fen",
        "own_monthly_income_fen",
        "other_income_year_fen",
        "income_year_fen",
        "family",
        "health_status",
        "illness",
        "medical_insurance",
        "work_status",
        "employer",
        "mobile",
        "address",
        "postal_code",
        "registered_division",
        "housing_kind",
        "housing_square_metres",
        "marital_status",
        "single_parent",
        "bank_name",
        "bank_account",
        "remark",
    ),
    "details": ("reason", "handler", "relation", "form", "visitors", "summary", "remark"),
    "wage": ("wage_fen",),
}
"""A field is asked for as `group.name`, for example `identity.id_number`."""


def group_of(field: str) -> Group | None:
    """Return the group a field belongs to, None for a field there is not."""
    head, _, name = field.partition(".")
    for group, names in FIELDS.items():
        if group == head and name in names:
            return group
    return None
