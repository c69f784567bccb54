#!/bin/sh
# Runs on another machine: fetches what is finished in a folder of backups and is not here yet.
#
#     fetch.sh backup@books.example.org: /srv/gonghui/books
#     fetch.sh backup-keys@books.example.org: /srv/gonghui-keys 14
#
# No finished file is ever changed, so nothing that is here is written over: a folder that was emptied or altered there
# destroys nothing here. With DAYS, for copies of the key store (keys that were destroyed live on in them): of a day only
# the two newest stay, as there, and what was fetched longer ago is destroyed here, the newest never. The terms of the
# books are kept by `gonghui backups --prune`.
set -eu
umask 077

if [ "$#" -lt 2 ] || [ "$#" -gt 3 ]; then
  echo "usage: fetch.sh SOURCE TARGET [DAYS]" >&2
  exit 2
fi
source=$1
target=$2
days=${3:-}

mkdir -p "$target"
# Names that begin with a dot are under way. Neither links nor devices are taken over from a machine that may be lost.
rsync --recursive --no-links --ignore-existing --exclude='.*' --fsync "$source/" "$target/"
if [ -n "$days" ]; then
  # keystore-20261121T180000Z: newest first, told apart by the day.
  find "$target" -mindepth 1 -maxdepth 1 -name 'keystore-*' -printf '%f\n' | sort -r |
    awk '++seen[substr($0, 1, 17)] > 2' | while read -r superseded; do rm -f "$target/$superseded"; done
  # Seconds since 1970 and a name, oldest first; the last line is the newest.
  find "$target" -mindepth 1 -maxdepth 1 -printf '%T@ %f\n' | sort -n | sed '$d' | while read -r _ name; do
    find "$target/$name" -maxdepth 0 -mtime "+$((days - 1))" -exec rm -rf {} +
  done
fi
