"""One union's log, made from a seed; any event can be changed, and what follows is chained anew."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from domain.chain import EventFields, digest_of, genesis, link
from tests.offline.making import posted, written

CHARTER = b'{"of":"unit"}'
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
NAMED_AT = 28
"""Where the union is registered; the first events are about other things."""
FOUNDED = BEGUN + timedelta(minutes=25)
"""After the second census and before the third: they are taken ten minutes apart."""
CLERK, CASHIER = (str(UUID(int=number)) for number in (31, 34))


class History:
    """Events of one union with their digests and hashes."""

    def __init__(self, seed: int, events: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 # repeatable on purpose
        self.union_id = UUID(int=self.dice.getrandbits(128))
        self.fields = [self._event(self.dice, position) for position in range(1, events + 1)]
        versions: dict[UUID, int] = {}
        for place, fields in enumerate(self.fields):
            version = versions.get(fields.stream_id, 0) + 1
            versions[fields.stream_id] = version
            self.fields[place] = msgspec.structs.replace(fields, version=version)
        self.digests: list[bytes] = []
        self.hashes: list[bytes] = []
        self.charter = CHARTER
        self.named = ("U001", "某单位工会") if events >= NAMED_AT else ("", "")
        self.chain()

    def _event(self, dice: random.Random, position: int) -> EventFields:
        stream = UUID(int=dice.randrange(1, 8))
        topic, body = self._content(dice, position)
        if topic.startswith(("voucher", "aid_case", "condolence")):
            stream = UUID(int=dice.randrange(100, 10**6))
        return EventFields(
            union_id=self.union_id,
            position=position,
            stream_id=stream,
            version=0,
            topic=topic,
            schema_version=1,
            recorded_at=FOUNDED + timedelta(seconds=position // 2, microseconds=7),
            occurred_on=date(2025 + position % 2, 1 + position % 12, 3),
            actor_id="clerk-1",
            command_id=UUID(int=dice.getrandbits(128)),
            body=body,
        )

    def _content(self, dice: random.Random, position: int) -> tuple[str, bytes]:
        fen = dice.randrange(1, 10**6)
        kind = position % 7
        lines = posted(fen, fund=dice.choice(["own_funds", "hardship_earmarked"]))
        if position == NAMED_AT:
            return "union.registered", written(code="U001", name="某单位工会")
        if kind == 1:
            return "dues.received", written(
                dues_month=f"2026-{1 + position % 12:02d}", amount_fen=fen, lines=lines
            )
        if kind == 2:
            return "aid_case.paid", written(
                amount_fen=fen, lines=lines, recipient_id="m-1", cashier_id=CASHIER
            )
        if kind == 3:
            return "aid_case.payment_returned", written(amount_fen=fen, lines=posted(-fen))
        if kind == 4:
            return "voucher.posted", written(
                kind="opening" if position < 6 else "ordinary", lines=lines, posted_by=CASHIER
            )
        if kind == 5:
            paper = {"sha256": dice.randbytes(32).hex(), "byte_count": 5, "media_type": "image/png"}
            return "voucher.drafted", written(
                kind="ordinary", handler_id=CLERK, attachments=[paper], note="正\n\\ \u2028"
            )
        if kind == 6:
            return "condolence.recorded", written(
                amount_fen=fen, lines=lines, details={"box": "QUJD"}
            )
        return "member.registered", written(name="x")

    def chain(self, *, rehash: bool = True) -> None:
        """Compute digests and hashes from the fields as they are now."""
        self.digests = [digest_of(fields) for fields in self.fields]
        if rehash:
            self.link()

    def link(self) -> None:
        """Compute the hashes from the digests as they are now."""
        self.hashes, previous = [], genesis(self.union_id, self.charter)
        for digest in self.digests:
            previous = link(previous, digest)
            self.hashes.append(previous)

    def change(self, position: int, **changed: Any) -> None:  # noqa: ANN401
        """Change an event before it is hashed."""
        self.fields[position - 1] = msgspec.structs.replace(self.fields[position - 1], **changed)
