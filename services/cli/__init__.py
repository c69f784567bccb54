"""`gonghui`: one verb for each thing an operator, a clerk at a terminal or an auditor does."""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence

from services import log
from services.cli import (
    asking,
    backups,
    books,
    demo,
    deploying,
    difference,
    evidence,
    exporting,
    first_run,
    importing,
    irregularities,
    keystore,
    moving,
    parked,
    partitioning,
    people,
    pooling,
    retaining,
    running,
    statements,
    upgrading,
    witnessing,
)
from services.cli.arguments import parser
from services.cli.policies import policy_of
from services.cli.ready import NotMigrated, Verb
from services.keys.signing import SigningKeyUnusable
from services.settings import SettingInvalid, read_settings
from services.store.addresses import RootKeyUnusable
from services.tracing import TracingUnavailable
from services.words.cli import CLI_FAULTS

VERBS: dict[str, Verb] = {
    "migrate": upgrading.migrate_books,
    "repartition": partitioning.lay_out_anew,
    "pooler-users": pooling.pooler_users,
    "project": running.project,
    "check": deploying.check,
    "first-run": first_run.first_run,
    "health": asking.health,
    "settings": asking.settings_page,
    "checkpoint": running.checkpoint,
    "rebuild": running.rebuild,
    "parked": parked.parked,
    "key": people.issue_key,
    "appoint": people.appoint,
    "import-county": importing.import_county,
    "import-file": importing.import_file,
    "template": importing.template,
    "totals": books.totals,
    "ledger": books.ledger,
    "statement": statements.statement,
    "difference": difference.difference,
    "export": exporting.export,
    "bundle": evidence.bundle,
    "verifier": evidence.verifier,
    "verify": books.verify,
    "fsck": books.fsck,
    "audit-rules": irregularities.audit_rules,
    "demo": demo.demo,
    "keystore-backup": keystore.keystore_backup,
    "keystore-restore": keystore.keystore_restore,
    "backups": backups.backups,
    "restore": backups.restore,
    "restored": backups.restored,
    "drill": backups.drill,
    "rotate-keys": keystore.rotate_keys,
    "erase": keystore.erase,
    "erase-scan": keystore.erase_scan,
    "retention": retaining.retention,
    "transport-key": moving.transport_key,
    "union-export": moving.union_export,
    "union-import": moving.union_import,
    "union-thaw": moving.union_thaw,
    "union-release": moving.union_release,
    "union-origin": moving.union_origin,
    "witness": witnessing.witness,
    "witness-key": witnessing.witness_key,
    "witness-held": witnessing.witness_held,
}

LASTING = {"serve", "project", "checkpoint", "witness"}
"""Verbs that run until told to stop; they log what they do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status: 0 well, 1 refused or broken, 2 misused."""
    arguments = parser().parse_args(argv)
    policy_of(arguments.verb)
    log.configure(level=logging.INFO if arguments.verb in LASTING else logging.ERROR)
    try:
        settings = read_settings(os.environ)
        if arguments.verb == "serve":
            return deploying.serve(settings, production=arguments.production)
        status = asyncio.run(VERBS[arguments.verb](settings, arguments))
        if arguments.verb == "demo" and not arguments.once:
            return deploying.serve(settings)
    except (
        SettingInvalid,
        RootKeyUnusable,
        SigningKeyUnusable,
        NotMigrated,
        TracingUnavailable,
    ) as fault:
        message = CLI_FAULTS[type(fault).__name__]
        sys.stderr.write(f"{message.format(name=getattr(fault, 'name', ''))}\n")
        return 2
    except FileNotFoundError as fault:
        sys.stderr.write(f"{CLI_FAULTS['file_missing'].format(name=fault.filename)}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
