"""What may be asked of a federation."""

from typing import Literal

from domain.command import Command
from domain.ids import UnionId


class RegisterFederation(Command, frozen=True, kw_only=True):
    code: str
    name: str
    credit_code: str | None = None


class EnrolUnit(Command, frozen=True, kw_only=True):
    unit_id: UnionId
    code: str
    name: str
    parent_id: UnionId
    edge: Literal["territorial", "industrial", "zone"]
    legal_person: bool


class AnswerIdentityInquiry(Command, frozen=True, kw_only=True):
    """`live` was looked up before: the answer is decided elsewhere, that it was given is recorded."""

    reason: str
    live: bool


FederationCommand = RegisterFederation | EnrolUnit | AnswerIdentityInquiry
