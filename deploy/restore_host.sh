#!/bin/sh
# Brings an installation whose disk was lost back on a host that install.sh has just set up, and proves what came back:
#
#     deploy/restore_host.sh held.json
#
# Before it /etc/gonghui/keys and both folders of backups are put back (deploy/README.md). held.json was written on the
# witness's machine. Nothing is removed: the empty cluster's folder is moved aside. Broken off, it is started again.
#
# Exit status: 0 all that was witnessed is back; 1 something lacks (backup/restore.sh); 2 misused, nothing was changed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
credentials=/etc/gonghui/credentials

say() { echo "restore_host.sh: $*"; }

refuse() {
  say "$*" >&2
  exit 2
}

as_postgres() { # port database, the statement on standard input; passwords do not stand among its words
  runuser -u postgres -- psql -q -X -A -t -v ON_ERROR_STOP=1 -p "$1" "$2"
}

cluster() { pg_lsclusters -h | awk -v field="$1" '$2 == "books" { print $field }'; }

password() { printf "alter role %s password '%s';\n" "$1" "$2" | as_postgres 5432 postgres; }

# The roles come back with the passwords of the lost host; this one's stand in its credentials.
passwords() {
  until [ "$(echo 'select pg_is_in_recovery();' | as_postgres 5432 postgres 2>/dev/null)" = f ]; do
    pg_ctlcluster "$major" books status >/dev/null 2>&1 || exit 1
    sleep 1
  done
  password administrator "$(sed -n 's|^postgresql://administrator:\([^@]*\)@.*|\1|p' "$credentials/books-admin.url")"
  password backup "$(cat "$credentials/backup.password")"
}

# What the processes may read and write again: ids of users differ from one machine to another.
put_back() {
  [ -s "$GONGHUI_ROOT_KEY_FILE" ] || refuse "put the root key back: $GONGHUI_ROOT_KEY_FILE"
  chown -R gonghui:gonghui "$(dirname "$GONGHUI_ROOT_KEY_FILE")" "$GONGHUI_KEYSTORE_BACKUPS"
  # PostgreSQL archives; base backups are made and thrown away by gonghui.
  chown -R postgres:gonghui "$GONGHUI_BACKUPS"
  find "$GONGHUI_BACKUPS" -type d -exec chmod u=rwx,g=rx,o= {} +
  find "$GONGHUI_BACKUPS" -type f -exec chmod u=rw,g=r,o= {} +
  chmod 2770 "$GONGHUI_BACKUPS" "$GONGHUI_BACKUPS/base" "$GONGHUI_BACKUPS/wal"
  find "$GONGHUI_BACKUPS/base" -mindepth 1 -exec chown gonghui:gonghui {} +
  newest=$(find "$GONGHUI_KEYSTORE_BACKUPS" -maxdepth 1 -name 'keystore-*' | sort | tail -n 1)
  [ -n "$newest" ] || refuse "put the copies of the key store back: $GONGHUI_KEYSTORE_BACKUPS"
}

# Books are never restored over books; those of a host that was just set up hold nothing.
set_aside() {
  if pg_ctlcluster "$major" books status >/dev/null 2>&1; then
    has_books=$(echo 'select exists (select from books.union_head);' | as_postgres 5432 gonghui) || has_books=unknown
    [ "$has_books" = f ] || refuse "the cluster books is not empty: deploy/runbooks/restore.md"
    pg_ctlcluster "$major" books stop
  fi
  [ -d "$data" ] || return 0
  empty=$data.aside.$(date -u +%Y%m%dT%H%M%SZ)
  mv "$data" "$empty"
  say "$data was moved to $empty"
  not_ours "$("/usr/lib/postgresql/$major/bin/pg_controldata" "$empty" | sed -n 's/^Database system identifier: *//p')"
}

# The empty cluster archives from the moment it is set up: its segments would stand where the books' own belong.
not_ours() {
  find "$GONGHUI_BACKUPS/wal" -type f -name '*.gz' | sort | while read -r file; do
    case $(basename "$file") in *.backup.gz | *.history.gz) continue ;; esac
    # The cluster's number stands in the first page of every segment.
    whose=$(gzip -dc "$file" 2>/dev/null | head -c 32 | od -An -t u8 -j 24 -N 8 | tr -d ' ')
    [ "$whose" = "$1" ] || continue
    [ -d "$GONGHUI_BACKUPS/of-the-empty-cluster" ] || mkdir -m 700 "$GONGHUI_BACKUPS/of-the-empty-cluster"
    mv "$file" "$GONGHUI_BACKUPS/of-the-empty-cluster/"
  done
}

if [ "$#" -ne 1 ] || [ "$(id -u)" -ne 0 ]; then
  echo "usage, as root: restore_host.sh HELD (gonghui witness-held --heads, from the witness's machine)" >&2
  exit 2
fi
[ -f /etc/gonghui/gonghui.env ] || refuse "run install.sh first"
major=$(cluster 1)
data=$(cluster 6)
if [ "$1" = --passwords ]; then # what restore.sh does when the books are up again
  passwords
  exit 0
fi
[ -f "$1" ] || refuse "$1 is no file"
if [ -d /run/systemd/system ] && systemctl is-active --quiet gonghui.target; then
  refuse "the processes run: systemctl stop gonghui.target"
fi
held=/var/lib/gonghui/held.json
install -o gonghui -g gonghui -m 600 "$1" "$held"
cd /
set -a
# shellcheck source=/dev/null
. /etc/gonghui/gonghui.env
set +a
put_back
set_aside
set --
if [ "$(echo 'select exists (select from keyring.union_key);' | as_postgres 5433 gonghui_keys)" = f ]; then
  set -- --keystore "$newest"
fi
export GONGHUI=/usr/local/sbin/gonghui
exec "$here/backup/restore.sh" --into "$data" --owner postgres --held "$held" "$@" \
  --start "pg_ctlcluster $major books start && '$here/restore_host.sh' --passwords"
