"""Imports one workbook into one union: whole or, unless refused rows are to be skipped, not at all.

A dry run goes the same way and only leaves the append out. The command id follows from the bytes of the file,
so the same file again is answered with what came of it the first time.
"""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import count
from uuid import UUID, uuid5

import msgspec

from domain.condolence import aggregate as condolence
from domain.ids import ImportRunId, MemberId, OfficerId, dues_stream
from domain.import_run import aggregate as import_run
from domain.import_run.commands import CommitImport
from domain.import_run.events import ControlTotals, ImportCommitted, RefusedRow
from services.commands import Asked, Desk, GroupRefused, VersionMoved
from services.commands.states import States
from services.errors import ClaimTaken
from services.importers.asked import Import, Ran, refused_report, repeated_report, year_of
from services.importers.booking.aid import book_cases, book_payments, officers_of
from services.importers.booking.changes import book_changes
from services.importers.booking.condolence import book_condolences, natural_keys, numbered
from services.importers.booking.dues import book_dues
from services.importers.booking.group import Booked, Desktop, RowGroup
from services.importers.booking.known import id_numbers_of, keyed_members, known_fields
from services.importers.booking.roster import book_roster
from services.importers.booking.roster_edit import versions_seen
from services.importers.outcome import Agreed, ControlDiffers, OutcomeChanged, digest_of, totals_of
from services.importers.records import (
    CaseRow,
    ChangeRow,
    CondolenceRow,
    DuesRow,
    PaymentRow,
    RosterRow,
    Row,
    RowRefusal,
)
from services.importers.refused import WorkbookRefused
from services.importers.report import (
    FileReport,
    refusal_of,
    refusals_of_file,
    remarks_of,
    value_at,
    whole_file_refusal,
)
from services.importers.rows import RowsRead, read_rows
from services.importers.sandbox import read_workbook
from services.keys import Sealer, Vault
from services.store.contract import NewEvent

__all__ = ["FileImporter", "Import", "Ran"]


