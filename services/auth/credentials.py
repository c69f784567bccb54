"""Everything people prove themselves with, in one hand."""

import msgspec

from services.auth.devices import Devices
from services.auth.identities import Identities
from services.auth.invitations import Invitations
from services.auth.login_limits import LoginLimits
from services.auth.passwords import Passwords
from services.auth.second_factor import SecondFactors
from services.auth.sessions import Sessions
from services.store.access_rows import CredentialRows


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """Passwords, second factors, sessions, codes, browsers, limits, and other providers where there are some."""

    rows: CredentialRows
    passwords: Passwords
    second_factors: SecondFactors
    sessions: Sessions
    invitations: Invitations
    devices: Devices
    limits: LoginLimits
    identities: Identities
