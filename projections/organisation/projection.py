"""What a union is: profile, officers, adopted policies, terms, bank accounts, closed books, its end.

A federation's officers stand here too, so who may sign is asked in one place.
"""

from domain.event import Recorded
from domain.federation.events import CountyOfficerRecorded
from domain.period import previous_month
from domain.union.events import (
    BankAccountRecorded,
    CommitteeElected,
    OfficerRecorded,
    ParticularsCorrected,
    PeriodClosed,
    PeriodReopened,
    PolicyAdopted,
    UnionApprovedByHigher,
    UnionDissolved,
    UnionFrozen,
    UnionMerged,
    UnionRegistered,
    UnionRenamed,
    UnionUnfrozen,
    VocabularyKept,
    YearLocked,
)

from projections.projection import Applied, Memory, Projection, json_text, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case UnionRegistered() as event:
            return None, [_profile(recorded, event)]
        case UnionRenamed() as event:
            return None, [_changed("rename", recorded, event.name)]
        case ParticularsCorrected() as event:
            return None, [_correction(recorded, event)]
        case UnionApprovedByHigher() as event:
            value = (event.document_no, recorded.occurred_on)
            return None, [_changed("approve", recorded, *value)]
        case OfficerRecorded() | CountyOfficerRecorded() as event:
            return None, [_officer(recorded, event)]
        case PolicyAdopted() as event:
            return None, [_policy(recorded, event)]
        case CommitteeElected() as event:
            return None, [_term(recorded, event)]
        case BankAccountRecorded() as event:
            return None, [_bank_account(recorded, event)]
        case UnionFrozen() as event:
            return None, [_changed("freeze", recorded, recorded.occurred_on, event.reason)]
        case UnionUnfrozen():
            return None, [_changed("freeze", recorded, None, None)]
        case UnionDissolved():
            return None, [_changed("end", recorded, recorded.occurred_on, None)]
        case UnionMerged() as event:
            return None, [_changed("end", recorded, recorded.occurred_on, event.into_union_id)]
        case PeriodClosed() as event:
            return None, [_changed("close_through", recorded, event.period)]
        case PeriodReopened() as event:
            return None, [_changed("close_through", recorded, previous_month(event.period))]
        case YearLocked() as event:
            return None, [_changed("lock", recorded, event.year)]
        case _:
            return None, []


def _changed(query: str, recorded: Recorded, *value: object) -> Write:
    """A change of the profile: what it says, then the version and position it was read at."""
    return Write(query, (), (*value, recorded.version, recorded.position))


def _profile(recorded: Recorded, event: UnionRegistered) -> Write:
    parent = event.parent
    return _changed(
        "put_profile",
        recorded,
        event.code,
        event.name,
        event.federation_id,
        None if parent is None else parent.parent_id,
        None if parent is None else parent.edge,
        event.legal_person,
        event.credit_code,
        event.employer_kind,
        event.employee_count,
        event.founded_on,
    )


def _correction(recorded: Recorded, event: ParticularsCorrected) -> Write:
    return _changed(
        "correct",
        recorded,
        event.legal_person,
        event.credit_code,
        event.employer_kind,
        event.employee_count,
        event.founded_on,
    )


def _officer(recorded: Recorded, event: OfficerRecorded | CountyOfficerRecorded) -> Write:
    return Write(
        "put_officer",
        (event.officer_id, event.office, recorded.version),
        (kept(recorded, event.name), recorded.occurred_on, event.until, recorded.position),
    )


def _policy(recorded: Recorded, event: PolicyAdopted) -> Write:
    return Write(
        "put_policy",
        (recorded.version,),
        (
            event.policy.policy_id,
            event.policy.version,
            event.valid_from,
            event.document_no,
            json_text(event.policy),
            event.adoption_id,
            recorded.position,
        ),
    )


def _term(recorded: Recorded, event: CommitteeElected) -> Write:
    value = (event.term_from, event.term_until, event.document_no, recorded.occurred_on)
    return Write("put_term", (recorded.version,), (*value, recorded.position))


def _bank_account(recorded: Recorded, event: BankAccountRecorded) -> Write:
    value = (event.ledger_account, event.fund, kept(recorded, event.bank_account))
    since = (recorded.occurred_on, event.until, recorded.position)
    return Write("put_bank_account", (recorded.version,), (*value, *since))


_PLACE = ("int4", "int8")
"""The version and the position of a change."""

ORGANISATION = Projection(
    name="organisation",
    version=2,
    package="projections.organisation",
    topics=frozenset(
        event.TOPIC
        for event in (
            UnionRegistered,
            UnionRenamed,
            ParticularsCorrected,
            UnionApprovedByHigher,
            OfficerRecorded,
            CountyOfficerRecorded,
            PolicyAdopted,
            CommitteeElected,
            BankAccountRecorded,
            VocabularyKept,
            PeriodClosed,
            PeriodReopened,
            YearLocked,
            UnionFrozen,
            UnionUnfrozen,
            UnionMerged,
            UnionDissolved,
        )
    ),
    writes={
        "put_profile": WriteShape(
            (
                "text",
                "text",
                "uuid",
                "uuid",
                "text",
                "bool",
                "text",
                "text",
                "int4",
                "date",
                *_PLACE,
            )
        ),
        "rename": WriteShape(("text", *_PLACE)),
        "correct": WriteShape(("bool", "text", "text", "int4", "date", *_PLACE), "merge"),
        "approve": WriteShape(("text", "date", *_PLACE)),
        "freeze": WriteShape(("date", "text", *_PLACE)),
        "close_through": WriteShape(("text", *_PLACE)),
        "lock": WriteShape(("int4", *_PLACE)),
        "end": WriteShape(("date", "uuid", *_PLACE)),
        "put_officer": WriteShape(("uuid", "text", "int4", "text", "date", "date", "int8")),
        "put_policy": WriteShape(("int4", "text", "int4", "date", "text", "jsonb", "uuid", "int8")),
        "put_term": WriteShape(("int4", "date", "date", "text", "date", "int8")),
        "put_bank_account": WriteShape(
            ("int4", "text", "text", "text", "date", "date", "int8"),
        ),
    },
    apply=_apply,
)