class FileImporter:
    """Reads in a sandbox, books row by row, appends once."""

    def __init__(self, desk: Desk, vault: Vault) -> None:
        self._desk = desk
        self._vault = vault

    async def run(self, asked: Import) -> FileReport:
        """Import one file, or with `dry_run` say what would come of it."""
        return (await self.examine(asked)).report

    async def examine(self, asked: Import) -> Ran:
        """Do the same and tell more; raises OutcomeChanged and ControlDiffers where a commit goes by a dry run."""
        command_id, run_id, committed = await self._begun(asked)
        if committed is not None:
            return Ran(report=repeated_report(asked, committed), totals=committed.found)
        asked.told("reading", 0, 0)
        try:
            workbook = await asyncio.to_thread(read_workbook, asked.content)
            read = await asyncio.to_thread(read_rows, workbook, asked.vocabulary, asked.kind)
        except WorkbookRefused as fault:
            return Ran(report=refused_report(asked, refusals_of_file(asked.name, fault)))
        if read.refused and not asked.skip_refused:
            asked = msgspec.structs.replace(asked, dry_run=True)  # nothing of it will be taken
        asked.told("deciding", 0, len(read.rows))
        desktop = await self._desktop(asked, command_id, read.rows)
        booked = await asyncio.to_thread(_book, read.rows, desktop)
        try:
            ran = await self._decide(asked, command_id, run_id, read, booked)
        except ClaimTaken:
            return Ran(
                report=refused_report(asked, [whole_file_refusal(asked.name, "second_file")])
            )
        except VersionMoved:
            return Ran(report=refused_report(asked, [whole_file_refusal(asked.name, "stale_row")]))
        values = [value_at(workbook, one) for one in ran.report.refused]
        return msgspec.structs.replace(ran, values=values)

    async def own_words(self, union_id: UUID) -> list[str]:
        """Return the vocabulary a union keeps, as texts; what is given with a file comes after it."""
        kept = (await self._desk.read_union(union_id)).vocabulary
        return [kept] if kept else []

    async def run_id_of(self, union_id: UUID, content: bytes, year: int | None) -> ImportRunId:
        """Return the id of the run of a file: that of an earlier try unless it was taken back."""
        _, run_id, _ = await self._attempt(union_id, content, year)
        return run_id

    async def _begun(self, asked: Import) -> tuple[UUID, ImportRunId, ImportCommitted | None]:
        return await self._attempt(asked.union_id, asked.content, asked.year)

    async def _attempt(
        self, union_id: UUID, content: bytes, year: int | None
    ) -> tuple[UUID, ImportRunId, ImportCommitted | None]:
        """Return command and run of a file, and its first answer; after one that was taken back comes another."""
        keys = await self._vault.union_keys(union_id)
        purpose = b"import|" if year is None else f"import|{year}|".encode()
        digest = keys.digest(purpose + content).hex()
        for number in count():
            command_id = uuid5(union_id, f"import:{digest}" + (f":{number}" if number else ""))
            run_id = ImportRunId(uuid5(command_id, "import_run"))
            state = (await self._desk.read_states(union_id, [run_id])).of(run_id, import_run.State)
            if not state.reversed:
                return command_id, run_id, state.committed
        raise AssertionError("count never ends")

    async def _desktop(self, asked: Import, command_id: UUID, rows: Sequence[Row]) -> Desktop:
        members = await self._people(asked, rows, id_numbers_of(rows))
        officers = await self._officers(asked, rows)
        keyed = keyed_members(rows)
        sealer = await self._sealer(
            asked, command_id, [*members.values(), *officers.values(), *keyed]
        )
        streams = [*members.values(), *map(dues_stream, members.values()), *keyed]
        cases = {row.case_number for row in rows if isinstance(row, CaseRow | PaymentRow)}
        streams += [uuid5(asked.union_id, f"aid_case:{number}") for number in cases]
        events = await self._desk.read_events(asked.union_id, streams)
        return Desktop(
            union_id=asked.union_id,
            command_id=command_id,
            today=asked.today,
            year=year_of(asked),
            members=members,
            officers=officers,
            states=States(events),
            sealer=sealer,
            known=await known_fields(self._vault, asked.union_id, events, keyed),
            reversed_before=await self._reversed_before(asked.union_id, rows, members),
        )

    async def _reversed_before(
        self, union_id: UUID, rows: Sequence[Row], members: Mapping[str, MemberId]
    ) -> dict[str, int]:
        """Return how often each condolence of the file was reversed: the next one has an id of its own."""
        given = [row for row in rows if isinstance(row, CondolenceRow)]
        counts = dict.fromkeys(natural_keys(given, members), 0)
        asked = list(counts)
        while asked:
            ids = {
                key: uuid5(union_id, f"condolence:{numbered(key, counts[key])}") for key in asked
            }
            states = await self._desk.read_states(union_id, list(ids.values()))
            asked = [key for key in asked if states.of(ids[key], condolence.State).reversed]
            for key in asked:
                counts[key] += 1
        return {key: number for key, number in counts.items() if number}

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
    ) -> Ran:
        keys = await self._vault.union_keys(asked.union_id)
        beforehand = [*read.refused, *booked.refused]
        closed: list[RowRefusal] = []
        digests: list[str] = []
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
            closed[:] = rows
            found = totals_of(read.rows, rows)
            agreed = asked.agreed
            if agreed is not None:
                _refuse_other_totals(agreed, found)
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
                outcome=None if agreed is None else agreed.outcome,
                found=None if agreed is None else found,
                control=None if agreed is None else agreed.control,
                control_reason="" if agreed is None else agreed.control_reason,
            )

        def looked(events: Sequence[NewEvent]) -> None:
            counted = [read.kind, rows_read, msgspec.to_builtins(totals_of(read.rows, closed))]
            digests.append(digest_of(events, closed, counted, today=asked.today, keyed=keys.digest))
            if asked.agreed is not None and digests[-1] != asked.agreed.outcome:
                raise OutcomeChanged
            asked.told("writing", len(read.rows), len(read.rows))

        outcome = await self._desk.carry_out(
            Asked(
                union_id=asked.union_id,
                command_id=command_id,
                actor=asked.actor,
                request=asked.content,
                groups=[group.commands for group in booked.groups],
                expected=versions_seen(booked.groups),
                closing=closing,
                skip_refused=asked.skip_refused,
                dry_run=asked.dry_run or (bool(beforehand) and not asked.skip_refused),
                told=lambda done, of: asked.told("deciding", done, of),
                looked=looked,
            )
        )
        rows = refused_rows(outcome.refused)
        report = FileReport(
            file=asked.name,
            kind=read.kind,
            committed=outcome.receipt is not None,
            repeated=False,
            rows_read=rows_read,
            rows_accepted=rows_read - len(rows),
            refused=[refusal_of(asked.name, row) for row in rows],
            notes=remarks_of(asked.name, [*read.notes, *booked.notes]),
        )
        return Ran(
            report=report,
            outcome=digests[-1] if digests else "",
            totals=totals_of(read.rows, rows),
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


def _refuse_other_totals(agreed: Agreed, found: ControlTotals) -> None:
    """The rule is the aggregate's; here it also stops what would be skipped as a refused row."""
    control = agreed.control
    if control is None or control.agree_with(found) or agreed.control_reason.strip():
        return
    raise ControlDiffers
