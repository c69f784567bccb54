"""Who must agree to spending, and what paper must lie behind it (domain.md 4.4 and 7.4 R13).

Source: 工会委员会集体领导下的主席负责制,重大收支须集体研究决定 (皖工发〔2025〕18号). From which amount on an item
is major is local.
"""

import msgspec

from domain.money import FEN_MAX, Fen
from domain.voucher_kind import VoucherKind


class ApprovalPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="approval",
):
    """Spending above `collective_above_fen` needs the number of a collective decision.

    `attachments_for` names the kinds of vouchers that are not submitted without a paper (R13 凭证附件缺失).
    """

    policy_id: str
    version: int
    collective_above_fen: Fen
    attachments_for: tuple[VoucherKind, ...] = ("expense",)


def is_sound(policy: ApprovalPolicy) -> bool:
    """Tell whether the limit is an amount."""
    return 0 <= policy.collective_above_fen <= FEN_MAX
