"""Who holds which office of a union, and whether the people who sign are different people.

Source: 会计法 art. 25 and 35 (记账, 审批, 经办, 保管 separated; 出纳 keeps no accounts), domain.md 5.4: recipient,
requester, reviewer, approver and cashier are different people.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.ids import MemberId, OfficerId

Office = Literal[
    "chairperson",
    "accountant",
    "cashier",
    "audit_committee_chair",
    "handler",
    "reviewer",
    "approver",
    "vice_chairperson",
    "audit_committee_member",
    "women_committee_chair",
    "group_leader",
]

INCOMPATIBLE: dict[Office, Office] = {"accountant": "cashier", "cashier": "accountant"}
APPROVING: frozenset[Office] = frozenset({"chairperson", "vice_chairperson", "approver"})
"""Offices that may approve a payment."""


class Officers(msgspec.Struct, frozen=True):
    """Offices by officer until their date (None: no end known), and which officer is which member."""

    held: dict[tuple[OfficerId, Office], date | None] = {}
    members: dict[OfficerId, MemberId] = {}

    def holds(self, officer_id: OfficerId, office: Office, day: date) -> bool:
        """Tell whether an officer holds an office on a day."""
        held = (officer_id, office)
        until = self.held.get(held)
        return held in self.held and (until is None or until > day)

    def holds_any(self, officer_id: OfficerId, offices: Iterable[Office], day: date) -> bool:
        """Tell whether an officer holds one of some offices on a day."""
        return any(self.holds(officer_id, office, day) for office in offices)

    def person(self, officer_id: OfficerId) -> UUID:
        """Return who an officer is: the member's id where it is known, else the officer's own."""
        return self.members.get(officer_id, officer_id)

    def with_office(
        self,
        officer_id: OfficerId,
        office: Office,
        until: date | None,
        member_id: MemberId | None = None,
    ) -> "Officers":
        """Return the officers after one took an office, or its end became known."""
        members = self.members
        if member_id is not None:
            members = {**members, officer_id: member_id}
        return Officers({**self.held, (officer_id, office): until}, members)

    def clashes(
        self, officer_id: OfficerId, office: Office, day: date, *, member_id: MemberId | None = None
    ) -> bool:
        """Tell whether an office is incompatible with one held already (会计法 art. 35: 出纳不得兼任会计).

        Whoever is known as a member is one person, under whatever officer's id.
        """
        other = INCOMPATIBLE.get(office)
        if other is None:
            return False
        person = member_id or self.person(officer_id)
        return any(
            held == other and self.holds(holder, other, day)
            for holder, held in self.held
            if holder == officer_id or self.person(holder) == person
        )

    def are_different(self, *signing: OfficerId | None, recipient: MemberId | None = None) -> bool:
        """Tell whether all who sign, and who receives, are different people; None signs nothing."""
        people = [self.person(officer_id) for officer_id in signing if officer_id is not None]
        if recipient is not None:
            people.append(recipient)
        return len(set(people)) == len(people)
