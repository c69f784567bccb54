#!/bin/sh
# Makes what `docker compose up` needs beside compose.yaml: secrets, settings, folders, a certificate to begin with.
#
#     deploy/container/prepare.sh books.example.org/county
#
# Run it as root in deploy/container. What is there already is left as it is.
set -eu
umask 077

if [ "$#" -ne 1 ]; then
  echo "usage: prepare.sh ORIGIN (host and path: the log's name, never changed again)" >&2
  exit 2
fi
origin=$1
host=${origin%%/*}
cd "$(dirname "$0")"

made() { [ -e "$1" ] && return 1 || return 0; }

mkdir -p secrets tls
install -d -o 10001 -g 10001 -m 700 keys backups/keys
install -d -o 999 -g 10001 -m 2770 backups/books backups/books/base backups/books/wal
for database in books keys; do
  if made "secrets/$database-admin.password"; then
    password=$(head -c 24 /dev/urandom | base64 | tr '+/' '-_')
    name=gonghui
    [ "$database" = books ] || name=gonghui_keys
    printf %s "$password" >"secrets/$database-admin.password"
    printf 'postgresql://administrator:%s@/%s?host=/run/%s\n' "$password" "$name" "$database" >"secrets/$database-admin.url"
  fi
  chown 10001:10001 "secrets/$database-admin.url"
  chown 999:999 "secrets/$database-admin.password"
done
[ -e witnesses ] || : >witnesses
chmod 644 witnesses
if made settings.env; then
  cat >settings.env <<END
GONGHUI_PROFILE=production
GONGHUI_ORIGIN=$origin
DATABASE_URL=postgresql:///gonghui?host=/run/books
GONGHUI_KEYSTORE_DATABASE_URL=postgresql:///gonghui_keys?host=/run/keys
GONGHUI_ROOT_KEY_FILE=/etc/gonghui/keys/root.key
GONGHUI_SIGNING_KEY_FILE=/etc/gonghui/keys/checkpoint.key
GONGHUI_WITNESSES_FILE=/etc/gonghui/witnesses
GONGHUI_TLS_PROXY=nginx
GONGHUI_PROXIES=1
GONGHUI_POOL_SIZE=10
GONGHUI_BACKUPS=/var/backups/gonghui/books
GONGHUI_KEYSTORE_BACKUPS=/var/backups/gonghui-keys
END
fi
if made tls/key.pem; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj "/CN=$host" \
    -addext "subjectAltName=DNS:$host" -keyout tls/key.pem -out tls/fullchain.pem 2>/dev/null
  echo "tls/: a self-signed certificate for $host; put the real one in its place" >&2
fi
