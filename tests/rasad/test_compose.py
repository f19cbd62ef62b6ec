"""What docker-compose.yml, the Dockerfile and the workflow promise: by schema, by linter and by rules of our own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from catalog import check, load

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOT = ("prepare", "users")
each_service = pytest.mark.parametrize("name", SERVICES)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.compose-spec", ["docker-compose.yml"]),
        ("vendor.github-workflows", [str(path) for path in sorted(ROOT.glob(".github/workflows/*.yml"))]),
    ],
)
def test_the_files_keep_to_their_schemas(schema: str, files: list[str]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_finds_nothing_in_the_dockerfile() -> None:
    program = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([program, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_scripts_are_sound() -> None:
    for script in sorted((ROOT / "docker").glob("*.sh")):
        shell = script.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")
        done = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@each_service
def test_a_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "pid", "ipc", "devices"} & set(service)
    if name == "prepare":
        assert service["network_mode"] == "none", "the one that is root reaches nobody"
    else:
        assert "cap_add" not in service
        assert service.get("user") != "0:0"
        assert service.get("user") or "build" in service, "a user by number, or the one of our own image"
    if name not in ("elasticsearch", "kibana"):  # these two write beside their programs
        assert service["read_only"] is True


@each_service
def test_a_port_is_open_on_this_machine_alone(name: str) -> None:
    for port in SERVICES[name].get("ports", []):
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port)


@each_service
def test_what_runs_is_looked_after(name: str) -> None:
    service = SERVICES[name]
    if name in ONE_SHOT:
        assert service["restart"] == "no"
        return
    assert service["restart"] == "unless-stopped"
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "healthcheck" in service or ("build" in service and "HEALTHCHECK" in dockerfile)


@each_service
def test_an_image_is_pinned(name: str) -> None:
    tag = SERVICES[name]["image"].rpartition(":")[2]
    assert re.fullmatch(r"v?\d+\.\d+(\.\d+)?(-[a-z]+)?", tag)


@each_service
def test_a_service_waits_for_what_it_needs(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        wanted = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
        assert how["condition"] == wanted
    for volume in SERVICES[name].get("volumes", []):
        source = volume["source"] if isinstance(volume, dict) else volume.partition(":")[0]
        assert source in COMPOSE["volumes"] or (ROOT / source).is_dir()
    assert set(SERVICES[name].get("networks", [])) <= set(COMPOSE["networks"])


def test_databases_have_no_way_out() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("postgresql", "elasticsearch", "users"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_the_search_server_and_its_window_are_of_one_version() -> None:
    tags = {SERVICES[name]["image"].rpartition(":")[2] for name in ("elasticsearch", "users", "kibana")}
    assert len(tags) == 1
    assert SERVICES["kibana"]["profiles"] == ["kibana"]


def test_no_secret_stands_in_the_file_and_each_is_made(tmp_path: Path) -> None:
    asked: set[str] = set()
    for service in SERVICES.values():
        for variable, value in service.get("environment", {}).items():
            if "PASSWORD" in variable:
                found = re.fullmatch(r"\$\{(\w+):\?[^}]+\}", value)
                assert found, f"{variable} is not taken from the environment"
                asked.add(found[1])
    example = re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name, _ in example} == asked
    assert not any(value for _, value in example)
    file = tmp_path / "env"
    for _ in range(2):
        subprocess.run([ROOT / "docker" / "secrets.sh", file], check=True, capture_output=True)
    made = dict(line.split("=") for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    assert set(made) == asked
    assert len(set(made.values())) == len(asked)
    assert all(re.fullmatch(r"[0-9a-f]{48}", value) for value in made.values())
    assert file.stat().st_mode & 0o077 == 0


def test_the_configuration_that_is_mounted_is_in_order(tmp_path: Path) -> None:
    app = SERVICES["app"]
    assert "./config:/etc/rasad:ro" in app["volumes"]
    assert app["environment"]["RASAD_CONFIG"] == "/etc/rasad/compose"
    assert check(ROOT / "config" / "compose") == []
    settings = load(ROOT / "config" / "compose").settings
    assert settings.store.password_env in app["environment"]
    assert settings.mail.host in SERVICES
    elastic = settings.search.elastic
    assert elastic is not None
    assert elastic.urls == ("https://elasticsearch:9200",)
    assert elastic.password_env in app["environment"]
    assert elastic.user == "rasad"
    assert f"/_security/user/{elastic.user} " in (ROOT / "docker" / "users.sh").read_text(encoding="utf-8")
    assert settings.store.url is not None
    assert "@postgresql/" in settings.store.url
    assert f"{settings.web.published}:{settings.web.port}:{settings.web.port}" in app["ports"]
    # Published beyond loopback, the desk is not opened unless passwords travel under TLS.
    folder = shutil.copytree(ROOT / "config", tmp_path / "config")
    file = folder / "compose" / "settings.yml"
    file.write_text(file.read_text().replace("published: 127.0.0.1", "published: 192.0.2.7"), encoding="utf-8")
    (problem,) = check(folder / "compose")
    assert "web.published" in problem.thing
