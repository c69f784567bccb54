"""The clerks' journals, read as they grow."""

import json
from pathlib import Path
from uuid import UUID

import msgspec

_STORED_MOST = 299


class Answered(msgspec.Struct, frozen=True):
    """What a command was answered, when it was known."""

    command_id: UUID
    union_id: UUID
    status: int
    body: str
    asked_at: float
    at: float

    @property
    def is_stored(self) -> bool:
        return 200 <= self.status <= _STORED_MOST


class Journals:
    """All journals of a folder. `intents` maps a command to its union and the moment it was meant."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, int] = {}
        self.intents: dict[UUID, tuple[UUID, float]] = {}
        self.answers: dict[UUID, Answered] = {}
        self.again: list[tuple[UUID, int, str]] = []
        self.unknown: dict[str, int] = {}
        self.stored = 0
        self.last_stored_at = 0.0

    def read(self) -> list[Answered]:
        """Read on, and return what was answered since."""
        fresh: list[Answered] = []
        for path in sorted(self._folder.glob("*.journal")):
            with path.open("rb") as journal:
                journal.seek(self._read.get(path, 0))
                block = journal.read()
            whole = block.rfind(b"\n") + 1
            self._read[path] = self._read.get(path, 0) + whole
            for line in block[:whole].splitlines():
                answered = self._take(json.loads(line))
                if answered is not None:
                    fresh.append(answered)
        return fresh

    def open_intents(self) -> set[UUID]:
        """Return the commands whose outcome nobody knows yet."""
        return self.intents.keys() - self.answers.keys()

    def _take(self, record: dict[str, object]) -> Answered | None:
        match record:
            case {"intent": str(command), "union": str(union), "at": float(at)}:
                self.intents[UUID(command)] = (UUID(union), at)
            case {"again": str(command), "status": int(status), "body": str(body)}:
                self.again.append((UUID(command), status, body))
            case {"unknown": str(_), "why": str(why)}:
                self.unknown[why] = self.unknown.get(why, 0) + 1
            case {
                "answered": str(command),
                "status": int(status),
                "body": str(body),
                "at": float(at),
            }:
                command_id = UUID(command)
                union_id, asked_at = self.intents[command_id]
                known = Answered(command_id, union_id, status, body, asked_at, at)
                self.answers[command_id] = known
                if known.is_stored:
                    self.stored += 1
                    self.last_stored_at = max(self.last_stored_at, at)
                return known
        return None
