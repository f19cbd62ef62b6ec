"""`rasad serve` with a certificate of its own: TLS, and a login that travels in it."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from places import copy_demo, environment, rasad, wait_port


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "desk.pem", folder / "desk.key"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return cert_file, key_file


def test_the_desk_speaks_tls_and_takes_a_login(tmp_path: Path) -> None:
    config, ports = copy_demo(tmp_path)
    cert, key = certificate(tmp_path)
    port = ports[8752]
    settings = config / "settings.yml"
    text = settings.read_text(encoding="utf-8").replace(f"http://127.0.0.1:{port}", f"https://127.0.0.1:{port}")
    block = f"web:\n  login: always\n  certificate: {cert}\n  key: {key}"
    settings.write_text(text.replace("web:", block, 1), encoding="utf-8")
    home = tmp_path / "var"
    assert rasad(home, "users", "add", "mina", config=config, stdin=b"correct horse battery").returncode == 0
    command = [sys.executable, "-m", "rasad", "--config", str(config), "serve"]
    desk = subprocess.Popen(command, env=environment(home))
    try:
        wait_port(port, 60)
        context = ssl.create_default_context(cafile=str(cert))
        browser = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=20)
        browser.request("GET", "/sources")
        answer = browser.getresponse()
        answer.read()
        assert (answer.status, answer.headers["location"]) == (303, "/login?next=%2Fsources")
        fields = urlencode({"name": "mina", "password": "correct horse battery", "next": "/sources"})
        headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        browser.request("POST", "/login", fields, headers)
        answer = browser.getresponse()
        answer.read()
        cookie = answer.headers["set-cookie"]
        assert (answer.status, cookie.startswith("__Host-rasad="), "Secure" in cookie) == (303, True, True)
        browser.request("GET", "/sources", headers={"cookie": cookie.partition(";")[0]})
        answer = browser.getresponse()
        assert (answer.status, b"Harbour Ledger" in answer.read()) == (200, True)
        browser.close()
    finally:
        desk.terminate()
        desk.wait(20)
