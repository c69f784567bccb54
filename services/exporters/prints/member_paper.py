"""工会会员登记表 and 组织关系接转介绍信 (章程 arts. 2 and 5): what the roster knows, and room for who signs."""

from collections.abc import Mapping, Sequence

import msgspec

from services.exporters.ledgers.table import word
from services.exporters.prints.document import (
    AnyBlock,
    Column,
    Facts,
    NewPage,
    Opinion,
    Sheet,
    Signatures,
    Table,
    Words,
    to_sign,
)
from services.exporters.prints.forms import facts
from services.exporters.prints.layout import layout
from services.exporters.prints.stand import Stand
from services.reads.rows import ChangeRow, MemberRow
from services.words import prints as words

_ACROSS = 3


def member_paper(
    member: MemberRow, changes: Sequence[ChangeRow], union: str, stand: Stand
) -> Sheet:
    """Return the registration form of somebody, with every change of membership."""
    told = {**member.profile, **_entry(member)}
    blocks: list[AnyBlock] = [
        Facts(
            items=facts(words.MEMBER_FIELDS, told, wide=frozenset(), across=_ACROSS), across=_ACROSS
        ),
        Opinion(
            label=words.MEMBER_WISH_LABEL,
            text=words.MEMBER_WISH,
            signed=[*to_sign([words.APPLICANT]), words.BY_HAND],
        ),
        *(
            Opinion(label=label, signed=[*to_sign([words.RESPONSIBLE]), words.STAMP, words.BY_HAND])
            for label in words.MEMBER_OPINIONS
        ),
        _changes(changes),
    ]
    return Sheet(
        title=words.MEMBER_TITLE,
        left=words.UNION.format(union=union),
        mark=stand.mark,
        tenths=100,
        blocks=blocks,
    )


def _entry(member: MemberRow) -> Mapping[str, str]:
    place = "/".join(part for part in (member.branch, member.group) if part)
    entered = {
        "name": member.person.name,
        "id_number": member.person.id_number,
        "place": place,
        "joined_on": member.joined_on,
        "applied_on": member.applied_on,
        "membership": word("transferring" if member.transferring else member.membership),
        "since": member.since,
    }
    number = certificate_no(member)
    told = {name: "" if value is None else str(value) for name, value in entered.items()}
    return told | ({"certificate_no": number} if number else {})


def certificate_no(member: MemberRow) -> str:
    """Return the number of the certificate somebody holds, or of the one the roster names."""
    return member.certificate.get("number") or member.profile.get("certificate_no") or ""


def _changes(changes: Sequence[ChangeRow]) -> Table:
    rows = [
        [
            str(row.changed_on),
            word(row.change),
            row.details.get("reason") or word(row.cause),
            row.other_union or "",
            row.decision_no or "",
        ]
        for row in changes
    ]
    laid = layout(words.MEMBER_CHANGE_COLUMNS, rows, flipped=False, by_hand=frozenset())
    columns = [
        Column(title=title, weight=weight)
        for title, weight in zip(words.MEMBER_CHANGE_COLUMNS, laid.weights, strict=True)
    ]
    return Table(columns=columns, rows=rows, caption=words.MEMBER_CHANGES)


class TransferTold(msgspec.Struct, frozen=True, kw_only=True):
    """A letter of transfer as the books of the old union have it."""

    transfer_id: str
    other_union: str
    changed_on: str
    decision_no: str
    last_dues_month: str


def transfer_paper(member: MemberRow, told: TransferTold, union: str, stand: Stand) -> Sheet:
    """Return the letter, and on a page of its own the answer that the new union sends back."""
    name, id_number = member.person.name or "", member.person.id_number or ""
    values = {
        **msgspec.structs.asdict(told),
        "joined_on": "" if member.joined_on is None else str(member.joined_on),
        "certificate_no": certificate_no(member),
    }
    receipt = words.TRANSFER_RECEIPT_WORDS.format(
        union=union, name=name, transfer_id=told.transfer_id
    )
    to = told.other_union or words.TRANSFER_TO_UNKNOWN
    blocks: list[AnyBlock] = [
        Words(text=words.TRANSFER_TO.format(union=to)),
        Words(text=words.TRANSFER_WORDS.format(name=name, id_number=id_number)),
        Facts(
            items=facts(words.TRANSFER_FACTS, values, wide=frozenset({"transfer_id"}), across=2),
            across=2,
        ),
        Signatures(
            names=[*to_sign([words.TRANSFER_SIGNED]), f"{union}{words.STAMP}", words.BY_HAND]
        ),
        NewPage(),
        Words(text=words.TRANSFER_RECEIPT),
        Words(text=receipt),
        Signatures(names=[*to_sign([words.TRANSFER_SIGNED]), f"{to}{words.STAMP}", words.BY_HAND]),
    ]
    return Sheet(
        title=words.TRANSFER_TITLE,
        left=words.UNION.format(union=union),
        mark=stand.mark,
        tenths=115,
        blocks=blocks,
    )
