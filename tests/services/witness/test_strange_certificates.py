"""Over TLS a witness speaks to the server it was told of, vouched for by an authority it knows, or to nobody."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.witness import NotAnswered
from services.witness.connection import Connection


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"taken in")

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def certified(folder: Path) -> Path:
    """A key and a certificate nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, SHA256())
    )
    file = folder / "server.pem"
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(text + made.public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize(
    ("is_known", "host", "is_answered"),
    [(False, "localhost", False), (True, "localhost", True), (True, "127.0.0.2", False)],
)
def test_a_server_nobody_vouches_for_or_of_another_name_is_not_asked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_known: bool,
    host: str,
    is_answered: bool,
) -> None:
    file = certified(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    if is_known:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server = HTTPServer(("0.0.0.0", 0), Answering)  # noqa: S104 # of this test alone
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # a broken handshake
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        asking = Connection(f"https://{host}:{server.server_port}", "key")
        if is_answered:
            assert asking.get("/", 100) == b"taken in"
        else:
            with pytest.raises(NotAnswered):
                asking.get("/", 100)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
