"""The settings of docker-compose.yml on real servers: PostgreSQL with TLS and a password, a mail relay with STARTTLS."""

from __future__ import annotations

import os
import pwd
import re
import shlex
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP
from places import free_ports
from ruamel.yaml import YAML
from servers import Postgres, postgres_files, server_user

from alerts.channels.mail import RelayError, relay
from catalog import load
from model.errors import ConfigError, StoreError
from rasad.wiring import Place
from store.status import counts

ROOT = Path(__file__).resolve().parents[2]
SERVICES = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
PASSWORD = "of our own making"


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    for _ in range(2):  # the second call changes nothing
        subprocess.run(
            [ROOT / "docker" / "certificates.sh", folder], check=True, env={**os.environ, "CHOWN": "no"}, timeout=60
        )
    return folder


def test_keys_are_their_servers_own_and_certificates_hold(tls: Path) -> None:
    assert sorted(path.name for path in (tls / "public").iterdir()) == ["ca.crt"], "the app gets no key"
    for name in ("postgresql", "elasticsearch", "mailpit"):
        assert (tls / name / "server.key").stat().st_mode & 0o077 == 0
        checks = ["-x509_strict", "-purpose", "sslserver", "-verify_hostname", name]
        files = ["-CAfile", tls / "public" / "ca.crt", tls / name / "server.crt"]
        done = subprocess.run(["openssl", "verify", *checks, *files], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert name in SERVICES, "the name in the certificate is the name of the service"


@pytest.fixture(scope="module")
def database(tls: Path) -> Iterator[tuple[Postgres, int]]:
    """The server as the compose file starts it: its command line, its way of asking for the password."""
    (port,) = free_ports(1)
    with postgres_files() as server:
        own = Path(shutil.copytree(tls / "postgresql", server.folder / "tls"))
        secret = server.folder / "password"
        secret.write_text(PASSWORD)
        for path in (own, *own.iterdir(), secret):
            if (user := server_user()) is not None:
                os.chown(path, pwd.getpwnam(user).pw_uid, -1)
        service = SERVICES["postgresql"]
        arguments = shlex.split(service["environment"]["POSTGRES_INITDB_ARGS"])
        server.initialise("--auth-local=trust", f"--pwfile={secret}", *arguments)
        words = shlex.split(service["command"])[1:]
        given = dict(word.split("=", 1) for flag, word in zip(words[::2], words[1::2], strict=True) if flag == "-c")
        server.options = {name: value.replace("/tls/", f"{own}/") for name, value in given.items()}
        server.options |= {"listen_addresses": "127.0.0.1", "port": port}
        server.start()
        server.query("CREATE DATABASE rasad")
        yield server, port


@pytest.fixture
def config(tls: Path, database: tuple[Postgres, int], tmp_path: Path) -> Path:
    """A copy of the shipped configuration whose servers are this machine."""
    folder = Path(shutil.copytree(ROOT / "config", tmp_path / "config")) / "compose"
    file = folder / "settings.yml"
    text = file.read_text(encoding="utf-8").replace("@postgresql/", f"@localhost:{database[1]}/")
    file.write_text(text.replace("/tls/", f"{tls}/public/"), encoding="utf-8")
    return folder


def test_the_record_lies_in_the_server_over_tls(
    config: Path, database: tuple[Postgres, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = Place(config_dir=config, home=tmp_path)
    with pytest.raises(ConfigError, match="RASAD_POSTGRES_PASSWORD"):
        _ = at.record
    monkeypatch.setenv("RASAD_POSTGRES_PASSWORD", "not it")
    with pytest.raises(StoreError, match="refused the user or the password") as refused:
        _ = at.record
    assert "store.password_env" in refused.value.remedy
    assert "not it" not in str(refused.value)
    monkeypatch.setenv("RASAD_POSTGRES_PASSWORD", PASSWORD)
    assert counts(at.record)["articles"] == 0
    used = database[0].query(
        "SELECT DISTINCT ssl, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE client_port > 0"
    )
    assert used == "t|TLSv1.3"
    at.record.close()


def test_a_server_of_another_authority_is_not_believed(
    config: Path, tls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASAD_POSTGRES_PASSWORD", PASSWORD)
    subprocess.run(
        [ROOT / "docker" / "certificates.sh", tmp_path / "other"], check=True, env={**os.environ, "CHOWN": "no"}
    )
    file = config / "settings.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"{tls}/", f"{tmp_path / 'other'}/"), encoding="utf-8")
    with pytest.raises(StoreError, match="certificate"):
        _ = Place(config_dir=config, home=tmp_path).record


def test_mail_goes_to_the_relay_encrypted_and_to_no_other(config: Path, tls: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls / "mailpit" / "server.crt", tls / "mailpit" / "server.key")

    class Relay(Controller):
        def factory(self) -> SMTP:
            return SMTP(self.handler, tls_context=context, require_starttls=True)

    assert "MP_SMTP_REQUIRE_STARTTLS" in SERVICES["mailpit"]["environment"]
    (port,) = free_ports(1)
    server = Relay(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        settings = replace(load(config).settings.mail, host="localhost", port=port)
        with relay(settings) as smtp:
            assert smtp.sendmail("rasad@example.org", ["analyst@example.org"], "Subject: x\n\nx") == {}
        with pytest.raises(RelayError, match="not to be trusted"), relay(replace(settings, ca_file=None)):
            pass
        with (
            pytest.raises(RelayError, match=re.escape("mail.ca_file /nowhere")),
            relay(replace(settings, ca_file="/nowhere")),
        ):
            pass
    finally:
        server.stop()
