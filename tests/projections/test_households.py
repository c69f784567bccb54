"""户数: a household is counted in a year while one of its payments stands, however many there were."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.aid_case.events import AidPaid, AidPaymentReturned
from domain.event import Recorded
from domain.ids import HouseholdId
from projections.rollup.projection import ROLLUP
from tests.domain.values import AID_CASE, HOUSEHOLD, MEMBER, lines, sealed
from tests.projections.happening import applied, recorded

OTHER = HouseholdId(AID_CASE)
Step = tuple[int, int, bool]
steps = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 12), st.booleans()), max_size=12)


def paid(household_id: HouseholdId, on: date, place: int) -> Recorded:
    event = AidPaid(
        aid_case_id=AID_CASE,
        household_id=household_id,
        recipient_id=MEMBER,
        category="living_aid",
        fund_source="own_funds",
        amount_fen=100,
        method="cash",
        payee=sealed("books"),
        posting_map="posting-2021",
        lines=lines("503", "101", "own_funds", 100),
    )
    return recorded(event, on, position=place, version=place, stream=AID_CASE)


def returned(payment: Recorded, place: int) -> Recorded:
    assert isinstance(payment.event, AidPaid)
    event = AidPaymentReturned(
        aid_case_id=AID_CASE,
        household_id=payment.event.household_id,
        recipient_id=MEMBER,
        category="living_aid",
        fund_source="own_funds",
        amount_fen=100,
        returned_version=payment.version,
        reason="退汇",
        lines=lines("503", "101", "own_funds", -100),
    )
    return recorded(event, payment.occurred_on, position=place, version=place, stream=AID_CASE)


@given(steps)
def test_households_are_counted_once_a_year_while_a_payment_stands(told: list[Step]) -> None:
    events: list[Recorded] = []
    standing: list[Recorded] = []
    for place, (who, month, returns) in enumerate(told, start=1):
        if returns and standing:
            events.append(returned(standing.pop(), place))
        else:
            payment = paid((HOUSEHOLD, OTHER)[who], date(2025 + month % 2, month, 1), place)
            events.append(payment)
            standing.append(payment)
    writes, _ = applied(ROLLUP, events, through_bytes=True)
    found: Counter[str] = Counter()
    for write in writes:
        if write.query == "add_contribution" and write.key[1] == "aid_households":
            found[write.key[0][:4]] += write.value[0]
    assert {year: count for year, count in found.items() if count} == {
        year: len(households) for year, households in _naive(standing).items()
    }


def _naive(standing: list[Recorded]) -> dict[str, set[HouseholdId]]:
    years: dict[str, set[HouseholdId]] = {}
    for payment in standing:
        assert isinstance(payment.event, AidPaid)
        years.setdefault(str(payment.occurred_on.year), set()).add(payment.event.household_id)
    return years
