"""Who is asking, and what they may: people and their sessions, API keys, and the table of rights."""

from services.auth.access import Refusal, refusal_of
from services.auth.keys import (
    ApiKeyRing,
    Issued,
    KeyIdTaken,
    access_id_of,
    derived_key_id,
    new_key_id,
)
from services.auth.login import NO_TENANT, OF_NO_UNION, Login, Person
from services.auth.rights import Policy, RightMalformed, UnknownAction, may, rights

__all__ = [
    "NO_TENANT",
    "OF_NO_UNION",
    "ApiKeyRing",
    "Issued",
    "KeyIdTaken",
    "Login",
    "Person",
    "Policy",
    "Refusal",
    "RightMalformed",
    "UnknownAction",
    "access_id_of",
    "derived_key_id",
    "may",
    "new_key_id",
    "refusal_of",
    "rights",
]
