"""Condolences (L15, L16): what was given, what each member was given on festivals, and what is asked for."""

from datetime import date
from uuid import UUID

import msgspec

from domain.condolence.events import Goods
from services.reads.ledger_pages import After, LedgerPages, Raw, dated_place
from services.reads.people import Fields, Opened, Person
from services.reads.rows import MoneyTotals, Page
from services.reads.scope import Scope

_NEEDS = ("roster", "condolence")


class CondolenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was given; `benefit_id` and `benefit_version` name the rules it was measured by."""

    condolence_id: UUID
    version: int
    member_id: UUID
    person: Person
    department: str | None
    occasion: str
    amount_fen: int
    details: Fields
    form: str | None
    relation: str | None
    festival: str | None
    goods: list[Goods]
    deliverer_id: UUID | None
    benefit_id: str | None
    benefit_version: int | None
    warnings: list[str]
    given_on: date


class FestivalGiftRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a member was given on a festival; `year_fen` adds up the year's gifts to this one."""

    condolence_id: UUID
    member_id: UUID
    person: Person
    department: str | None
    festival: str | None
    goods: list[Goods]
    form: str | None
    amount_fen: int
    year_fen: int
    given_on: date


class CondolenceRequestRow(msgspec.Struct, frozen=True, kw_only=True):
    condolence_id: UUID
    version: int
    member_id: UUID
    person: Person
    occasion: str
    amount_fen: int
    details: Fields
    form: str | None
    relation: str | None
    festival: str | None
    requested_on: date
    handler_id: UUID
    approved_fen: int | None
    approved_on: date | None
    approver_id: UUID | None
    decision_no: str | None
    rejection: str | None
    delivered_on: date | None


class CondolenceLedgers(LedgerPages):
    """Condolences (L15, L16)."""

    async def condolences(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        member_id: UUID | None = None,
        condolence_id: UUID | None = None,
    ) -> Page[CondolenceRow]:
        """慰问台账 (L15) between two dates."""
        place = dated_place(after, 1)
        return await self._page(
            scope,
            "condolence",
            "condolences",
            (since, scope.as_of, member_id, condolence_id, *place),
            limit,
            sealed=("identity", "profile", "details"),
            row=_condolence,
            needs=_NEEDS,
            key=lambda raw: (raw["given_on"], raw["condolence_id"]),
        )

    async def festival_gifts(
        self, scope: Scope, *, since: date, limit: int, after: After = None
    ) -> Page[FestivalGiftRow]:
        """节日慰问品发放签收表 (L16) between two dates of one year."""
        place = dated_place(after, 1)
        return await self._page(
            scope,
            "condolence",
            "festival_gifts",
            (since, scope.as_of, *place),
            limit,
            sealed=("identity", "profile"),
            row=_gift,
            needs=_NEEDS,
            key=lambda raw: (raw["given_on"], raw["condolence_id"]),
        )

    async def condolence_requests(
        self,
        scope: Scope,
        *,
        limit: int,
        after: After = None,
        condolence_id: UUID | None = None,
    ) -> Page[CondolenceRequestRow]:
        """What was asked for, and what became of it."""
        place = dated_place(after, 1)
        return await self._page(
            scope,
            "condolence",
            "condolence_requests",
            (scope.as_of, condolence_id, *place),
            limit,
            sealed=("identity", "details"),
            row=_request,
            needs=_NEEDS,
            key=lambda raw: (raw["requested_on"], raw["condolence_id"]),
        )

    async def condolence_totals(self, scope: Scope, *, since: date) -> MoneyTotals:
        """What the condolences between two dates add up to."""
        return await self._totals(scope, "condolence", "condolence_totals", since, _NEEDS)


def _condolence(raw: Raw, open_: Opened) -> CondolenceRow:
    return CondolenceRow(
        condolence_id=raw["condolence_id"],
        version=raw["version"],
        member_id=raw["member_id"],
        person=open_.person(raw["identity"]),
        department=open_.fields(raw["profile"], "profile").get("department"),
        occasion=raw["occasion"],
        amount_fen=raw["amount_fen"],
        details=open_.fields(raw["details"], "details"),
        form=raw["form"],
        relation=raw["relation"],
        festival=raw["festival"],
        goods=msgspec.json.decode(raw["goods"], type=list[Goods]),
        deliverer_id=raw["deliverer_id"],
        benefit_id=raw["benefit_id"],
        benefit_version=raw["benefit_version"],
        warnings=msgspec.json.decode(raw["warnings"], type=list[str]),
        given_on=raw["given_on"],
    )


def _gift(raw: Raw, open_: Opened) -> FestivalGiftRow:
    return FestivalGiftRow(
        condolence_id=raw["condolence_id"],
        member_id=raw["member_id"],
        person=open_.person(raw["identity"]),
        department=open_.fields(raw["profile"], "profile").get("department"),
        festival=raw["festival"],
        goods=msgspec.json.decode(raw["goods"], type=list[Goods]),
        form=raw["form"],
        amount_fen=raw["amount_fen"],
        year_fen=raw["year_fen"],
        given_on=raw["given_on"],
    )


def _request(raw: Raw, open_: Opened) -> CondolenceRequestRow:
    return CondolenceRequestRow(
        condolence_id=raw["condolence_id"],
        version=raw["version"],
        member_id=raw["member_id"],
        person=open_.person(raw["identity"]),
        occasion=raw["occasion"],
        amount_fen=raw["amount_fen"],
        details=open_.fields(raw["details"], "details"),
        form=raw["form"],
        relation=raw["relation"],
        festival=raw["festival"],
        requested_on=raw["requested_on"],
        handler_id=raw["handler_id"],
        approved_fen=raw["approved_fen"],
        approved_on=raw["approved_on"],
        approver_id=raw["approver_id"],
        decision_no=raw["decision_no"],
        rejection=raw["rejection"],
        delivered_on=raw["delivered_on"],
    )
