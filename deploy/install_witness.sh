#!/bin/sh
# Installs a witness on a Debian 12 or 13 of its own, in the hands of other people than the books, or a newer version of it:
#
#     deploy/install_witness.sh gonghui-0.1.0-py3-none-any.whl
#
# It may be repeated: key, store and settings stay. Needs the same repository and wheel as install.sh.
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)

if [ "$#" -ne 1 ] || [ ! -f "$1" ] || [ "$(id -u)" -ne 0 ]; then
  echo "usage, as root: install_witness.sh WHEEL" >&2
  exit 2
fi
wheel=$(realpath "$1")
version=$(basename "$wheel" | cut -d- -f2)

packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y --no-install-recommends ca-certificates python3 python3-venv
}

user() {
  getent passwd gonghui-witness >/dev/null || useradd --system --user-group --home-dir /var/lib/gonghui-witness \
    --no-create-home --shell /usr/sbin/nologin gonghui-witness
  install -d -o gonghui-witness -g gonghui-witness -m 700 /var/lib/gonghui-witness
}

program() {
  "$here/lay_version.sh" "$wheel" >/dev/null
  ln -sfn "$version" /opt/gonghui/current
  install -m 755 "$here/systemd/elsewhere/gonghui-witness-run" /usr/local/sbin/gonghui
}

unit() {
  install -d -m 755 /etc/gonghui /etc/systemd/system/gonghui-.service.d
  [ -e /etc/gonghui/witness.env ] || install -m 644 "$here/systemd/elsewhere/witness.env" /etc/gonghui/witness.env
  install -m 644 "$here/systemd/elsewhere/gonghui-witness.service" /etc/systemd/system/
  install -m 644 "$here/systemd/gonghui-.service.d/confined.conf" /etc/systemd/system/gonghui-.service.d/
  [ -d /run/systemd/system ] || return 0
  systemctl daemon-reload
  if systemctl is-active --quiet gonghui-witness; then
    systemctl restart gonghui-witness
  fi
}

packages
user
program
unit
echo "install_witness.sh: $version is installed. Where it is the first: deploy/README.md, \"The witness\""
