"""What an audit may look into, and which events each topic is about (audit-reg art. 23, domain.md 7.1)."""

from typing import Final, Literal

Topic = Literal[
    "members", "dues", "aid", "condolence", "books", "budget", "contribution", "funds", "events"
]
"""`events`: the log itself, whatever it is about. What a union is and who holds its offices is always open."""

SAMPLED: Final[dict[str, Topic]] = {
    "dues": "dues",
    "aid_case": "aid",
    "condolence": "condolence",
    "voucher": "books",
    "union": "books",
    "contribution": "contribution",
    "subsidy": "funds",
    "custodial": "funds",
    "federation": "funds",
}
"""Package of an event that posts to the books → the topic it is drawn under; with `events`, all are."""


def topic_of(event_topic: str) -> Topic | None:
    """Return the topic an event is drawn under, None for one that never posts."""
    return SAMPLED.get(event_topic.partition(".")[0])
