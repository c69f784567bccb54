"""What each verb of the command line is, by the table of rights: whoever may start one administers the machine."""

from typing import Final

from services.auth import Policy, may

_ACTIONS: Final = {
    "machine.run": (
        "migrate",
        "repartition",
        "pooler-users",
        "serve",
        "check",
        "project",
        "checkpoint",
        "rebuild",
        "parked",
        "demo",
        "backups",
        "restore",
        "restored",
        "drill",
        "keystore-backup",
        "keystore-restore",
        "rotate-keys",
        "erase",
        "erase-scan",
        "first-run",
        "union-export",
        "union-import",
        "union-thaw",
        "union-release",
        "union-origin",
    ),
    "machine.read": (
        "totals",
        "ledger",
        "statement",
        "difference",
        "export",
        "bundle",
        "verify",
        "fsck",
        "audit-rules",
        "retention",
    ),
    "machine.write": ("key", "appoint", "import-county", "import-file"),
    "machine.apart": (
        "template",
        "verifier",
        "witness",
        "witness-key",
        "witness-held",
        "transport-key",
        "health",
        "settings",
    ),
}

VERB_POLICIES: Final[dict[str, Policy]] = {
    verb: may(action) for action, verbs in _ACTIONS.items() for verb in verbs
}
"""Every verb's policy; a verb that is not listed does not start."""


class VerbWithoutPolicy(Exception):
    """A verb does not say what kind of action it is."""


def policy_of(verb: str) -> Policy:
    """Return the policy of a verb; raises VerbWithoutPolicy."""
    policy = VERB_POLICIES.get(verb)
    if policy is None or not policy.machine:
        raise VerbWithoutPolicy(verb)
    return policy
