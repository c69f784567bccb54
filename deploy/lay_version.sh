#!/bin/sh
# Lays a version of the program beside those that are there, with this folder in it; what is laid already stays:
#
#     deploy/lay_version.sh gonghui-0.1.0-py3-none-any.whl      prints /opt/gonghui/0.1.0
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
wheel=$(realpath "$1")
release=/opt/gonghui/$(basename "$wheel" | cut -d- -f2)

if [ ! -e "$release/.complete" ]; then
  rm -rf "$release"
  mkdir -p /opt/gonghui
  python3 -m venv "$release"
  "$release/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$here/requirements.lock" >&2
  "$release/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-index "$wheel" >&2
  cp -r "$here" "$release/deploy"
  touch "$release/.complete"
fi
echo "$release"
