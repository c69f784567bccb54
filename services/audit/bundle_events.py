"""Events as lines of `events.jsonl`, and what is noted while they pass: names, papers, the last business date."""

import base64
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from domain.attachment import papers_in

_MAY_NAME_PAPER: Final = (b'sha256"', b'"bank_file"', b'"signed_list"', b"\\")
_NAMING_TOPICS: Final = frozenset({"union.registered", "union.renamed", "federation.registered"})

_encoder = msgspec.json.Encoder()


class Passed:
    """What is known of a union's log after its events have passed."""

    def __init__(self) -> None:
        self.last = 0
        self.code = ""
        self.name = ""
        self.papers: dict[str, list[int]] = {}

    def lines(self, rows: Sequence[Any]) -> bytes:
        """Return a stretch of events as lines; each row is one of `bundle_events`."""
        for row in rows:
            self._note(row["topic"], row["position"], row["body"])
        if rows:
            self.last = rows[-1]["position"]
        return b"".join(_line(row) for row in rows)

    def _note(self, topic: str, position: int, body: bytes) -> None:
        is_naming = topic in _NAMING_TOPICS
        if not is_naming and not any(mark in body for mark in _MAY_NAME_PAPER):
            return
        try:
            content = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return  # written all the same: the verifier says what is wrong with it
        if is_naming and isinstance(content, dict):
            self.code = str(content.get("code", self.code))
            self.name = str(content.get("name", self.name))
        for digest in sorted(set(papers_in(topic, content))):
            self.papers.setdefault(digest, []).append(position)


def _line(row: Any) -> bytes:  # noqa: ANN401 # a row as the database gives it
    line = {
        "position": row["position"],
        "stream": row["stream_id"],
        "version": row["version"],
        "topic": row["topic"],
        "schema_version": row["schema_version"],
        "recorded_at": row["recorded_at"],
        "occurred_on": row["occurred_on"],
        "actor": row["actor_id"],
        "command": row["command_id"],
        "digest": row["digest"].hex(),
        "hash": row["hash"].hex(),
    }
    body: bytes = row["body"]
    try:
        line["body"] = body.decode()
    except UnicodeDecodeError:
        line["body_base64"] = base64.b64encode(body).decode()
    return _encoder.encode(line) + b"\n"
