"""销毁清册: the list that proposes what to destroy, as a workbook with the columns and signatures of the rule.

Source: 会计档案管理办法 art. 18 (columns, signatures, who watches) and art. 19 (what is not over).
"""

from datetime import date

from services.reads.directory import UnitListed
from services.retention.overdue import RetentionList, Shelf
from services.words.retention import (
    FOR_EVER,
    GUIDE,
    KEYS_COLUMNS,
    KEYS_KINDS,
    KEYS_TITLE,
    KINDS,
    LIST_COLUMNS,
    NUMBER,
    ON,
    PIECES,
    SIGNATURES,
    SPAN,
    TERM,
    TITLE,
    UNFINISHED,
    UNFINISHED_COLUMNS,
    UNFINISHED_TITLE,
    UNIT,
    YEARS,
)
from services.workbooks.cells import Cells
from services.workbooks.sheet import Sheet
from services.workbooks.writing import workbook


def destruction_list(unit: UnitListed, found: RetentionList) -> bytes:
    """Return the list as an .xlsx: what has had its time, whose keys go with it, what is not over."""
    under = (UNIT.format(code=unit.code, name=unit.name), ON.format(day=found.day))
    return workbook(
        [
            Sheet(
                name=TITLE,
                title=TITLE,
                under_title=under,
                guide=GUIDE,
                columns=LIST_COLUMNS,
                rows=[
                    _row(number, unit.code, shelf, found.day)
                    for number, shelf in enumerate(found.over, start=1)
                ],
                signatures=SIGNATURES,
            ),
            Sheet(
                name=KEYS_TITLE,
                title=KEYS_TITLE,
                under_title=under,
                columns=KEYS_COLUMNS,
                rows=_keys(found),
                signatures=SIGNATURES,
            ),
            Sheet(
                name=UNFINISHED_TITLE,
                title=UNFINISHED_TITLE,
                under_title=under,
                columns=UNFINISHED_COLUMNS,
                rows=[
                    (number, UNFINISHED[one.package], str(one.stream_id), one.since)
                    for number, one in enumerate(found.unfinished, start=1)
                ],
            ),
        ]
    )


def term_of(shelf: Shelf) -> str:
    """Return how long papers are kept, in words."""
    return YEARS.format(years=shelf.years) if shelf.years else FOR_EVER


def _row(number: int, code: str, shelf: Shelf, day: date) -> Cells:
    """Volumes, appraisal and the day of destruction are for people to fill in."""
    return (
        number,
        KINDS[shelf.kind],
        "",
        PIECES.format(count=shelf.count),
        SPAN.format(year=shelf.year, first=shelf.first_day, last=shelf.last_day),
        NUMBER.format(code=code, letters=shelf.letters, year=shelf.year),
        term_of(shelf),
        YEARS.format(years=day.year - shelf.last_day.year - 1),
        "",
        "",
        TERM,
    )


def _keys(found: RetentionList) -> list[Cells]:
    papers = [
        (KEYS_KINDS["paper"], one.sha256, str(one.key_id), one.last_day, None)
        for one in found.papers
    ]
    people = [
        (KEYS_KINDS["person"], str(one.subject_id), "books", None, one.books_until)
        for one in found.people
    ]
    return [(number, *row) for number, row in enumerate([*papers, *people], start=1)]
