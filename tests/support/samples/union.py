"""Samples of the events of the union."""

from datetime import date

from domain.event import Event
from domain.union.events import (
    OfficerRecorded,
    ParentEdge,
    PeriodClosed,
    PolicyAdopted,
    UnionDissolved,
    UnionRegistered,
    UnionRenamed,
    VocabularyKept,
)
from tests.domain.values import (
    ADOPTION,
    AID_POLICY,
    DUES_POLICY,
    DUES_POLICY_WHOLE_YUAN,
    FEDERATION,
    HANDLER,
    MEMBER,
    POSTING_MAP,
    sealed,
)

COMPLETE: tuple[Event, ...] = (
    UnionRegistered(
        code="QZ007",
        name="县人民医院工会",
        federation_id=FEDERATION,
        parent=ParentEdge(parent_id=FEDERATION, edge="industrial"),
        credit_code="81330206MC0000000X",
        employer_kind="400",
        employee_count=262,
        founded_on=date(1998, 5, 4),
    ),
    UnionRenamed(name="县第一人民医院工会"),
    OfficerRecorded(
        officer_id=HANDLER,
        office="accountant",
        name=sealed("books", subject=HANDLER),
        until=date(2028, 12, 31),
    ),
    PolicyAdopted(
        policy=DUES_POLICY_WHOLE_YUAN,
        valid_from=date(2026, 1, 1),
        document_no="青工〔2025〕12号",
        adoption_id=ADOPTION,
    ),
    VocabularyKept(toml='[columns]\n"工会卡号" = "member_no"\n'),
    PeriodClosed(period="2026-03"),
    UnionDissolved(document_no="青工〔2026〕31号"),
)
MINIMAL: tuple[Event, ...] = (
    UnionRegistered(code="QZ008", name="青峙社区联合工会"),
    OfficerRecorded(officer_id=HANDLER, office="cashier", name=sealed("books", subject=HANDLER)),
    PolicyAdopted(policy=DUES_POLICY, valid_from=date(2026, 1, 1), document_no="青工〔2025〕12号"),
)
VARIANTS: dict[str, Event] = {
    "of_a_member": OfficerRecorded(
        officer_id=HANDLER,
        office="group_leader",
        name=sealed("books", subject=HANDLER),
        member_id=MEMBER,
    ),
    "not_a_legal_person": UnionRegistered(
        code="QZ008", name="青峙社区联合工会", legal_person=False
    ),
    "aid": PolicyAdopted(
        policy=AID_POLICY, valid_from=date(2026, 1, 1), document_no="总工发〔2015〕20号"
    ),
    "posting_map": PolicyAdopted(
        policy=POSTING_MAP, valid_from=date(2022, 1, 1), document_no="财会〔2021〕7号"
    ),
}
