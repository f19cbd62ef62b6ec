"""The security settings of docker-compose.yml on a real Elasticsearch: TLS, the users that docker/users.sh makes, and
Rasad as the one of them who may touch its own indices alone."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from elastic_node import Node
from elasticsearch import ApiError
from ruamel.yaml import YAML
from servers_elastic import own_node

from model.errors import RasadError
from rasad.wiring import Place

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())["services"]["elasticsearch"][
    "environment"
]
OPERATOR, PASSWORD = "operator", "of the operator"
FOLDERS = ("tls/server.crt", "tls/server.key", "tls/ca.crt")


def hashed(password: str) -> str:
    """As the server's file of users holds a password."""
    salt = b"a salt of sixteen"[:16]
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 10_000, 32)
    return "{PBKDF2}10000$" + "$".join(base64.b64encode(part).decode() for part in (salt, key))


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run([ROOT / "docker" / "certificates.sh", folder], check=True, env={**os.environ, "CHOWN": "no"})
    return folder


@pytest.fixture(scope="module")
def node(tls: Path) -> Iterator[Node]:
    """The server with the compose file's own lines; the image's first user is one of the server's file here."""
    settings = {name: value for name, value in ENVIRONMENT.items() if name.startswith("xpack.security")}
    assert len(settings) == 9
    settings = {name: value.replace("tls/", "tls-") for name, value in settings.items()}
    files = {name.replace("/", "-"): (tls / "elasticsearch" / Path(name).name).read_bytes() for name in FOLDERS}
    files |= {"users": f"{OPERATOR}:{hashed(PASSWORD)}\n".encode(), "users_roles": f"superuser:{OPERATOR}\n".encode()}
    with own_node(settings, files) as started:
        started.start()
        yield started


@pytest.mark.timeout(300)
def test_rasad_serves_from_a_secured_cluster_as_its_own_user(
    node: Node, tls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {
        "ELASTIC_USER": OPERATOR,
        "ELASTIC_PASSWORD": PASSWORD,
        "RASAD_ELASTIC_PASSWORD": "its own",
        "KIBANA_PASSWORD": "k",
    }
    where = {"ES_URL": node.url, "CA_FILE": str(tls / "public" / "ca.crt"), "KIBANA_PASSWORD": "another one"}
    script = ["bash", str(ROOT / "docker" / "users.sh")]
    for _ in range(2):  # it may be repeated
        done = subprocess.run(
            script, env={**os.environ, **secrets, **where}, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (0, "the users are there\n"), done.stdout + done.stderr
    config = Path(shutil.copytree(ROOT / "config", tmp_path / "config")) / "compose"
    file = config / "settings.yml"
    text = file.read_text(encoding="utf-8").replace("https://elasticsearch:9200", node.url)
    file.write_text(text.replace("/tls/ca.crt", str(tls / "public" / "ca.crt")), encoding="utf-8")
    monkeypatch.setenv("RASAD_ELASTIC_PASSWORD", "its own")
    at = Place(config_dir=config, home=tmp_path)
    with at.writer() as writer:
        assert writer.watermark() == 0
    client = at.cluster.client
    assert client.security.authenticate()["username"] == "rasad"
    with pytest.raises(ApiError, match="403"):
        client.indices.create(index="of-others")
    with pytest.raises(ApiError, match="403"):
        client.security.get_user()
    client.close()
    monkeypatch.setenv("RASAD_ELASTIC_PASSWORD", "not it")
    wrong = Place(config_dir=config, home=tmp_path)
    with pytest.raises(RasadError) as refused, wrong.writer() as writer:
        writer.watermark()
    assert refused.value.remedy
    assert "not it" not in str(refused.value)
    wrong.cluster.client.close()
