#!/bin/sh
# Installs gonghui on a bare Debian 12 or 13, or a newer version of it beside the one that runs. Run it as root:
#
#     deploy/install.sh gonghui-0.1.0-py3-none-any.whl books.example.org/county
#
# It may be repeated: what is there already stays, keys and passwords above all. A newer wheel is laid beside the old
# version, the tables are brought up to date, and the servers change over one after the other (deploy/README.md).
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)

if [ "$#" -ne 2 ] || [ ! -f "$1" ] || [ "$(id -u)" -ne 0 ]; then
  echo "usage, as root: install.sh WHEEL ORIGIN (host and path: the log's name, never changed again)" >&2
  exit 2
fi
wheel=$(realpath "$1")
cd / # postgres may not look into the folder of whoever installs
origin=$2
host=${origin%%/*}
version=$(basename "$wheel" | cut -d- -f2)

say() { echo "install.sh: $*"; }

has_systemd() { [ -d /run/systemd/system ]; }

secret() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }

packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y --no-install-recommends postgresql-common ca-certificates
  # Both clusters are made below, with checksums; no third one.
  sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  apt-get install -q -y --no-install-recommends postgresql nginx-light openssl fonts-noto-cjk python3 python3-venv
}

users() {
  getent passwd gonghui >/dev/null || useradd --system --user-group --home-dir /var/lib/gonghui \
    --no-create-home --shell /usr/sbin/nologin gonghui
  install -d -o gonghui -g gonghui -m 700 /var/lib/gonghui /var/lib/gonghui/drill
  install -d -o root -g gonghui -m 750 /etc/gonghui
  install -d -o gonghui -g gonghui -m 700 /etc/gonghui/keys
  install -d -o root -g root -m 700 /etc/gonghui/credentials
  # PostgreSQL archives, and gonghui copies, checks and throws away what is too old.
  install -d -o postgres -g gonghui -m 2770 /var/backups/gonghui /var/backups/gonghui/books \
    /var/backups/gonghui/books/base /var/backups/gonghui/books/wal
  install -d -o gonghui -g gonghui -m 700 /var/backups/gonghui-keys
}

program() {
  release=$("$here/lay_version.sh" "$wheel")
  ln -sfn current/deploy /opt/gonghui/deploy
  install -m 755 "$here/systemd/gonghui-run" /usr/local/sbin/gonghui
}

cluster() { # name port settings…
  name=$1 port=$2
  shift 2
  major=$(pg_major)
  folder=/etc/postgresql/$major/$name
  if [ ! -e "$folder/postgresql.conf" ]; then
    pg_createcluster "$major" "$name" -p "$port" -- --data-checksums --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  fi
  for file in "$@"; do
    install -o postgres -g postgres -m 644 "$file" "$folder/conf.d/"
  done
  install -o postgres -g postgres -m 640 "$here/postgresql/pg_hba.conf" "$folder/pg_hba.conf"
  if pg_ctlcluster "$major" "$name" status >/dev/null; then
    pg_ctlcluster "$major" "$name" reload
  else
    pg_ctlcluster "$major" "$name" start
  fi
}

pg_major() { find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -n | tail -n 1; }

# Roughly a quarter of the memory, as PostgreSQL's manual advises; written once, then the administrator's own.
sizes() {
  file=/etc/postgresql/$(pg_major)/books/conf.d/sizes.conf
  [ ! -e "$file" ] || return 0
  megabytes=$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo) / 4096))
  printf 'shared_buffers = %sMB\neffective_cache_size = %sMB\n' "$megabytes" "$((megabytes * 2))" >"$file"
}

role() { # port role attributes file prefix suffix: a role whose password stands in a file only root reads
  file=/etc/gonghui/credentials/$4
  [ ! -e "$file" ] || return 0
  password=$(secret)
  printf "create role %s login password '%s' %s;\n" "$2" "$password" "$3" |
    runuser -u postgres -- psql -q -p "$1" -v ON_ERROR_STOP=1 postgres
  (umask 077 && printf '%s%s%s\n' "$5" "$password" "$6" >"$file.part" && mv "$file.part" "$file")
}

databases() {
  cluster books 5432 "$here/postgresql/gonghui.conf" "$here/postgresql/books.conf" "$here/backup/postgresql.backup.conf"
  cluster keys 5433 "$here/postgresql/gonghui.conf" "$here/postgresql/keys.conf"
  sizes
  socket='?host=/var/run/postgresql&port='
  role 5432 administrator 'createrole createdb' books-admin.url 'postgresql://administrator:' "@/gonghui${socket}5432"
  # What was destroyed is out of the key store's log after a checkpoint.
  role 5433 administrator 'createrole createdb in role pg_checkpoint' keys-admin.url 'postgresql://administrator:' "@/gonghui_keys${socket}5433"
  role 5432 backup replication backup.password '' ''
}

restart_books() { # archiving and memory hold after a restart only
  has_books_of_old && return 0
  pg_ctlcluster "$(pg_major)" books restart
  pg_ctlcluster "$(pg_major)" keys restart
}

has_books_of_old() { [ -e /opt/gonghui/current ]; }

settings() {
  if [ ! -e /etc/gonghui/gonghui.env ]; then
    sed "s|@ORIGIN@|$origin|" "$here/systemd/gonghui.env" >/etc/gonghui/gonghui.env
  fi
  [ -e /etc/gonghui/witnesses ] || : >/etc/gonghui/witnesses
  chmod 644 /etc/gonghui/gonghui.env /etc/gonghui/witnesses
}

proxy() {
  install -d -m 755 /etc/nginx/gonghui
  install -d -m 700 /etc/gonghui/tls
  if [ ! -e /etc/gonghui/tls/key.pem ]; then
    (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj "/CN=$host" \
      -addext "subjectAltName=DNS:$host" -keyout /etc/gonghui/tls/key.pem -out /etc/gonghui/tls/fullchain.pem 2>/dev/null)
    say "a self-signed certificate stands in /etc/gonghui/tls; put the real one in its place"
  fi
  [ -e /etc/nginx/gonghui/servers.conf ] || install -m 644 "$here/proxy/servers.conf" /etc/nginx/gonghui/servers.conf
  install -m 644 "$here/proxy/gonghui.conf" /etc/nginx/conf.d/gonghui.conf
  rm -f /etc/nginx/sites-enabled/default
  nginx -t -q
}

units() {
  for unit in "$here"/systemd/*.service "$here"/systemd/*.timer "$here"/systemd/*.target; do
    install -m 644 "$unit" /etc/systemd/system/
  done
  install -d -m 755 /etc/systemd/system/gonghui-.service.d
  install -m 644 "$here/systemd/gonghui-.service.d/confined.conf" /etc/systemd/system/gonghui-.service.d/
  if has_systemd; then
    systemctl daemon-reload
    systemctl reload-or-restart nginx
  fi
}

# The new version's files are applied while the old one still serves: they only add (deploy/runbooks/upgrade.md).
# Ledgers that are another version's now are built beside the old ones first: a server is not ready without them.
migrate() {
  GONGHUI_RELEASE=$release /usr/local/sbin/gonghui migrate
  GONGHUI_RELEASE=$release /usr/local/sbin/gonghui project --once
  ln -sfn "$version" /opt/gonghui/current
}

change_over() {
  has_systemd || return 0
  for unit in gonghui-web@8001 gonghui-web@8002 gonghui-project gonghui-checkpoint; do
    if systemctl is-active --quiet "$unit"; then
      systemctl restart "$unit" # comes back when the new one can serve
      say "$unit runs $version"
    fi
  done
  if systemctl is-active --quiet gonghui.target; then
    for timer in "$here"/systemd/*.timer; do # those that are new with this version
      systemctl start "$(basename "$timer")" || say "$(basename "$timer") was not started"
    done
  fi
}

packages
users
program
databases
restart_books
settings
proxy
units
migrate
change_over
say "$version is installed. Where it is the first: gonghui first-run …, then systemctl enable --now gonghui.target"
