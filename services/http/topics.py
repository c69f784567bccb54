"""On which topic of an audit a read is: the one table by which a key of an engagement is let in."""

from collections.abc import Mapping
from typing import Final

from domain.catalogue import CATALOGUE
from domain.engagement.topics import Topic, topic_of

EVERYTHING: Final[Topic] = "events"
"""What an operation needs that stands in no table below: it may show whatever there is."""

TOPIC_OF_TAG: Final[Mapping[str, Topic | None]] = {
    "access": None,
    "unions": None,
    "engagements": None,
    "findings": None,
    "disclosures": None,
    "evidence": None,
    "members": "members",
    "branches": "members",
    "transfers": "members",
    "dues": "dues",
    "aid": "aid",
    "condolences": "condolence",
    "books": "books",
    "vouchers": "books",
    "budgets": "budget",
    "contributions": "contribution",
    "funds": "funds",
    "attachments": EVERYTHING,
    "log": EVERYTHING,
    "tasks": EVERYTHING,
}
"""None: open under every engagement."""

TOPIC_OF_OPERATION: Final[Mapping[str, Topic | None]] = {
    "readHead": None,
    "readAuditReport": "books",
    "readSetup": EVERYTHING,
    "makeBundle": EVERYTHING,
    "findBundle": EVERYTHING,
    "readBundle": EVERYTHING,
}
"""What shows more, or less, than the others of its tag: a bundle holds the whole log, a head nothing of it.

A report tells income, expenditure and balances; what is set up is counted from members to books.
"""

TOPIC_OF_LEDGER: Final[Mapping[str, Topic | None]] = {
    "L1": "members",
    "L2": "members",
    "L3": "dues",
    "L4": "dues",
    "L5": "dues",
    "L6": "contribution",
    "L7": "books",
    "L8": "books",
    "L9": "books",
    "L10": "books",
    "L11": "budget",
    "L12": "aid",
    "L13": "aid",
    "L14": "aid",
    "L15": "condolence",
    "L16": "condolence",
    "L17": "aid",
    "L18": "aid",
    "L32": None,
}
"""Ledgers (domain.md 6.1), wherever one stands in an address."""

TOPIC_OF_PACKAGE: Final[Mapping[str, Topic | None]] = {
    "union": None,
    "engagement": None,
    "finding": None,
    "disclosure": None,
    "statement": None,
    "member": "members",
    "branch": "members",
    "dues": "dues",
    "dues_batch": "dues",
    "household": "aid",
    "aid_case": "aid",
    "pay_batch": "aid",
    "pairing": "aid",
    "visit": "aid",
    "condolence": "condolence",
    "voucher": "books",
    "bank_statement": "books",
    "budget": "budget",
    "contribution": "contribution",
    "subsidy": "funds",
    "custodial": "funds",
}
"""Packages of events, for whoever asks for one event by its position; what posts to the books aside."""

OF_ONE_ENGAGEMENT: Final = frozenset({"engagement", "finding"})
"""Packages whose events are open under the engagement they belong to, and under no other."""


def topic_of_event(event_topic: str) -> Topic | None:
    """Return the topic one event is on; one that posts to the books is on the topic it is drawn under."""
    event = CATALOGUE.get(event_topic)
    if event is not None and "lines" in event.__struct_fields__:
        return topic_of(event_topic) or EVERYTHING
    return TOPIC_OF_PACKAGE.get(event_topic.partition(".")[0], EVERYTHING)


def topic_of_read(operation_id: str, tag: str, given: Mapping[str, object]) -> Topic | None:
    """Return the topic a read is on: by its name, by the ledger in its address, else by its tag."""
    if operation_id in TOPIC_OF_OPERATION:
        return TOPIC_OF_OPERATION[operation_id]
    ledger = given.get("ledger")
    if ledger is not None:
        return TOPIC_OF_LEDGER.get(str(ledger), EVERYTHING)
    return TOPIC_OF_TAG.get(tag, EVERYTHING)
