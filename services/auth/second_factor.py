"""The second factor: time-based codes (RFC 6238), each used once, and recovery codes for a lost device.

The secret is sealed under the account's own key in the vault: rotating the keys above leaves it as it is,
destroying the account's key destroys it too. A secret counts only after a code from it was typed back.
"""

import base64
import hmac
import io
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec
import pyotp
import segno

from domain.ids import PLATFORM, AccountId
from domain.sealed import Sealed
from services.auth.one_time_codes import code_digest, new_codes
from services.keys import Vault
from services.store.access_rows import SecondFactorRows

RECOVERY_CODES: Final = 10
_SECRET_BYTES: Final = 20
"""RFC 4226 section 4, R6: 160 bits."""
_STEP_SECONDS: Final = 30
_CODE: Final = re.compile(r"[0-9]{6}")
_FIELD: Final = "second_factor"
_ISSUER: Final = "gonghui"
_SCALE: Final = 4


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """A secret to be put into an authenticator: as text, as an `otpauth` address, as an SVG of its QR code."""

    secret: str
    uri: str
    svg: str


class AccountUnknown(Exception):
    """There is no such account."""


def _now() -> datetime:
    return datetime.now(UTC)


class SecondFactors:
    """Enrols, checks and removes second factors. How often somebody may try is for `LoginLimits`."""

    def __init__(
        self, rows: SecondFactorRows, vault: Vault, *, now: Callable[[], datetime] = _now
    ) -> None:
        self._rows = rows
        self._vault = vault
        self._now = now

    async def begin(self, account_id: AccountId, *, login: str, issuer: str = _ISSUER) -> Enrolment:
        """Return a fresh secret, kept until `confirm`, which takes none while another one is in use."""
        secret = base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()
        if not await self._rows.put_pending(account_id, await self._seal(account_id, secret)):
            raise AccountUnknown
        uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)
        return Enrolment(secret=secret, uri=uri, svg=_svg(uri))

    async def confirm(self, account_id: AccountId, code: str) -> list[str] | None:
        """Put the pending secret to use and return its recovery codes; None when the code is not from it."""
        row = await self._rows.find(account_id)
        if row is None or row.totp_pending is None:
            return None
        step = await self._step_of(account_id, row.totp_pending, code)
        if step is None:
            return None
        codes, digests = new_codes(RECOVERY_CODES)
        is_kept = await self._rows.confirm(account_id, row.totp_pending, step, digests)
        return codes if is_kept else None

    async def verify(self, account_id: AccountId, code: str) -> bool:
        """Tell whether a code is that of this half minute or the one before; each is accepted once."""
        row = await self._rows.find(account_id)
        if row is None or row.totp_sealed is None or row.closed_at is not None:
            return False
        step = await self._step_of(account_id, row.totp_sealed, code)
        return step is not None and await self._rows.use_step(account_id, row.totp_sealed, step)

    async def use_recovery_code(self, account_id: AccountId, typed: str) -> bool:
        """Use up a recovery code; False when it is not one of those left."""
        digest = code_digest(typed)
        return digest is not None and await self._rows.use_code(account_id, digest, self._now())

    async def is_enrolled(self, account_id: AccountId) -> bool:
        """Tell whether the account has a second factor in use."""
        row = await self._rows.find(account_id)
        return row is not None and row.totp_sealed is not None

    async def recovery_codes_left(self, account_id: AccountId) -> int:
        """Return how many recovery codes were not used yet."""
        return await self._rows.codes_left(account_id)

    async def renew_recovery_codes(self, account_id: AccountId) -> list[str]:
        """Return fresh recovery codes; the old ones are void."""
        codes, digests = new_codes(RECOVERY_CODES)
        await self._rows.replace_codes(account_id, digests)
        return codes

    async def remove(self, account_id: AccountId) -> bool:
        """Forget secret and recovery codes; False when there was no second factor."""
        return await self._rows.remove(account_id)

    async def _step_of(self, account_id: AccountId, sealed: str, typed: str) -> int | None:
        """Return the step of time a code belongs to; both are compared whichever fits."""
        code = "".join(typed.split())
        if not _CODE.fullmatch(code):
            return None
        secret = await self._open(account_id, sealed)
        if secret is None:
            return None
        generator = pyotp.TOTP(secret)
        current = int(self._now().timestamp()) // _STEP_SECONDS
        fitting = [
            step
            for step in (current, current - 1)
            if hmac.compare_digest(generator.generate_otp(step), code)
        ]
        return fitting[0] if fitting else None

    async def _seal(self, account_id: AccountId, secret: str) -> str:
        sealer = await self._vault.sealer(PLATFORM, account_id, [account_id])
        sealed = sealer.seal(account_id, "file", field=_FIELD, ordinal=0, fields={"secret": secret})
        return sealed.box

    async def _open(self, account_id: AccountId, box: str) -> str | None:
        """Return the secret; None once the account's key was destroyed."""
        opener = await self._vault.opener(PLATFORM, [account_id])
        sealed = Sealed(subject_id=account_id, key="file", ordinal=0, box=box)
        fields = opener.open(sealed, command_id=account_id, field=_FIELD)
        return None if fields is None else fields["secret"]


def _svg(text: str) -> str:
    drawn = io.BytesIO()
    segno.make_qr(text).save(drawn, kind="svg", scale=_SCALE, xmldecl=False, svgns=True, nl=False)
    return drawn.getvalue().decode()
