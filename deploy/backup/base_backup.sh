#!/bin/sh
# Copies the books' cluster while it runs, with the log that makes the copy consistent and a SHA-256 of every file.
#
#     base_backup.sh /var/backups/gonghui/books [options of pg_basebackup that lead to the cluster]
#
# Runs as somebody who may replicate (Debian: postgres, `-p 5432`). The copy counts once it bears its name.
set -eu
umask 027

if [ "$#" -lt 1 ]; then
  echo "usage: base_backup.sh BACKUPS [pg_basebackup options]" >&2
  exit 2
fi
bases=$1/base
shift
part=$bases/.$$.part

trap 'rm -rf "$part"' EXIT
mkdir -p "$bases"
find "$bases" -mindepth 1 -maxdepth 1 -name '.*.part' -mmin +1440 -exec rm -rf {} +
"${PG_BASEBACKUP:-pg_basebackup}" --pgdata="$part" --format=tar --gzip --compress=1 --wal-method=stream \
  --checkpoint=fast --manifest-checksums=SHA256 --no-password --label=gonghui "$@"
# The folder it stands in hands its group on; its bit that does so is not handed on, which a confined unit may not set.
chmod -R g-s,u=rwX,g=rX,o= "$part"
# Names are seconds: of two copies that end in the same one the later waits for the next.
name=$bases/$(date -u +%Y%m%dT%H%M%SZ)
while [ -e "$name" ]; do
  sleep 1
  name=$bases/$(date -u +%Y%m%dT%H%M%SZ)
done
mv -T "$part" "$name"
sync "$bases"
echo "$name"
