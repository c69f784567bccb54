"""Opens sealed values only to compare them: what comes out is yes, no, or a token that leads back to nothing.

The plaintext lives inside these functions and is never kept, logged or answered.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar
from uuid import UUID

from domain.aid_case.events import AidPaid
from domain.event import Recorded
from domain.irregularity.books import Holder, Opened
from domain.sealed import Sealed
from domain.voucher.events import VoucherDrafted, VoucherRevised
from services.keys import Vault
from services.keys.sealing import Fields, Opener

K = TypeVar("K", UUID, int)
Token = Callable[[str, str], str]
"""(kind, text) → a token under some key."""
_HOLDER, _ACCOUNT, _ADDRESS = "account_name", "bank_account", "address"
_NEEDED = frozenset({"R04", "R05", "R12", "R19"})
"""Rules that look at what is sealed."""


class _Closed(NamedTuple):
    """A sealed value, and the command it was sealed for."""

    sealed: Sealed
    command_id: UUID


async def opened_facts(
    vault: Vault,
    union_id: UUID,
    log: Sequence[Recorded],
    words: Iterable[str],
    rules: Iterable[str],
) -> Opened:
    """Return the plain facts that some rules need; `words` are those of the policy R12 looks for."""
    if _NEEDED.isdisjoint(rules):
        return Opened()
    names, payees = _newest(log, "identity"), _payees(log)
    homes, vouchers = _newest(log, "circumstances"), _vouchers(log)
    recipients = {paid.recipient_id for paid in _paid(log)}
    names = {who: closed for who, closed in names.items() if who in recipients}
    closed = [*names.values(), *payees.values(), *homes.values(), *vouchers.values()]
    opener = await vault.opener(union_id, {one.sealed.subject_id for one in closed})
    keys = await vault.union_keys(union_id)

    def token(kind: str, text: str) -> str:
        return keys.blind(f"audit {kind}", text).hex()

    read = {number: _open(opener, one, "details") for number, one in vouchers.items()}
    told = {
        who: _bare((_open(opener, one, "identity") or {}).get("name")) for who, one in names.items()
    }
    paid_to = {place: _open(opener, one, "payee") for place, one in payees.items()}
    return Opened(
        holders=_holders(log, paid_to, told),
        accounts=_tokens(paid_to, _ACCOUNT, token),
        counterparties=_tokens(read, "counterparty", token),
        employer_words=_worded(read, tuple(words)),
        addresses=_tokens(
            {home: _open(opener, one, "circumstances") for home, one in homes.items()},
            _ADDRESS,
            token,
        ),
        unreadable=frozenset(number for number, fields in read.items() if fields is None),
    )


async def people_as_tokens(
    vault: Vault, union_id: UUID, federation_id: UUID, log: Sequence[Recorded]
) -> tuple[dict[UUID, str], dict[int, str]]:
    """Return the people of one union by ID number, and the accounts they were paid to, as the county's tokens."""
    names, payees = _newest(log, "identity"), _payees(log)
    closed = [*names.values(), *payees.values()]
    opener = await vault.opener(union_id, {one.sealed.subject_id for one in closed})
    token = await vault.county_tokens(federation_id)
    identities = {who: _open(opener, one, "identity") for who, one in names.items()}
    accounts = {place: _open(opener, one, "payee") for place, one in payees.items()}
    return _tokens(identities, "id_number", token), _tokens(accounts, _ACCOUNT, token)


def _newest(log: Iterable[Recorded], field: str) -> dict[UUID, _Closed]:
    """Return the last sealed value of a name in each stream: who the person is, where the household lives."""
    found: dict[UUID, _Closed] = {}
    for each in log:
        sealed = getattr(each.event, field, None)
        if isinstance(sealed, Sealed):
            found[each.stream_id] = _Closed(sealed, each.command_id)
    return found


def _paid(log: Iterable[Recorded]) -> list[AidPaid]:
    return [each.event for each in log if isinstance(each.event, AidPaid)]


def _payees(log: Iterable[Recorded]) -> dict[int, _Closed]:
    return {
        each.position: _Closed(each.event.payee, each.command_id)
        for each in log
        if isinstance(each.event, AidPaid)
    }


def _vouchers(log: Iterable[Recorded]) -> dict[UUID, _Closed]:
    return {
        each.event.voucher_id: _Closed(each.event.details, each.command_id)
        for each in log
        if isinstance(each.event, VoucherDrafted | VoucherRevised)
    }


def _open(opener: Opener, closed: _Closed, field: str) -> Fields | None:
    return opener.open(closed.sealed, command_id=closed.command_id, field=field)


def _tokens(opened: Mapping[K, Fields | None], field: str, token: Token) -> dict[K, str]:
    return {
        key: token(field, text)
        for key, fields in opened.items()
        if fields is not None and (text := _bare(fields.get(field)))
    }


def _holders(
    log: Iterable[Recorded], paid_to: Mapping[int, Fields | None], names: Mapping[UUID, str]
) -> dict[int, Holder]:
    return {
        each.position: _holder(paid_to.get(each.position), names.get(each.event.recipient_id, ""))
        for each in log
        if isinstance(each.event, AidPaid)
    }


def _holder(payee: Fields | None, name: str) -> Holder:
    """Compare the name an account stands in with the recipient's; nothing but the answer leaves."""
    if payee is None:
        return "unreadable"
    holder = _bare(payee.get(_HOLDER))
    if not holder:
        return "unnamed"
    if not name:
        return "unreadable"
    return "same" if holder == name else "differs"


def _worded(read: Mapping[UUID, Fields | None], words: tuple[str, ...]) -> dict[UUID, str]:
    return {
        number: word
        for number, fields in read.items()
        if fields is not None
        for word in [next((word for word in words if word in _bare(fields.get("summary"))), None)]
        if word is not None
    }


def _bare(text: str | None) -> str:
    """Return a text without spaces, in one normal form: what two hands write alike."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).upper()
