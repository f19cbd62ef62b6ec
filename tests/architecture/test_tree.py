"""The tree keeps its promises: names, wheel, docs."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from model import rules, settings, source

ROOT = Path(__file__).resolve().parents[2]
ROOMS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_every_room_is_in_the_wheel_the_types_and_the_import_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == set(ROOMS) == set(project["mypy"]["packages"]) == set(project["importlinter"]["root_packages"])


def test_no_installed_distribution_owns_a_rooms_name() -> None:
    owners = importlib.metadata.packages_distributions()
    taken = {room: owners.get(room, []) for room in ROOMS if set(owners.get(room, [])) - {"rasad"}}
    assert not taken


def test_the_generated_commands_page_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.TARGET.read_text(encoding="utf-8") == module.document(), "run: .venv/bin/python docs/generate.py"


@pytest.mark.parametrize(
    ("noun", "page"),
    [
        (settings.Settings, "settings.md"),
        (settings.StoreSettings, "settings.md"),
        (settings.SearchSettings, "settings.md"),
        (settings.WebSettings, "settings.md"),
        (settings.FetchSettings, "settings.md"),
        (settings.MailSettings, "settings.md"),
        (settings.ScheduleSettings, "settings.md"),
        (settings.EvidenceSettings, "settings.md"),
        (settings.DemoSettings, "settings.md"),
        (settings.ProtectSettings, "settings.md"),
        (rules.Person, "settings.md"),
        (rules.Quiet, "settings.md"),
        (rules.Away, "settings.md"),
        (rules.Duty, "settings.md"),
        (rules.Channel, "alerts.md"),
        (rules.Escalation, "alerts.md"),
        (rules.Rule, "alerts.md"),
        (rules.Digest, "alerts.md"),
        (rules.DigestSection, "alerts.md"),
        (source.Source, "how-to-add-a-source.md"),
        (source.Feed, "how-to-add-a-source.md"),
        (source.Assertions, "how-to-add-a-source.md"),
    ],
)
def test_every_field_of_the_configuration_is_in_the_docs(noun: type, page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    groups = {"store", "search", "web", "fetch", "mail", "schedule", "demo", "protect"}
    missing = [f.name for f in dataclasses.fields(noun) if f.name not in groups and f"{f.name}" not in text]
    assert not missing


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_carries_configuration_migrations_and_templates(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tracked = subprocess.run(["git", "ls-files", *ROOMS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "rasad/_config/settings.yml" in names
    assert not [name for name in tracked.stdout.split("\n") if name and name not in names]
    assert not [name for name in names if name.startswith(("tests/", "bench/", "config/"))]


def test_the_wheel_runs_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site), "RASAD_HOME": str(tmp_path / "home")}
    environment.pop("RASAD_CONFIG", None)
    done = subprocess.run(
        [sys.executable, "-m", "rasad", "check"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert str(site / "rasad" / "_config") in done.stdout
