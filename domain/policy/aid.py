"""Aid rules that change by place and year (domain.md 5.5 and rule 14)."""

import msgspec


class AidPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="aid",
):
    """Fund sources that may only be paid to the person's own bank account.

    Source: earmarked fiscal money is never paid in cash, 《中央财政专项帮扶资金使用管理办法》
    总工发〔2015〕20号.
    """

    policy_id: str
    version: int
    no_cash_fund_sources: tuple[str, ...]
