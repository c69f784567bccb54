"""Whose hands one step may not share with another of the same stream: the twin of `books.separation`.

`decide` compares the officers who sign; this compares the accounts that act, inside the append, so that a step one
person may not take twice stays refused also where a decision forgot to ask. It holds for people only: a key puts
down what others signed on paper (DECISIONS 25). Source: 会计法 art. 25 and 35, domain.md 5.4 and 7.2.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

ACCOUNT: Final = "account:"
"""How the actor of a person begins."""

_OVER = ("voucher.discarded", "voucher.reversed")
_BACK = ("voucher.returned", *_OVER)
_APPLIED = ("household.applied",)
_PAPER_OVER = (
    "budget.approved",
    "budget.adjusted",
    "budget.final_accounts_approved",
    "budget.draft_abandoned",
)
_ERASURE_OVER = ("erasure.refused", "erasure.executed")
_DRAFTED = ("budget.drafted", "budget.adjustment_drafted", "budget.final_accounts_drafted")
_HANDLED = ("voucher.drafted", "voucher.revised", "voucher.submitted")
_WORKED_ON = (
    "household.applied",
    "household.preliminarily_reviewed",
    "household.home_visit_recorded",
)


class Separation(NamedTuple):
    """Who did `before_topic` does not do `topic` on that stream, until one of `forgotten_after` follows."""

    topic: str
    before_topic: str
    forgotten_after: tuple[str, ...] = ()


def _each(
    topics: Iterable[str], before: Iterable[str], forgotten_after: tuple[str, ...] = ()
) -> Iterable[Separation]:
    known = tuple(before)
    return (Separation(topic, one, forgotten_after) for topic in topics for one in known)


SEPARATION: Final[frozenset[Separation]] = frozenset(
    [
        *_each(["aid_case.reviewed"], ["aid_case.requested"]),
        *_each(
            ["aid_case.approved", "aid_case.rejected"], ["aid_case.requested", "aid_case.reviewed"]
        ),
        *_each(["aid_case.paid"], ["aid_case.requested", "aid_case.reviewed", "aid_case.approved"]),
        *_each(["voucher.reviewed", "voucher.returned", "voucher.approved"], _HANDLED, _OVER),
        *_each(["voucher.approved"], ["voucher.reviewed"], _BACK),
        *_each(["voucher.posted"], ["voucher.reviewed", "voucher.approved"], _BACK),
        *_each(
            ["pay_batch.reviewed", "pay_batch.approved", "pay_batch.paid"], ["pay_batch.drafted"]
        ),
        *_each(
            ["pay_batch.approved", "pay_batch.paid"],
            ["pay_batch.reviewed"],
            ("pay_batch.draft_returned",),
        ),
        *_each(["pay_batch.paid"], ["pay_batch.approved"], ("pay_batch.draft_returned",)),
        *_each(["condolence.approved", "condolence.rejected"], ["condolence.requested"]),
        *_each(["condolence.recorded"], ["condolence.requested", "condolence.approved"]),
        *_each(
            ["household.preliminarily_reviewed", "household.objection_resolved"],
            ["household.applied"],
            _APPLIED,
        ),
        *_each(
            [
                "household.economic_check_returned",
                "household.approved",
                "household.rejected",
                "household.reclassified",
                "household.exited",
                "household.file_closed",
            ],
            _WORKED_ON,
            _APPLIED,
        ),
        *_each(
            [
                "budget.committee_passed",
                "budget.audit_committee_reviewed",
                "budget.approved",
                "budget.adjusted",
                "budget.final_accounts_approved",
            ],
            _DRAFTED,
            _PAPER_OVER,
        ),
        *_each(["budget.audit_committee_reviewed"], ["budget.committee_passed"], _PAPER_OVER),
        *_each(
            ["budget.approved", "budget.adjusted", "budget.final_accounts_approved"],
            ["budget.audit_committee_reviewed"],
            _PAPER_OVER,
        ),
        *_each(
            ["finding.rectification_accepted", "finding.rectification_returned"],
            ["finding.rectification_submitted"],
            ("finding.rectification_returned",),
        ),
        *_each(["erasure.approved"], ["erasure.requested", "erasure.approved"], _ERASURE_OVER),
        *_each(["erasure.executed"], ["erasure.requested", "erasure.approved"], _ERASURE_OVER),
        *_each(["appointment.accepted"], ["appointment.offered"]),
    ]
)
"""Every pair of steps that two people take."""

BEFORE: Final[Mapping[str, tuple[Separation, ...]]] = {
    topic: tuple(sorted(one for one in SEPARATION if one.topic == topic))
    for topic in sorted({one.topic for one in SEPARATION})
}
"""The pairs by the step that comes second."""
