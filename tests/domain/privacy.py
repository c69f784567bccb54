"""Officers, terms and contexts that the cases about viewings and erasures share."""

from datetime import date
from uuid import UUID

from hypothesis import strategies as st

from domain.erasure import aggregate as erasure
from domain.ids import OfficerId, ViewingId
from domain.officers import Officers
from domain.policy.retention import RetentionPolicy
from domain.viewing import aggregate as viewing
from tests.domain.strategies import days, officers
from tests.domain.values import APPROVER, HANDLER

VIEWING = ViewingId(UUID(int=80))
SECOND_APPROVER = OfficerId(UUID(int=81))
NOBODY = OfficerId(UUID(int=82))
DAY = date(2026, 3, 2)
OFFICERS = Officers(
    {
        (HANDLER, "handler"): None,
        (APPROVER, "approver"): None,
        (SECOND_APPROVER, "chairperson"): None,
    }
)
RETENTION = RetentionPolicy(
    policy_id="retention.national", version=1, books_years=30, hardship_file_years=10
)
CONTEXT = erasure.Context(known=True, officers=OFFICERS, policy=RETENTION)
KNOWN = viewing.Context(known=True)

viewing_contexts = st.builds(viewing.Context, known=st.booleans())
erasure_contexts = st.builds(
    erasure.Context,
    known=st.booleans(),
    live=st.booleans(),
    file_open=st.booleans(),
    file_closed_on=st.none() | days,
    aid_open=st.booleans(),
    audit_open=st.booleans(),
    officers=officers,
    policy=st.sampled_from(
        [
            None,
            RETENTION,
            RetentionPolicy(
                policy_id="long", version=1, books_years=9_000, hardship_file_years=9_000
            ),
        ]
    ),
)
