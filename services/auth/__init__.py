"""Who is asking, and what they may: API keys, and the route policy every route declares."""

from services.auth.access import NO_TENANT, OF_NO_UNION, Access, Policy, Refusal
from services.auth.keys import ApiKeyRing, Issued, KeyIdTaken, Login, derived_key_id

__all__ = [
    "NO_TENANT",
    "OF_NO_UNION",
    "Access",
    "ApiKeyRing",
    "Issued",
    "KeyIdTaken",
    "Login",
    "Policy",
    "Refusal",
    "derived_key_id",
]
