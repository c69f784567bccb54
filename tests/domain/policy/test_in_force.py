"""Which version of a policy holds on a date."""

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.policy.aid import AidPolicy
from domain.policy.dues import DuesPolicy
from domain.policy.in_force import Adopted, policy_in_force
from tests.domain.strategies import THOROUGH, days
from tests.domain.values import AID_POLICY, DUES_POLICY, POSTING_MAP

adoptions = st.lists(
    st.builds(
        Adopted,
        days,
        st.integers(1, 9).map(lambda version: msgspec.structs.replace(DUES_POLICY, version=version))
        | st.sampled_from([AID_POLICY, POSTING_MAP]),
    )
).map(tuple)


def test_a_policy_holds_from_its_first_day() -> None:
    adopted = (Adopted(date(2026, 1, 1), DUES_POLICY),)
    assert policy_in_force(adopted, DuesPolicy, date(2025, 12, 31)) is None
    assert policy_in_force(adopted, DuesPolicy, date(2026, 1, 1)) is DUES_POLICY
    assert policy_in_force(adopted, AidPolicy, date(2026, 1, 1)) is None


def test_what_was_adopted_late_for_an_earlier_time_does_not_displace_what_holds_now() -> None:
    newer = msgspec.structs.replace(DUES_POLICY, version=2)
    adopted = (Adopted(date(2026, 1, 1), newer), Adopted(date(2020, 1, 1), DUES_POLICY))
    assert policy_in_force(adopted, DuesPolicy, date(2026, 6, 1)) is newer
    assert policy_in_force(adopted, DuesPolicy, date(2021, 6, 1)) is DUES_POLICY


def test_of_two_for_the_same_day_the_later_adopted_holds() -> None:
    newer = msgspec.structs.replace(DUES_POLICY, version=2)
    adopted = (Adopted(date(2026, 1, 1), DUES_POLICY), Adopted(date(2026, 1, 1), newer))
    assert policy_in_force(adopted, DuesPolicy, date(2026, 6, 1)) is newer


@THOROUGH
@given(adoptions, days)
def test_the_latest_begun_of_its_kind_holds(adopted: tuple[Adopted, ...], day: date) -> None:
    begun = [
        entry
        for entry in adopted
        if isinstance(entry.policy, DuesPolicy) and entry.valid_from <= day
    ]
    latest = max((entry.valid_from for entry in begun), default=None)
    expected = [entry.policy for entry in begun if entry.valid_from == latest][-1:]
    found = policy_in_force(adopted, DuesPolicy, day)
    assert found == (expected[0] if expected else None)
