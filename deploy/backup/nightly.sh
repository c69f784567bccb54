#!/bin/sh
# Every night: a base backup of the books, checked against its manifest; a copy of the key store in a folder of its
# own; what its term has passed is destroyed. One failing step does not keep the others from being done.
#
#     GONGHUI_BACKUPS=… GONGHUI_KEYSTORE_BACKUPS=… nightly.sh [options of pg_basebackup that lead to the cluster]
#
# Runs with the settings of the installation; BACKUP_USER (Debian: postgres) takes the base backup where it is set.
set -u
umask 077
here=$(dirname "$0")
gonghui=${GONGHUI:-gonghui}
status=0

if [ -n "${BACKUP_USER:-}" ]; then
  runuser -u "$BACKUP_USER" -- "$here/base_backup.sh" "${GONGHUI_BACKUPS:?}" "$@" || status=1
else
  "$here/base_backup.sh" "${GONGHUI_BACKUPS:?}" "$@" || status=1
fi
mkdir -p "${GONGHUI_KEYSTORE_BACKUPS:?}" || status=1
"$gonghui" keystore-backup -o "$GONGHUI_KEYSTORE_BACKUPS/keystore-$(date -u +%Y%m%dT%H%M%SZ)" || status=1
if [ "$status" -eq 0 ]; then
  "$gonghui" backups --verify newest --prune || status=1
else
  echo "nightly.sh: a backup failed; nothing was destroyed" >&2
fi
exit "$status"
