"""The dues accounts of all members, folded as their aggregate folds them."""

from uuid import UUID

from domain.dues.state import State, evolve
from domain.event import Fact
from domain.ids import MemberId, dues_stream
from domain.irregularity.books import Books


def dues_accounts(books: Books) -> dict[UUID, State]:
    """Return each member's dues account; who has none is left out."""
    found: dict[UUID, State] = {}
    for member_id in books.members:
        events = books.streams.get(dues_stream(MemberId(member_id)))
        if events is None:
            continue
        account = State()
        for each in events:
            account = evolve(account, Fact(each.event, each.occurred_on, each.version))
        found[member_id] = account
    return found
