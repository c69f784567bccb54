"""A clerk: writes through HTTP and keeps a journal of what it meant to do and of what it was answered.

`python clerk.py SPECIFICATION.json` needs nothing but Python. Each of its threads has a journal and a
connection of its own. Before a command is sent its intent is on disk, after an answer the answer is. An outcome
is *ok* (2xx), *refused* (4xx) or *unknown* (503, or no answer at all); what is unknown is sent again under the
same command id until it is known. The process ends on SIGTERM, when nothing of its is unknown any more.
"""

import http.client
import json
import os
import random
import signal
import socket
import struct
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 40
GIVE_UP_SECONDS = 90
PAUSES = (0.02, 0.05, 0.1, 0.2)
MONTHS = [f"2026-{month:02d}" for month in range(1, 13)]
DIGIT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
SYLLABLES = "安白成德恩方国和江开林明宁平青瑞山天文星"
ACTS = (("receipt", 50), ("receipts", 10), ("register", 15), ("officer", 15), ("again", 10))
stopping = threading.Event()


class Journal:
    """Lines on disk: what is written here survives whatever happens next."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, **fields: Any) -> None:  # noqa: ANN401 # a record of any shape
        """Put one record on disk."""
        record = json.dumps(fields | {"at": time.monotonic()}, ensure_ascii=False)
        os.write(self._file, record.encode() + b"\n")
        os.fsync(self._file)


class Clerk(threading.Thread):
    """One thread: a seed, a journal, some unions and the ports to reach them by."""

    def __init__(self, specification: dict[str, Any], number: int) -> None:
        super().__init__(name=f"clerk-{number}")
        self._dice = random.Random(f"{specification['seed']}/{number}")  # noqa: S311 # repeatable
        self._number = number
        self._unions = specification["unions"]
        self._ports = specification["ports"]
        self._first_amount = number * 10_000_000
        self._journal = Journal(Path(specification["folder"]) / f"{number}.journal")
        self._done: list[tuple[dict[str, Any], str]] = []
        self._members = {one["union_id"]: list(one["members"]) for one in self._unions}
        self._versions = {one["union_id"]: one["version"] for one in self._unions}
        self._connection: http.client.HTTPConnection | None = None
        self._turn = number
        self._count = 0

    def run(self) -> None:
        """Do one thing after another until told to stop."""
        names, weights = zip(*ACTS, strict=True)
        while not stopping.is_set():
            act = self._dice.choices(names, weights)[0]
            getattr(self, f"_{act}")(self._dice.choice(self._unions))

    def _receipt(self, union: dict[str, Any], heads: int = 1) -> None:
        members = self._members[union["union_id"]]
        paid = [
            {
                "member_id": self._dice.choice(members),
                "dues_month": self._dice.choice(MONTHS),
                "amount_fen": self._amount(),
            }
            for _ in range(heads)
        ]
        self._ask(union, "dues/receipts", {"occurred_on": "2026-12-31", "receipts": paid})

    def _receipts(self, union: dict[str, Any]) -> None:
        self._receipt(union, self._dice.randint(2, 30))

    def _register(self, union: dict[str, Any]) -> None:
        body = {
            "occurred_on": "2026-01-05",
            "name": "王小明",
            "id_number": self._id_number(),
            "profile": {"department": "办公室", "mobile": "13800138000"},
            "joined_on": "2010-05-01",
        }
        status, answer, _ = self._ask(union, "members/register", body)
        if status < 300:
            self._members[union["union_id"]].append(json.loads(answer)["member_id"])

    def _officer(self, union: dict[str, Any]) -> None:
        """An edit of what others edit too: it names the version it has seen."""
        seen = self._versions[union["union_id"]]
        body = {"occurred_on": "2026-01-01", "name": self._new_name(), "office": "approver"}
        _, _, version = self._ask(union, "officers", body, if_match=seen)
        if version is not None:
            self._versions[union["union_id"]] = version

    def _again(self, _union: dict[str, Any]) -> None:
        """Send an old command once more: the answer is the first one, byte for byte."""
        if not self._done:
            return
        intent, _ = self._dice.choice(self._done)
        status, answer, _ = self._until_known(intent)
        self._journal.write(again=intent["id"], status=status, body=answer)

    def _ask(
        self, union: dict[str, Any], path: str, body: dict[str, Any], if_match: int | None = None
    ) -> tuple[int, str, int | None]:
        intent = {
            "id": str(uuid.UUID(int=self._dice.getrandbits(128), version=4)),
            "union": union["union_id"],
            "path": f"/v1/unions/{union['union_id']}/{path}",
            "body": json.dumps(body, ensure_ascii=False),
            "if_match": if_match,
            "key": union["key"],
        }
        self._journal.write(intent=intent["id"], union=union["union_id"])
        status, answer, version = self._until_known(intent)
        self._journal.write(answered=intent["id"], status=status, body=answer)
        if status < 300:
            self._done.append((intent, answer))
        return status, answer, version

    def _until_known(self, intent: dict[str, Any]) -> tuple[int, str, int | None]:
        begun = time.monotonic()
        tries = 0
        while True:
            try:
                status, answer, version = self._send(intent)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self._journal.write(unknown=intent["id"], why=type(error).__name__, status=None)
            else:
                if status != 503:
                    return status, answer, version
                self._journal.write(unknown=intent["id"], why=code_of(answer), status=503)
            if time.monotonic() - begun > GIVE_UP_SECONDS:
                return 0, "given up", None
            time.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1

    def _send(self, intent: dict[str, Any]) -> tuple[int, str, int | None]:
        headers = {
            "Authorization": f"Bearer {intent['key']}",
            "Idempotency-Key": intent["id"],
            "Content-Type": "application/json",
        }
        if intent["if_match"] is not None:
            headers["If-Match"] = f'"{intent["if_match"]}"'
        connection = self._connection or self._connect()
        self._connection = None
        try:
            connection.request("POST", intent["path"], intent["body"].encode(), headers)
            answered = connection.getresponse()
            answer = answered.read().decode()
        except BaseException:
            abort(connection)
            raise
        self._connection = connection
        return answered.status, answer, version_of(answered.headers.get("ETag"))

    def _connect(self) -> http.client.HTTPConnection:
        self._turn += 1
        port = self._ports[self._turn % len(self._ports)]
        return http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)

    def _amount(self) -> int:
        self._count += 1
        return self._first_amount + self._count

    def _new_name(self) -> str:
        """A name that nobody else in the books has."""
        self._count += 1
        left, name = self._number * 1_000_000 + self._count, "王"
        while left:
            left, digit = divmod(left, len(SYLLABLES))
            name += SYLLABLES[digit]
        return name

    def _id_number(self) -> str:
        """An identity number with a valid check digit that no other clerk uses."""
        self._count += 1
        stem = f"1101{self._number % 100:02d}19{60 + self._count // 27_000 % 40:02d}"
        left = self._count % 27_000
        stem += f"{1 + left // 27 % 12:02d}{1 + left % 27:02d}{left // 324 % 1000:03d}"
        total = sum(int(digit) * weight for digit, weight in zip(stem, DIGIT_WEIGHTS, strict=True))
        return stem + CHECK_DIGITS[total % 11]


def abort(connection: http.client.HTTPConnection) -> None:
    """Leave without a farewell."""
    if connection.sock is not None:
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def version_of(tag: str | None) -> int | None:
    """Return the version a strong ETag names."""
    text = (tag or "").strip('"')
    return int(text) if text.isdecimal() else None


def code_of(answer: str) -> str:
    """Return the code of a problem."""
    try:
        return str(json.loads(answer)["code"])
    except (ValueError, KeyError, TypeError):
        return "malformed"


def fall(failure: threading.ExceptHookArgs) -> None:
    """End the whole process when one clerk cannot go on: a clerk that is silently gone would prove nothing."""
    sys.excepthook(failure.exc_type, failure.exc_value or failure.exc_type(), failure.exc_traceback)
    os._exit(70)


def main() -> int:
    """Run the clerks of one process."""
    specification = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    threading.excepthook = fall
    clerks = [Clerk(specification, number) for number in specification["numbers"]]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        while clerk.is_alive():
            clerk.join(0.1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
