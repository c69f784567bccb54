"""Key material: the only place that seals, opens, wraps and blinds."""

from services.keys.ciphers import field_cipher
from services.keys.roots import read_root_key, read_root_keys
from services.keys.sealing import Opener, Sealer
from services.keys.vault import Vault

__all__ = ["Opener", "Sealer", "Vault", "field_cipher", "read_root_key", "read_root_keys"]
