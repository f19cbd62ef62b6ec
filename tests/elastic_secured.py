"""An Elasticsearch with security on: TLS by the compose file's own certificates, a superuser, keys by the roles in the docs."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elastic_node import Node
from elasticsearch import Elasticsearch
from places import ROOT
from servers_elastic import own_node

ADMIN, PASSWORD = "tester", "a password of the test alone"
KEY_VARIABLE = "RASAD_TEST_ES_KEY"


@dataclass(frozen=True)
class Secured:
    """A node, the certificate of its authority, and another authority's."""

    node: Node
    ca: Path
    other_ca: Path

    def admin(self) -> Elasticsearch:
        return Elasticsearch(self.node.url, ca_certs=str(self.ca), basic_auth=(ADMIN, PASSWORD))

    def key(self, role: str) -> str:
        """An API key that may do what this role of docs/elasticsearch.md may, and no more."""
        with self.admin() as client:
            made = client.security.create_api_key(name=role, role_descriptors={role: roles()[role]})
        return str(made["encoded"])

    def block(self, prefix: str) -> dict[str, Any]:
        """The settings by which Rasad reaches it."""
        return {
            "urls": [self.node.url],
            "prefix": prefix,
            "api_key_env": KEY_VARIABLE,
            "ca_file": str(self.ca),
            "replicas": 0,
        }


def roles() -> dict[str, Any]:
    """The roles that the docs tell operators to make."""
    text = (ROOT / "docs" / "elasticsearch.md").read_text(encoding="utf-8")
    return {
        name: json.loads(body) for name, body in re.findall(r"POST /_security/role/(\S+)\n(\{.*?\n\})\n```", text, re.S)
    }


@contextmanager
def secured_node(folder: Path) -> Iterator[Secured]:
    """Start one; ``folder`` takes the certificates."""
    for name in ("tls", "other"):
        environment = {**os.environ, "CHOWN": "no"}
        subprocess.run([ROOT / "docker" / "certificates.sh", folder / name], check=True, env=environment, timeout=60)
    own = folder / "tls" / "elasticsearch"
    files = {f"tls/{name}": (own / name).read_bytes() for name in ("server.crt", "server.key", "ca.crt")}
    files |= {"users": f"{ADMIN}:{_hashed(PASSWORD)}\n".encode(), "users_roles": f"superuser:{ADMIN}\n".encode()}
    settings = {"xpack.security.enabled": "true"}
    for layer in ("http", "transport"):
        settings |= {
            f"xpack.security.{layer}.ssl.enabled": "true",
            f"xpack.security.{layer}.ssl.certificate": "tls/server.crt",
            f"xpack.security.{layer}.ssl.key": "tls/server.key",
            f"xpack.security.{layer}.ssl.certificate_authorities": "tls/ca.crt",
        }
    with own_node(settings, files) as node:
        node.start()
        yield Secured(node, folder / "tls" / "public" / "ca.crt", folder / "other" / "public" / "ca.crt")


def _hashed(password: str) -> str:
    """A password as Elasticsearch's users file holds it."""
    salt = os.urandom(32)
    made = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 10_000, 32)
    return "{PBKDF2}10000$" + base64.b64encode(salt).decode() + "$" + base64.b64encode(made).decode()
