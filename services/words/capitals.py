"""大写金额: amounts as papers spell them, so that no digit can be changed (支付结算办法, annex; users.md 7.2)."""

from cn2an import an2cn

from domain.money import FEN_PER_YUAN, yuan_text

CURRENCY = "人民币"
_NEGATIVE = "负"
_FEN_PER_JIAO = 10
_HUNDRED = 100


def capitals(fen: int) -> str:
    """Return an amount in capitals: 140950 → 人民币壹仟肆佰零玖元伍角."""
    spelled: str = an2cn(yuan_text(abs(fen)), "rmb")
    if _ends_in_zeros(abs(fen)):
        spelled = spelled.replace("元", "元零", 1)
    return f"{_NEGATIVE if fen < 0 else ''}{CURRENCY}{spelled}"


def _ends_in_zeros(fen: int) -> bool:
    """Several zeros before 角 are spelled by one 零: 107,000.53 is 壹拾万柒仟元零伍角叁分."""
    yuan, rest = divmod(fen, FEN_PER_YUAN)
    return yuan > 0 and yuan % _HUNDRED == 0 and rest >= _FEN_PER_JIAO
