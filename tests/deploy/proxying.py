"""nginx with our own configuration: only places that belong to a machine are put into a folder of the test."""

import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.architecture.repository import ROOT
from tests.deploy.ports import free_ports, is_open

CONFIGURATION = ROOT / "deploy/proxy/gonghui.conf"
SERVERS = ROOT / "deploy/proxy/servers.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
OPENSSL = shutil.which("openssl") or "openssl"
_FRAME = """
{user}pid {folder}/pid;
error_log {folder}/error.log;
events {{ }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/gonghui.conf;
}}
"""


class Proxy(msgspec.Struct, frozen=True):
    """A proxy that runs: its addresses, and whom its certificate is trusted by."""

    secure: str
    plain: str
    port: int
    trust: ssl.SSLContext
    folder: Path


@contextmanager
def proxying(folder: Path, servers: Sequence[int]) -> Iterator[Proxy]:
    """Run nginx in front of servers on this machine."""
    if NGINX is None:
        pytest.skip("no nginx (Debian: nginx-light)")
    plain, secure = free_ports(2)
    _lay_out(folder, plain, secure, servers)
    trust = _certificate(folder)
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)  # noqa: S603 # Debian's
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr, tested.stderr
    process = subprocess.Popen([*command, "-g", "daemon off;"])  # noqa: S603 # Debian's
    try:
        while not is_open(secure):
            assert process.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.01)
        yield Proxy(
            f"https://localhost:{secure}", f"http://localhost:{plain}", secure, trust, folder
        )
    finally:
        process.terminate()
        process.wait(10)


def _lay_out(folder: Path, plain: int, secure: int, servers: Sequence[int]) -> None:
    ours = CONFIGURATION.read_text(encoding="utf-8")
    for told, here in (
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("listen [::]:443 ", f"listen [::1]:{secure} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen [::]:80;", f"listen [::1]:{plain};"),
        ("/etc/gonghui/tls", str(folder)),
        ("/var/log/nginx", str(folder)),
    ):
        assert told in ours, told
        ours = ours.replace(told, here)
    (folder / "gonghui").mkdir(parents=True)
    (folder / "gonghui.conf").write_text(ours, encoding="utf-8")
    (line, *_) = re.findall(
        r"^server 127.0.0.1:8001(.*)$", SERVERS.read_text("utf-8"), re.MULTILINE
    )
    lines = [f"server 127.0.0.1:{port}{line}\n" for port in servers]
    (folder / "gonghui/servers.conf").write_text("".join(lines))
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_FRAME.format(folder=folder, user=user))


def _certificate(folder: Path) -> ssl.SSLContext:
    subprocess.run(  # noqa: S603 # Debian's
        [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    return ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
