"""The chart of accounts as a tree: what posts, what lies below what, details added below."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts import Account, chart_of
from domain.policy.chart import ChartPolicy, chart_under, is_sound
from tests.domain.books import CHART, account
from tests.domain.strategies import THOROUGH

codes = st.sampled_from([*CHART.accounts, "999"])
DETAIL = account("5080101", "expense", "debit", "508")
POLICY = ChartPolicy(
    policy_id="chart-province", version=1, standard_version="2021", details=(DETAIL,)
)


def test_an_account_is_found_by_its_code() -> None:
    found = CHART.find("50102")
    assert found is not None
    assert (found.name, found.kind, found.side) == ("科目50102", "expense", "debit")
    assert CHART.find("999") is None


def test_an_account_with_details_does_not_post() -> None:
    assert CHART.posting("501") is None
    assert CHART.posting("50102") is CHART.find("50102")


def test_an_account_lies_within_itself_and_what_is_above_it() -> None:
    assert list(CHART.lineage("50102")) == ["50102", "501"]
    assert CHART.is_within("50102", "501")
    assert not CHART.is_within("501", "50102")
    assert not CHART.is_within("50102", "50104")


def test_the_nearest_covering_account_is_found() -> None:
    assert CHART.covering("50102", ["501", "508"]) == "501"
    assert CHART.covering("50102", ["501", "50102"]) == "50102"
    assert CHART.covering("50102", ["508"]) is None
    assert CHART.covering("999", ["501"]) is None


def test_a_code_is_listed_once() -> None:
    with pytest.raises(ValueError, match="listed twice: 101"):
        chart_of("2021", 1, [account("101", "asset", "debit"), account("101", "asset", "debit")])


def test_a_detail_takes_the_place_of_the_account_above_it() -> None:
    """工会会计制度: province-level unions may add lower detail accounts."""
    chart = chart_under(CHART, POLICY)
    assert (chart.posting("508"), chart.posting("5080101")) == (None, DETAIL)
    assert chart.is_within("5080101", "508")
    assert CHART.posting("508") is not None


def test_details_are_for_their_own_standard_only() -> None:
    other = ChartPolicy(policy_id="x", version=1, standard_version="2009", details=(DETAIL,))
    assert chart_under(CHART, other) is CHART
    assert chart_under(CHART, None) is CHART


def test_a_detail_without_place_or_with_a_taken_code_is_left_out() -> None:
    homeless = account("77701", "expense", "debit", "777")
    taken = account("50102", "income", "credit", "508")
    assert CHART.with_details([homeless, taken]) == CHART


@pytest.mark.parametrize(
    "details",
    [
        (account("509", "expense", "debit"),),
        (account("50801", "expense", "debit", "501"),),
        (account("508", "expense", "debit", "508"),),
        (DETAIL, DETAIL),
    ],
)
def test_details_have_codes_of_their_own_below_another(details: tuple[Account, ...]) -> None:
    policy = ChartPolicy(policy_id="x", version=1, standard_version="2021", details=details)
    assert not is_sound(policy)
    assert is_sound(POLICY)


def test_accounts_above_one_another_in_a_ring_are_no_endless_lineage() -> None:
    ring = chart_of(
        "x", 1, [account("1", "asset", "debit", "2"), account("2", "asset", "debit", "1")]
    )
    assert list(ring.lineage("1")) == ["1", "2"]


@THOROUGH
@given(codes, st.lists(codes, max_size=4))
def test_what_covers_an_account_is_above_it_and_asked_for(code: str, among: list[str]) -> None:
    found = CHART.covering(code, among)
    above = [one for one in among if CHART.find(code) and CHART.is_within(code, one)]
    assert (found in above) if above else found is None
