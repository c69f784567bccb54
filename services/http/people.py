"""Personal fields on their way in: checked for form at this edge, then sealed, before anything decides on them."""

import re
import unicodedata
from datetime import date
from itertools import count
from typing import Annotated
from uuid import UUID

import msgspec

from domain.sealed import KeyKind, Sealed
from services.http.asking import Asking
from services.http.fields import (
    Body,
    CardNumber,
    IdNumber,
    Mobile,
    PersonName,
    SealedCode,
    Text,
    Title,
)
from services.http.problems import Fault, Problem
from services.importers.cells import CellRefusal, checked_id, parse_name
from services.keys import Sealer

_ID_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")  # ASCII digits only, whatever else looks like one
_Word = Annotated[str, msgspec.Meta(max_length=100)]


class Profile(Body, frozen=True, kw_only=True):
    """What is personal besides name and ID number; sealed under the person's file key."""

    gender: _Word | None = None
    birth_date: date | None = None
    ethnicity: _Word | None = None
    political_status: _Word | None = None
    education_level: _Word | None = None
    household_type: _Word | None = None
    is_migrant_worker: bool | None = None
    department: Title | None = None
    employment_form: _Word | None = None
    mobile: Mobile | None = None
    certificate_no: SealedCode | None = None
    remark: Text | None = None


class ChangeDetails(Body, frozen=True, kw_only=True):
    """What is personal about a change of membership."""

    reason: Text | None = None
    handler: _Word | None = None
    remark: Text | None = None


class Circumstances(Body, frozen=True, kw_only=True):
    """Why and how hard a household is up; `monthly_income_fen` is per head."""

    cause: Text | None = None
    family_size: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None
    monthly_income_fen: Annotated[int, msgspec.Meta(ge=0, le=10**12)] | None = None
    remark: Text | None = None


class Payee(Body, frozen=True, kw_only=True):
    """Where a payment goes; sealed under the recipient's books key."""

    bank_name: Title | None = None
    bank_account: CardNumber | None = None
    mobile: Mobile | None = None


class CondolenceDetails(Body, frozen=True, kw_only=True):
    """What is personal about a condolence, and its voucher number."""

    evidence: Text | None = None
    relation: _Word | None = None
    form: _Word | None = None
    visitors: Title | None = None
    voucher_no: SealedCode | None = None
    remark: Text | None = None


class Person(msgspec.Struct, frozen=True):
    """A name and an ID number in good form."""

    name: str
    id_number: str

    def fields(self) -> dict[str, str]:
        return {"name": self.name, "id_number": self.id_number}


def person(name: PersonName, id_number: IdNumber) -> Person:
    """Return both in good form; raises one Problem that names every fault."""
    checked_name, checked_number = _name(name), _id_number(id_number)
    faults = [
        Fault(pointer, f"person.{checked.kind}")
        for pointer, checked in (("#/name", checked_name), ("#/id_number", checked_number))
        if isinstance(checked, CellRefusal)
    ]
    if isinstance(checked_name, CellRefusal) or isinstance(checked_number, CellRefusal):
        raise Problem(faults[0].code, faults=faults)
    return Person(checked_name, checked_number)


def person_name(name: PersonName) -> str:
    """Return a name in good form (NFC)."""
    checked = _name(name)
    if isinstance(checked, CellRefusal):
        code = f"person.{checked.kind}"
        raise Problem(code, faults=[Fault("#/name", code)])
    return checked


def id_number_of(text: IdNumber) -> str:
    """Return an ID number in good form. The area code is never checked: codes are retired and split."""
    checked = _id_number(text)
    if isinstance(checked, CellRefusal):
        code = f"person.{checked.kind}"
        raise Problem(code, faults=[Fault("#/id_number", code)])
    return checked


def _name(text: str) -> str | CellRefusal:
    checked = parse_name(text)
    return CellRefusal("name_missing") if checked is None else checked


def _id_number(text: str) -> str | CellRefusal:
    if not _ID_NUMBER.fullmatch(text):
        return CellRefusal("id_malformed")
    checked = checked_id(text.upper())
    if isinstance(checked, CellRefusal) and checked.kind == "id_destroyed":
        return CellRefusal("id_check_digit")  # no spreadsheet was at work here
    return checked


class Seals:
    """Seals the personal fields of one request, each under a number of its own."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._numbers = count()

    def identity(self, member_id: UUID, known: Person) -> Sealed:
        return self.seal(member_id, "books", "identity", known.fields())

    def struct(self, member_id: UUID, key: KeyKind, field: str, body: Body) -> Sealed:
        return self.seal(member_id, key, field, texts_of(body))

    def details(self, member_id: UUID, details: Body | None) -> Sealed | None:
        return None if details is None else self.struct(member_id, "file", "details", details)

    def seal(self, subject_id: UUID, key: KeyKind, field: str, fields: dict[str, str]) -> Sealed:
        """Seal for a person who has keys here; whoever has none is not known here."""
        try:
            return self._sealer.seal(
                subject_id, key, field=field, ordinal=next(self._numbers), fields=fields
            )
        except KeyError:
            raise Problem("member.unknown") from None


async def seals(asking: Asking, *subject_ids: UUID) -> Seals:
    """Return what seals for these people within this request's command."""
    vault = asking.parts.vault
    return Seals(await vault.sealer(asking.tenant_id, asking.command_id, subject_ids))


async def enrolled(asking: Asking, known: Person) -> UUID:
    """Return the person's id on these books, and let the county's yes-or-no index know of them."""
    vault, union_id = asking.parts.vault, asking.tenant_id
    people = await vault.enrol(union_id, "id_number", [known.id_number])
    federation_id = (await asking.parts.desk.read_union(union_id)).federation_id
    if federation_id is not None:
        await vault.list_in_county(federation_id, union_id, people)
    return people[known.id_number]


def texts_of(body: Body) -> dict[str, str]:
    """Return the fields given, as text in normal form."""
    given = ((name, getattr(body, name)) for name in body.__struct_fields__)
    return {name: _text(value) for name, value in given if value is not None}


def _listed(bodies: tuple[object, ...]) -> str:
    """Return a list as one text: a group of fields is sealed as texts. An empty one is left out."""
    told = [texts_of(body) for body in bodies if isinstance(body, Body)]
    return msgspec.json.encode(told).decode() if told else ""


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case tuple():
            return _listed(value)
        case _:
            return unicodedata.normalize("NFC", str(value))
