"""AES-256-GCM and SM4-GCM: each says which it was, both open, whatever is set."""

from base64 import b64decode, b64encode
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB
from hypothesis import given
from hypothesis import strategies as st

from services.keys import Vault, read_root_key
from services.keys.ciphers import FieldCipher, FieldKey, field_cipher
from services.keys.wrapping import derived
from services.settings import SettingInvalid, read_settings
from services.store.keyring import Keyring
from tests.support.books import Office

KEY = FieldKey(bytes(range(32)))
CIPHERS: tuple[FieldCipher, ...] = ("aes", "sm4")


@given(st.binary(max_size=300), st.binary(max_size=60), st.sampled_from(CIPHERS))
def test_what_was_sealed_opens(plain: bytes, bound: bytes, cipher: FieldCipher) -> None:
    box = KEY.seal(plain, bound, cipher)
    assert box.startswith("sm4.") == (cipher == "sm4")
    assert KEY.open(box, bound) == plain
    assert KEY.open(box, bound + b"!") is None
    assert FieldKey(bytes(32)).open(box, bound) is None


@pytest.mark.parametrize("cipher", CIPHERS)
def test_an_altered_box_does_not_open(cipher: FieldCipher) -> None:
    box = KEY.seal(b"name", b"place", cipher)
    mark, raw = ("sm4.", box[4:]) if cipher == "sm4" else ("", box)
    whole = b64decode(raw)
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 1
        assert KEY.open(mark + b64encode(bytes(altered)).decode(), b"place") is None
    for length in (0, 12, 27):
        assert KEY.open("sm4." + b64encode(whole[:length]).decode(), b"place") is None


def test_a_box_of_the_one_does_not_open_as_the_other() -> None:
    box = KEY.seal(b"name", b"place", "sm4")
    assert KEY.open(box.removeprefix("sm4."), b"place") is None
    assert KEY.open("sm4." + KEY.seal(b"name", b"place"), b"place") is None


def test_sm4_is_that_of_the_standard() -> None:
    """GB/T 32907-2016, A.1."""
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    sealing = Cipher(SM4(block), ECB()).encryptor()  # noqa: S305 # one block, the standard's own example
    assert (sealing.update(block) + sealing.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"
    assert derived(bytes(32), b"a") != derived(bytes(32), b"b")


async def test_sealed_under_either_setting_it_opens_under_both(office: Office) -> None:
    who = await office.person(1)
    root_key = read_root_key(office.books.settings.root_key_file)
    vaults = {
        cipher: Vault(Keyring(office.books.pools.keys), root_key, cipher=cipher)
        for cipher in CIPHERS
    }
    for cipher, vault in vaults.items():
        command_id: UUID = uuid4()
        sealer = await vault.sealer(office.union_id, command_id, [who])
        sealed = sealer.seal(who, "file", field="profile", ordinal=0, fields={"mobile": "1"})
        assert sealed.box.startswith("sm4.") == (cipher == "sm4")
        for other in vaults.values():
            opener = await other.opener(office.union_id, [who])
            opened = opener.open(sealed, command_id=command_id, field="profile")
            assert opened == {"mobile": "1"}


def test_only_the_two_can_be_set() -> None:
    assert field_cipher(read_settings({}).field_cipher) == "aes"
    assert field_cipher(read_settings({"GONGHUI_FIELD_CIPHER": "sm4"}).field_cipher) == "sm4"
    with pytest.raises(SettingInvalid):
        field_cipher("des")
