"""What an aid decision needs to know besides its own case."""

from datetime import date

import msgspec

from domain.membership import Timeline
from domain.officers import Officers
from domain.policy.aid import AidLimits, AidPolicy, AidSoFar
from domain.policy.posting import PostingMap


class Context(msgspec.Struct, frozen=True):
    """What an aid decision needs from elsewhere.

    `file_opened_on` is None when the household has no file; `person` is the membership of the
    beneficiary or recipient; `so_far` is what the year before this case brought them.
    """

    file_opened_on: date | None
    person: Timeline
    aid_policy: AidPolicy | None
    posting_map: PostingMap | None
    officers: Officers = Officers()
    county: Officers = Officers()
    limits: AidLimits | None = None
    so_far: AidSoFar = AidSoFar()
    file_closed_on: date | None = None
