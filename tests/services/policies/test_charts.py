"""The charts of accounts that are kept: sound trees, complete by domain.md 4.3, and all that is posted exists."""

import pytest

from domain.accounts import Account, Chart
from domain.policy.posting import PostingMap, is_sound
from services.policies import local_presets, presets
from services.policies.charts import UnknownStandard, chart

STANDARDS = ["2009", "2021"]
CLASSES = {"asset": "1", "liability": "2", "net_assets": "3", "income": "4", "expense": "5"}
SIDES = {
    "asset": "debit",
    "liability": "credit",
    "net_assets": "credit",
    "income": "credit",
    "expense": "debit",
}
CONTRA = {"累计折旧", "累计摊销"}
"""Assets whose balance grows on the credit side."""
MAPS = [preset.policy for preset in presets() if isinstance(preset.policy, PostingMap)]
OPERATIONS_OF_VERSION_2 = {
    "dues.refunded",
    "condolence.goods",
    "contribution.retained",
    "contribution.upward",
    "contribution.remitted",
    "contribution.refunded_down",
    "contribution.late_fee",
    "custodial.received",
    "custodial.paid",
    *(
        f"subsidy.{kind}"
        for kind in (
            *("special", "excess", "hardship", "winter_warmth", "disaster", "other", "refund"),
            *("government", "employer"),
        )
    ),
    *(
        f"aid.{category}.{method}"
        for category in ("legal_aid", "job_placement", "mutual_aid_claim", "special_care")
        for method in ("transfer", "cash")
    ),
}

charts = pytest.mark.parametrize("found", [chart(each) for each in STANDARDS], ids=STANDARDS)
maps = pytest.mark.parametrize("posting_map", MAPS, ids=lambda each: each.policy_id)


def accounts(found: Chart) -> list[Account]:
    return list(found.accounts.values())


@charts
def test_every_code_stands_in_its_class(found: Chart) -> None:
    for account in accounts(found):
        assert account.code.isascii()
        assert account.code.isdecimal()
        assert account.code[0] == CLASSES[account.kind]
        assert account.name


@charts
def test_every_detail_lies_below_an_account_of_its_kind(found: Chart) -> None:
    for account in accounts(found):
        if account.parent is None:
            assert len(account.code) == 3
            continue
        above = found.find(account.parent)
        assert above is not None
        assert account.code.startswith(above.code)
        assert (account.kind, account.side) == (above.kind, above.side)


@charts
def test_an_account_posts_exactly_if_it_has_no_details(found: Chart) -> None:
    above = {account.parent for account in accounts(found)}
    assert all(account.posts == (account.code not in above) for account in accounts(found))


@charts
def test_every_account_grows_on_the_side_of_its_kind(found: Chart) -> None:
    for account in accounts(found):
        contra = account.name in CONTRA
        assert (account.side == SIDES[account.kind]) != contra


@charts
def test_money_is_cash_bank_and_treasury_quota(found: Chart) -> None:
    money = [account.name for account in accounts(found) if account.money]
    assert money == ["库存现金", "银行存款", "零余额账户用款额度"]


@charts
def test_names_are_told_apart_below_the_same_account(found: Chart) -> None:
    named = [(account.parent, account.name) for account in accounts(found)]
    assert len(set(named)) == len(named)


@pytest.mark.parametrize(
    ("standard", "code", "name"),
    [
        ("2009", "201", "应付工资(离退休费)"),
        ("2009", "22203", "应付建会筹备金"),
        ("2009", "331", "结余"),
        ("2009", "406", "事业收入"),
        ("2009", "50104", "其他活动支出"),
        ("2009", "50205", "送温暖费"),
        ("2009", "50507", "其他资本性支出"),
        ("2021", "163", "累计折旧"),
        ("2021", "201", "应付职工薪酬"),
        ("2021", "406", "附属单位上缴收入"),
        ("2021", "50104", "会员活动费"),
        ("2021", "50204", "困难职工帮扶费"),
        ("2021", "50905", "互助保障费"),
    ],
)
def test_accounts_of_domain_md_4_3_are_there(standard: str, code: str, name: str) -> None:
    found = chart(standard).find(code)
    assert found is not None
    assert found.name == name


def test_a_chart_that_is_not_kept_is_named() -> None:
    with pytest.raises(UnknownStandard, match="1998"):
        chart("1998")


@maps
def test_every_account_of_a_posting_map_exists_and_posts(posting_map: PostingMap) -> None:
    found = chart(posting_map.standard_version)
    for operation, rule in posting_map.rules.items():
        assert found.posting(rule.debit), (operation, rule.debit)
        assert found.posting(rule.credit), (operation, rule.credit)
    assert is_sound(posting_map)


@maps
def test_every_posting_map_knows_every_operation(posting_map: PostingMap) -> None:
    assert posting_map.version == 2
    assert set(posting_map.rules) >= OPERATIONS_OF_VERSION_2
    assert set(posting_map.rules) == set(MAPS[0].rules)


@maps
def test_the_operations_of_version_1_still_move_the_same_accounts(posting_map: PostingMap) -> None:
    rules = {name: (rule.debit, rule.credit) for name, rule in posting_map.rules.items()}
    assert rules["dues.received"] == rules["dues.refunded"] == ("102", "401")
    assert rules["aid.living_aid.transfer"] == ("50204", "102")
    assert rules["aid.winter_warmth.cash"] == ("50205", "101")
    assert rules["condolence.recorded"] == ("50104", "102")


@maps
def test_a_refund_from_above_is_booked_like_the_rebate_it_is(posting_map: PostingMap) -> None:
    assert posting_map.rules["subsidy.refund"] == posting_map.rules["contribution.refunded_down"]


@pytest.mark.parametrize("name", ["approval-example", "budget-control-anhui-2025"])
def test_local_rules_of_the_books_can_be_read(name: str) -> None:
    assert local_presets()[name].policy.version == 1
    assert local_presets()[name] not in presets()
