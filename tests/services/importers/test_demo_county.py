"""The demonstration county: what the files alone decide is refused as known, the rest is good."""

import json
from pathlib import Path

import pytest

from services.importers.columns import FileKind
from tests.services.importers.making import read

COUNTY = Path(__file__).parents[3] / "deploy" / "demo" / "county-a"
DECIDED_BY_THE_FILE = {
    "id_destroyed",
    "id_check_digit",
    "duplicate_in_file",
    "negative_amount",
    "amount_precision",
    "missing_required",
    "formula_cell",
    "unsafe_text",
}
KINDS: dict[str, FileKind] = {
    "单位名单": "units",
    "会员花名册": "roster",
    "会费收缴明细_2026": "dues",
    "会员变动_2026": "changes",
    "困难职工帮扶_2026": "aid",
    "慰问台账_2026": "condolence",
}
EXPECTED = json.loads((COUNTY / "expected.json").read_text("utf-8"))
FILES = sorted(path.relative_to(COUNTY).as_posix() for path in COUNTY.rglob("*.xlsx"))


@pytest.mark.parametrize("file", FILES)
def test_the_refusals_of_a_file_are_the_known_ones(file: str) -> None:
    found = read((COUNTY / file).read_bytes())
    assert found.kind == KINDS[Path(file).stem]
    assert [(r.sheet, r.row, r.column, r.kind) for r in found.refused] == [
        (known["sheet"], known["row"], known["column"], known["kind"])
        for known in (*EXPECTED["refused"], *EXPECTED["errors"])
        if known["file"] == file and known["kind"] in DECIDED_BY_THE_FILE
    ]
    assert found.notes == []
