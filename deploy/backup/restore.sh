#!/bin/sh
# Brings the books back after their disk was lost, or to an earlier moment on purpose, and proves what came back.
#
#     restore.sh --into DATADIR [--held FILE] [--moment INSTANT | --union CODE --position N | --point NAME | --alone]
#                [--base NAME] [--up-to-gap] [--owner USER] [--start COMMAND] [--keystore FILE] [--no-ledgers]
#
# On a host that install.sh has just set up, deploy/restore_host.sh comes here. Runs with the settings of the installation
# in the environment (GONGHUI_BACKUPS, root key, addresses). --held is the file that `gonghui witness-held --heads` wrote
# on the witness's machine. --start is what starts the cluster (Debian: "pg_ctlcluster 15 books start"); without it pg_ctl
# does, with PG_OPTIONS. --keystore is a copy that is put into an empty key store before the proof. Nothing is ever
# restored over something else.
#
# Exit status: 0 all that was witnessed is back (or, with a target, what was asked for); 1 something lacks, or the
# books are not the witnessed ones, or there is nothing to restore from; 2 misused.
set -eu
gonghui=${GONGHUI:-gonghui}
into=''
held=''
owner=''
start=''
keystore=''
purpose=''
ledgers=''
restore=''

usage() {
  sed -n '4,5s/^# //p' "$0" >&2
  exit 2
}

quoted() { printf "'%s' " "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }

while [ "$#" -gt 0 ]; do
  case $1 in
    --into) into=${2:?} && shift ;;
    --held) held=${2:?} && shift ;;
    --owner) owner=${2:?} && restore="$restore--owner $(quoted "$2")" && shift ;;
    --start) start=${2:?} && shift ;;
    --keystore) keystore=$(realpath "${2:?}") && shift ;;
    --moment | --union | --point) purpose=yes && restore="$restore$1 $(quoted "${2:?}")" && shift ;;
    --position | --base | --scratch) restore="$restore$1 $(quoted "${2:?}")" && shift ;;
    --alone) purpose=yes && restore="$restore$1 " ;;
    --up-to-gap) restore="$restore$1 " ;;
    --no-ledgers) ledgers=$1 ;;
    *) usage ;;
  esac
  shift
done
[ -n "$into" ] || usage
[ ! -f "$held" ] || held=$(realpath "$held")

eval "\"\$gonghui\" restore \"\$into\" $restore"

# PostgreSQL replays the archive before it lets anybody write, which may take long.
fail() {
  echo "restore.sh: PostgreSQL did not reach the target; its log says why" >&2
  exit 1
}
fail_keys() {
  echo "restore.sh: the key store was not brought back; the books were (gonghui restored proves them)" >&2
  exit 1
}
if [ -n "$start" ]; then
  sh -c "$start" || fail
else
  set -- "${PG_CTL:-pg_ctl}" -D "$into" -w -t 86400 -l "$into/restore.log" -o "${PG_OPTIONS:-}" start
  [ -z "$owner" ] || set -- runuser -u "$owner" -- "$@"
  "$@" >/dev/null || fail
fi
until [ "$(sed -n '8s/ *$//p' "$into/postmaster.pid" 2>/dev/null)" = ready ]; do
  [ -e "$into/postmaster.pid" ] || fail
  sleep 1
done
sed -i '/# gonghui restore$/d' "$into/postgresql.auto.conf"

# Other tables than this program's, where the backup is older than the last upgrade.
"$gonghui" migrate >/dev/null
[ -z "$keystore" ] || "$gonghui" keystore-restore "$keystore" || fail_keys
set -- restored
[ -z "$held" ] || set -- "$@" --held "$held"
[ -z "$purpose" ] || set -- "$@" --on-purpose
[ -z "$ledgers" ] || set -- "$@" "$ledgers"
exec "$gonghui" "$@"
