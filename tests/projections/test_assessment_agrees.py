"""What an assessment says is due for a month is what the ledgers say is due."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dues.assessment import WageBase, assess
from domain.member.aggregate import State
from domain.membership import Step, Timeline, timeline
from domain.period import months_of_year
from projections.standing import Base, Standing, due_spans
from tests.domain.strategies import legal_steps

MONTHS = [month for year in (2024, 2025, 2026) for month in months_of_year(year)]
days = st.dates(date(2023, 6, 1), date(2026, 12, 31))
declarations = st.lists(st.tuples(st.sampled_from(MONTHS), st.integers(0, 9000)), max_size=5)


@settings(max_examples=200, deadline=None)
@given(legal_steps(days), declarations)
def test_an_assessment_and_a_ledger_say_the_same_is_due(
    steps: tuple[Step, ...], declared: list[tuple[str, int]]
) -> None:
    """Pending transfers, expulsions and re-entries included."""
    member = timeline(steps) or Timeline()
    bases = [
        WageBase(month, version, due_fen, "dues-national", 1)
        for version, (month, due_fen) in enumerate(declared, start=1)
    ]
    ledger = tuple(sorted(Base(base.from_month, base.version, base.due_fen) for base in bases))
    spans = due_spans(Standing(State(timeline=member), ledger))
    for month in MONTHS:
        in_the_ledger = sum(
            span.due_fen
            for span in spans
            if span.from_month <= month and (span.until_month is None or month < span.until_month)
        )
        assert assess(member, bases, month).assessed_fen == in_the_ledger, month
