"""Imports one workbook into one union: whole or, unless refused rows are to be skipped, not at all.

A dry run goes the same way and only leaves the append out. The command id follows from the bytes of the file,
so the same file again is answered with what came of it the first time.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID, uuid5

import msgspec

from domain.actor import Actor
from domain.ids import ImportRunId, MemberId, OfficerId, dues_stream
from domain.import_run import aggregate as import_run
from domain.import_run.commands import CommitImport
from domain.import_run.events import ImportCommitted, RefusedRow
from services.commands import Asked, Desk, GroupRefused
from services.errors import ClaimTaken
from services.importers.booking.aid import book_cases, book_payments, officers_of
from services.importers.booking.changes import book_changes
from services.importers.booking.condolence import book_condolences
from services.importers.booking.dues import book_dues
from services.importers.booking.group import Booked, Desktop, RowGroup
from services.importers.booking.roster import book_roster
from services.importers.columns import FileKind
from services.importers.records import (
    CaseRow,
    ChangeRow,
    CondolenceRow,
    DuesRow,
    PaymentRow,
    RosterRow,
    Row,
    RowRefusal,
    UnitRow,
)
from services.importers.refused import WorkbookRefused
from services.importers.report import (
    FileReport,
    Refusal,
    reason_text,
    refusal_of,
    refusals_of_file,
    remarks_of,
    whole_file_refusal,
)
from services.importers.rows import RowsRead, read_rows
from services.importers.sandbox import read_workbook
from services.importers.vocabulary import Vocabulary
from services.keys import Sealer, Vault

_YEAR = re.compile(r"(20[0-9]{2})")


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """A file to import. `name` is what the report calls it; `today` dates what a file gives no date for."""

    union_id: UUID
    name: str
    content: bytes
    actor: Actor
    today: date
    vocabulary: Vocabulary
    kind: FileKind | None = None
    skip_refused: bool = False
    dry_run: bool = False


class FileImporter:
    """Reads in a sandbox, books row by row, appends once."""

    def __init__(self, desk: Desk, vault: Vault) -> None:
        self._desk = desk
        self._vault = vault

    async def run(self, asked: Import) -> FileReport:
        """Import one file, or with `dry_run` say what would come of it."""
        command_id, run_id = await self._ids(asked)
        done = await self._done_before(asked, run_id)
        if done is not None:
            return done
        try:
            workbook = await asyncio.to_thread(read_workbook, asked.content)
            read = await asyncio.to_thread(read_rows, workbook, asked.vocabulary, asked.kind)
        except WorkbookRefused as fault:
            return _refused(asked, refusals_of_file(asked.name, fault))
        if read.refused and not asked.skip_refused:
            asked = msgspec.structs.replace(asked, dry_run=True)  # nothing of it will be taken
        booked = _book(read.rows, await self._desktop(asked, command_id, read.rows))
        try:
            return await self._decide(asked, command_id, run_id, read, booked)
        except ClaimTaken:
            return _refused(asked, [whole_file_refusal(asked.name, "second_file")])

    async def own_words(self, union_id: UUID) -> list[str]:
        """Return the vocabulary a union keeps, as texts; what is given with a file comes after it."""
        kept = (await self._desk.read_union(union_id)).vocabulary
        return [kept] if kept else []

    async def _ids(self, asked: Import) -> tuple[UUID, ImportRunId]:
        keys = await self._vault.union_keys(asked.union_id)
        digest = keys.digest(b"import|" + asked.content).hex()
        command_id = uuid5(asked.union_id, f"import:{digest}")
        return command_id, ImportRunId(uuid5(command_id, "import_run"))

    async def _done_before(self, asked: Import, run_id: ImportRunId) -> FileReport | None:
        states = await self._desk.read_states(asked.union_id, [run_id])
        committed = states.of(run_id, import_run.State).committed
        return None if committed is None else _repeated(asked, committed)

    async def _desktop(self, asked: Import, command_id: UUID, rows: Sequence[Row]) -> Desktop:
        id_numbers = [row.id_number for row in rows if not isinstance(row, UnitRow)]
        members = await self._people(asked, rows, id_numbers)
        officers = await self._officers(asked, rows)
        sealer = await self._sealer(asked, command_id, [*members.values(), *officers.values()])
        streams = [*members.values(), *map(dues_stream, members.values())]
        cases = {row.case_number for row in rows if isinstance(row, CaseRow | PaymentRow)}
        streams += [uuid5(asked.union_id, f"aid_case:{number}") for number in cases]
        return Desktop(
            union_id=asked.union_id,
            command_id=command_id,
            today=asked.today,
            year=_year_of(asked),
            members=members,
            officers=officers,
            states=await self._desk.read_states(asked.union_id, streams),
            sealer=sealer,
        )

    async def _people(
        self, asked: Import, rows: Sequence[Row], id_numbers: list[str]
    ) -> Mapping[str, MemberId]:
        """A roster makes people known; every other file is about people who are known already."""
        if not any(isinstance(row, RosterRow) for row in rows):
            found = await self._vault.find(asked.union_id, "id_number", id_numbers)
            return {number: MemberId(who) for number, who in found.items()}
        if asked.dry_run:
            found = await self._vault.recognise(asked.union_id, "id_number", id_numbers)
            return {number: MemberId(who) for number, who in found.items()}
        enrolled = await self._vault.enrol(asked.union_id, "id_number", id_numbers)
        federation_id = (await self._desk.read_union(asked.union_id)).federation_id
        if federation_id is not None:
            await self._vault.list_in_county(federation_id, asked.union_id, enrolled)
        return {number: MemberId(who) for number, who in enrolled.items()}

    async def _sealer(self, asked: Import, command_id: UUID, who: Sequence[UUID]) -> Sealer:
        if asked.dry_run:
            return self._vault.rehearsal_sealer(asked.union_id, command_id, who)
        return await self._vault.sealer(asked.union_id, command_id, who)

    async def _officers(self, asked: Import, rows: Sequence[Row]) -> Mapping[str, OfficerId]:
        names = [name for row in rows if isinstance(row, CaseRow) for _, name in officers_of(row)]
        meet = self._vault.recognise if asked.dry_run else self._vault.enrol
        found = await meet(asked.union_id, "officer", names)
        return {name: OfficerId(who) for name, who in found.items()}

    async def _decide(
        self,
        asked: Import,
        command_id: UUID,
        run_id: ImportRunId,
        read: RowsRead,
        booked: Booked,
    ) -> FileReport:
        beforehand = [*read.refused, *booked.refused]
        rows_read = len(read.rows) + len(read.refused)

        def refused_rows(refused: Sequence[GroupRefused]) -> list[RowRefusal]:
            late = [
                booked.groups[one.group].refusal(one.command, one.refused.code)
                for one in refused
                if one.group >= 0
            ]
            return _in_order_of_file([*beforehand, *late], read)

        def closing(refused: Sequence[GroupRefused]) -> CommitImport:
            rows = refused_rows(refused)
            return CommitImport(
                occurred_on=asked.today,
                import_run_id=run_id,
                table_kind=read.kind,
                rows_read=rows_read,
                rows_accepted=rows_read - len(rows),
                refused=tuple(
                    RefusedRow(sheet=row.sheet, row=row.row, column=row.column, kind=row.kind)
                    for row in rows
                ),
            )

        outcome = await self._desk.carry_out(
            Asked(
                union_id=asked.union_id,
                command_id=command_id,
                actor=asked.actor,
                request=asked.content,
                groups=[group.commands for group in booked.groups],
                closing=closing,
                skip_refused=asked.skip_refused,
                dry_run=asked.dry_run or (bool(beforehand) and not asked.skip_refused),
            )
        )
        rows = refused_rows(outcome.refused)
        return FileReport(
            file=asked.name,
            kind=read.kind,
            committed=outcome.receipt is not None,
            repeated=False,
            rows_read=rows_read,
            rows_accepted=rows_read - len(rows),
            refused=[refusal_of(asked.name, row) for row in rows],
            notes=remarks_of(asked.name, [*read.notes, *booked.notes]),
        )


def _book(rows: Sequence[Row], desktop: Desktop) -> Booked:
    """Book each table by its own rules; cases before payments, whatever their order in the file."""
    parts = [
        book_roster([row for row in rows if isinstance(row, RosterRow)], desktop),
        book_changes([row for row in rows if isinstance(row, ChangeRow)], desktop),
        book_dues([row for row in rows if isinstance(row, DuesRow)], desktop),
        book_cases([row for row in rows if isinstance(row, CaseRow)], desktop),
        book_payments([row for row in rows if isinstance(row, PaymentRow)], desktop),
        book_condolences([row for row in rows if isinstance(row, CondolenceRow)], desktop),
    ]
    groups: list[RowGroup] = [group for part in parts for group in part.groups]
    return Booked(
        groups,
        [row for part in parts for row in part.refused],
        [note for part in parts for note in part.notes],
    )


def _in_order_of_file(refused: Sequence[RowRefusal], read: RowsRead) -> list[RowRefusal]:
    """One refusal for each row, sorted by sheet and row."""
    sheets = list(dict.fromkeys([row.source.sheet for row in read.rows if hasattr(row, "source")]))
    places = {sheet: place for place, sheet in enumerate(sheets)}
    first: dict[tuple[str, int], RowRefusal] = {}
    for row in refused:
        first.setdefault((row.sheet, row.row), row)
    return sorted(first.values(), key=lambda row: (places.get(row.sheet, -1), row.row))


def _year_of(asked: Import) -> int:
    """The year of a dues file: in its name, or the current one."""
    found = _YEAR.findall(asked.name.rpartition("/")[2])
    return int(found[-1]) if found else asked.today.year


def _refused(asked: Import, refused: list[Refusal]) -> FileReport:
    return FileReport(
        file=asked.name,
        kind=asked.kind or "",
        committed=False,
        repeated=False,
        rows_read=0,
        rows_accepted=0,
        refused=refused,
    )


def _repeated(asked: Import, committed: ImportCommitted) -> FileReport:
    return FileReport(
        file=asked.name,
        kind=committed.table_kind,
        committed=True,
        repeated=True,
        rows_read=committed.rows_read,
        rows_accepted=committed.rows_accepted,
        refused=[
            Refusal(
                file=asked.name,
                sheet=row.sheet,
                row=row.row,
                column=row.column,
                kind=row.kind,
                reason=reason_text(row.kind),
            )
            for row in committed.refused
        ],
    )
