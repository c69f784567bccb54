"""Key material: the only place that seals, opens, wraps and blinds."""

from services.keys.sealing import Opener, Sealer
from services.keys.vault import Vault, read_root_key

__all__ = ["Opener", "Sealer", "Vault", "read_root_key"]
