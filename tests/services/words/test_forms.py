"""Every field, choice, column and operation of the API has its words; none is left over, none says two things."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from services.http.operation import OPERATIONS
from services.words import access, codes, irregularities, samples, templates
from services.words.forms import (
    act_words,
    choice_text,
    column_label,
    field_hint,
    field_label,
    is_coded,
    keys_owner,
    page_title,
    struct_title,
    yes_no_text,
)
from services.words.forms.acts import _MODULES as ACTS_BY_RESOURCE
from services.words.forms.acts import ACTS, TITLES
from services.words.forms.choices import _MODULES as CHOICES_BY_RESOURCE
from services.words.forms.choices import CHOICES, CHOICES_OF, CODED_COLUMNS
from services.words.forms.choices.common import COMMON
from services.words.forms.hints import HINTS
from services.words.forms.labels import _MODULES as LABELS_BY_RESOURCE
from services.words.forms.labels import LABELS
from services.words.forms.labels.keyed import KEYS_OF
from services.words.forms.structs import STRUCT_TITLES
from services.words.ledgers import audit
from tests.services.words.coded_values import CODED_VALUES, READY_VALUES
from tests.services.words.declared import answered, asked

BORROWED: Final = (
    access.ROLES,
    codes.CODE_WORDS,
    irregularities.SEVERITIES,
    irregularities.STATES,
    irregularities.KINDS,
    irregularities.GAPS,
    samples.METHODS,
    templates.FILES,
    templates.TABLES,
    audit.ENGAGEMENTS,
    audit.FINDING_KINDS,
    audit.MEASURES,
    audit.OPINIONS,
    audit.REQUIREMENTS,
    audit.STAGES,
)
"""Tables of other modules, which may say more than the pages need."""


def _codes() -> dict[tuple[str, str], set[str]]:
    """Every code by struct and field: from types, from columns typed as text, from fields of free text."""
    found: dict[tuple[str, str], set[str]] = {}
    told = {
        tuple(name.split(".")): values for name, values in (CODED_VALUES | READY_VALUES).items()
    }
    for each in (asked().codes, answered().codes, told):
        for (struct, field), values in each.items():
            found.setdefault((struct, field), set()).update(values)
    return found


def _place_of(struct: str, field: str, value: str) -> tuple[str, str]:
    """Return the table and the entry that say what a code means."""
    for table in (f"{struct}.{field}", field):
        if value in CHOICES_OF.get(table, {}):
            return table, value
    return "", value


def _entries(table: Mapping[str, str], fields: Iterable[tuple[str, str]]) -> set[str]:
    return {
        name if name in table else field
        for struct, field in fields
        if (name := f"{struct}.{field}")
    }


def test_every_field_that_is_asked_for_has_a_label() -> None:
    silent = sorted(f"{s}.{f}" for s, f in asked().fields if field_label(s, f) == f)
    assert not silent


def test_every_column_that_is_answered_has_a_label() -> None:
    silent = sorted(f"{s}.{f}" for s, f in answered().fields if column_label(s, f) == f)
    assert not silent


def test_no_label_and_no_hint_is_left_over() -> None:
    fields = asked().fields | answered().fields
    assert not sorted(LABELS.keys() - _entries(LABELS, fields))
    assert not sorted(HINTS.keys() - _entries(HINTS, asked().fields))


def test_a_label_of_one_struct_differs_from_that_of_the_field() -> None:
    repeated = [
        name for name in LABELS if "." in name and LABELS[name] == LABELS.get(name.split(".")[1])
    ]
    assert not repeated


def test_no_two_fields_of_a_struct_have_the_same_label() -> None:
    for found in (asked(), answered()):
        labels = Counter((struct, field_label(struct, field)) for struct, field in found.fields)
        assert not sorted(place for place, times in labels.items() if times > 1)


def test_amounts_are_labelled_in_yuan() -> None:
    amounts = (
        {
            (struct, field)
            for struct, field in asked().fields | answered().fields
            if field == "fen" or field.endswith(("_fen", "_fen_by_month"))
        }
        - asked().ticks
        - answered().ticks
    )
    assert not sorted(f"{s}.{f}" for s, f in amounts if "元" not in field_label(s, f))


def test_every_choice_has_words() -> None:
    silent = sorted(
        f"{struct}.{field}.{value}"
        for (struct, field), values in _codes().items()
        for value in values
        if choice_text(field, value, struct) == value
    )
    assert not silent


def test_no_two_choices_of_a_field_read_the_same() -> None:
    for (struct, field), values in sorted(_codes().items()):
        read = Counter(choice_text(field, value, struct) for value in values)
        assert not [text for text, times in read.items() if times > 1], f"{struct}.{field}"


def test_every_tick_reads_otherwise_when_it_is_off() -> None:
    for struct, field in asked().ticks | answered().ticks:
        assert yes_no_text(struct, field, value=True) != yes_no_text(struct, field, value=False)


def test_no_choice_is_left_over() -> None:
    used = {
        _place_of(struct, field, value)
        for (struct, field), values in _codes().items()
        for value in values
    } | {
        _place_of(struct, field, value)
        for struct, field in asked().ticks | answered().ticks
        for value in ("yes", "no")
    }
    own = {
        (name, value)
        for name, table in CHOICES_OF.items()
        if not any(table is one for one in BORROWED)
        for value in table
    } | {("", value) for value in COMMON}
    assert not sorted(own - used)
    unused = CHOICES_OF.keys() - {name for name, _ in used}
    assert not unused


def test_what_is_common_is_not_said_already() -> None:
    assert not [value for value in COMMON if COMMON[value] == codes.CODE_WORDS.get(value)]
    assert CHOICES.items() >= COMMON.items()


def test_the_coded_columns_are_columns_whose_codes_are_known() -> None:
    assert CODED_VALUES.keys() == CODED_COLUMNS
    assert {tuple(name.split(".")) for name in CODED_COLUMNS} <= answered().fields
    assert {tuple(name.split(".")) for name in READY_VALUES} <= asked().fields
    assert is_coded("HouseholdRow", "stage")
    assert not is_coded("HouseholdRow", "file_no")


def test_opened_fields_are_labelled_by_a_struct_that_is_asked_for() -> None:
    assert {tuple(name.split(".")) for name in KEYS_OF} <= answered().fields
    assert set(KEYS_OF.values()) <= asked().structs.keys()
    assert keys_owner("HouseholdRow", "circumstances") == "HardshipForm"
    assert keys_owner("HouseholdRow", "stage") == ""


def test_every_operation_has_its_words_and_no_others_are_left() -> None:
    writing = {each.operation_id for each in OPERATIONS if each.method != "GET"}
    reading = {each.operation_id for each in OPERATIONS if each.method == "GET"}
    assert sorted(writing ^ ACTS.keys()) == []
    assert sorted(reading ^ TITLES.keys()) == []
    assert all(page_title(each.operation_id) for each in OPERATIONS)
    assert all(all(act_words(name)) for name in writing)


def test_no_entry_stands_in_two_modules() -> None:
    assert sum(len(one.LABELS) for one in LABELS_BY_RESOURCE) == len(LABELS)
    assert sum(len(one.CHOICES_OF) for one in CHOICES_BY_RESOURCE) == len(CHOICES_OF)
    assert sum(len(one.ACTS) for one in ACTS_BY_RESOURCE) == len(ACTS)
    assert sum(len(one.TITLES) for one in ACTS_BY_RESOURCE) == len(TITLES)


def test_titles_tell_pages_apart_and_consequences_are_sentences() -> None:
    titles = Counter(page_title(each.operation_id) for each in OPERATIONS)
    assert not [title for title, times in titles.items() if times > 1]
    assert not [name for name, words in ACTS.items() if not words.consequence.endswith("。")]


def test_every_group_of_fields_has_a_heading_and_no_other_is_left() -> None:
    nested = asked().nested | answered().nested
    assert not sorted(name for name in nested if struct_title(name) == name)
    assert not sorted(STRUCT_TITLES.keys() - nested)


def test_what_has_no_words_is_called_by_its_own_name() -> None:
    assert field_label("Unheard", "kept") == LABELS["kept"]
    assert field_label("Unheard", "unheard_of") == "unheard_of"
    assert field_hint("Unheard", "unheard_of") is None
    assert choice_text("fund", "our_own_fund") == "our_own_fund"
    assert struct_title("Unheard") == "Unheard"


def test_one_name_means_what_its_struct_makes_of_it() -> None:
    assert choice_text("kind", "hardship", "Subsidy") == "帮扶补助"
    assert choice_text("kind", "hardship") == "困难职工认定规定"
    assert choice_text("state", "accepted", "FindingsQuery") != choice_text("state", "accepted")
    assert field_label("Account", "code") == "科目编码"
    assert field_label("AidPayment", "amount_fen") == "发放金额（元）"
    assert yes_no_text("CheckedItem", "required", value=True) == "必查"
