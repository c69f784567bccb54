#!/bin/sh
# PostgreSQL's archive_command: keeps one finished segment, compressed, on the disk before PostgreSQL may forget it.
#
#     archive_command = '/opt/gonghui/deploy/backup/archive_wal.sh /var/backups/gonghui/books "%p" "%f"'
#
# Exit status 0 means that the segment is in the archive for good; anything else makes PostgreSQL keep it and try again.
# A segment of the same name and content passes (PostgreSQL may ask twice), one of other content is never written over.
set -eu
umask 027

if [ "$#" -ne 3 ]; then
  echo "usage: archive_wal.sh BACKUPS %p %f" >&2
  exit 2
fi
source=$2
archive=$1/wal
kept=$archive/$3.gz
part=$archive/.$3.$$.part

if [ -e "$kept" ]; then
  if gzip -dc "$kept" | cmp -s - "$source"; then
    exit 0
  fi
  echo "archive_wal.sh: $3 is in the archive with another content: two clusters share $archive" >&2
  exit 1
fi

trap 'rm -f "$part"' EXIT
mkdir -p "$archive"
gzip -1 -n -c "$source" >"$part"
sync "$part"
ln "$part" "$kept" # fails where another one was faster: nothing is ever written over
rm -f "$part"
sync "$archive"
