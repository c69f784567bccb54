"""The ciphers of sealed fields: AES-256-GCM, or SM4-GCM where national cryptography is asked for (GB/T 39786).

Which one sealed a box stands in front of it, so both open whatever is set for what is sealed from now on. SM4 has
keys of 128 bits: one of its own follows from a person's data key, so destroying that destroys both.
"""

import os
from base64 import b64decode, b64encode
from functools import cached_property
from typing import Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

from services.keys.wrapping import NONCE_BYTES, derived
from services.settings import SettingInvalid

FieldCipher = Literal["aes", "sm4"]

_SM4_MARK: Final = "sm4."
"""No base64 holds a full stop, so nothing sealed by AES begins like this."""
_FILE_MARKS: Final[dict[FieldCipher, bytes]] = {"aes": b"\x01", "sm4": b"\x02"}
"""What a sealed file begins with."""
_SM4_KEY_BYTES: Final = 16
_TAG_BYTES: Final = 16


def field_cipher(name: str) -> FieldCipher:
    """Return the cipher that is set; raises SettingInvalid."""
    match name:
        case "aes":
            return "aes"
        case "sm4":
            return "sm4"
        case _:
            raise SettingInvalid("GONGHUI_FIELD_CIPHER")


class FieldKey:
    """A person's data key of one kind, opened.

    The cipher is made for each use, in 2 µs: kept, it takes 2.5 KB, and a process keeps the keys of 50,000 people.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def _aes(self) -> AESGCM:
        return AESGCM(self._key)

    def seal(self, plain: bytes, bound: bytes, cipher: FieldCipher = "aes") -> str:
        """Return a box that opens only together with what it is bound to."""
        mark = "" if cipher == "aes" else _SM4_MARK
        return mark + b64encode(self._closed(plain, bound, cipher)).decode()

    def seal_file(self, plain: bytes, bound: bytes, cipher: FieldCipher = "aes") -> bytes:
        """Return the same for a whole file: as bytes, a third shorter."""
        return _FILE_MARKS[cipher] + self._closed(plain, bound, cipher)

    def open_file(self, closed: bytes, bound: bytes) -> bytes | None:
        """Return the file inside; None where it was sealed by another key, is bound otherwise, or was changed."""
        mark, raw = closed[:1], closed[1:]
        try:
            if mark == _FILE_MARKS["sm4"]:
                return self._open_sm4(raw, bound)
            if mark == _FILE_MARKS["aes"] and len(raw) >= NONCE_BYTES + _TAG_BYTES:
                return self._aes.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
        except InvalidTag:
            pass
        return None

    def _closed(self, plain: bytes, bound: bytes, cipher: FieldCipher) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        if cipher == "aes":
            return nonce + self._aes.encrypt(nonce, plain, bound)
        sealing = Cipher(self._sm4, GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(bound)
        return nonce + sealing.update(plain) + sealing.finalize() + sealing.tag

    def open(self, box: str, bound: bytes) -> bytes | None:
        """Return what is inside; None where it was sealed by another key or is bound to something else."""
        try:
            if box.startswith(_SM4_MARK):
                return self._open_sm4(b64decode(box.removeprefix(_SM4_MARK)), bound)
            raw = b64decode(box)
            return self._aes.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
        except InvalidTag:
            return None

    def _open_sm4(self, raw: bytes, bound: bytes) -> bytes:
        if len(raw) < NONCE_BYTES + _TAG_BYTES:
            raise InvalidTag
        nonce, closed, tag = raw[:NONCE_BYTES], raw[NONCE_BYTES:-_TAG_BYTES], raw[-_TAG_BYTES:]
        opening = Cipher(self._sm4, GCM(nonce, tag)).decryptor()
        opening.authenticate_additional_data(bound)
        return opening.update(closed) + opening.finalize()

    @cached_property
    def _sm4(self) -> SM4:
        return SM4(derived(self._key, b"gonghui field sm4 1")[:_SM4_KEY_BYTES])
