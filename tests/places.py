"""Homes and configurations for tests that use the program as its users do."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on at this moment."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def copy_demo(folder: Path) -> tuple[Path, dict[int, int]]:
    """A copy of the shipped configuration with the demonstration on free ports: (its demo folder, old port -> new)."""
    shutil.copytree(ROOT / "config", folder / "config")
    demo = folder / "config" / "demo"
    old = [8752, 8753, 8754, 8755]
    ports = dict(zip(old, free_ports(len(old)), strict=True))
    for path in demo.rglob("*.yml"):
        text = path.read_text(encoding="utf-8")
        for before, after in ports.items():
            text = text.replace(str(before), str(after))
        path.write_text(text, encoding="utf-8")
    return demo, ports


def wait_port(port: int, seconds: float = 20.0) -> None:
    """Wait until something listens on a loopback port; fails when nothing does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on port {port} after {seconds} s")


def environment(home: Path) -> dict[str, str]:
    """The environment of a call: its own home, nothing inherited that would choose another configuration."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("RASAD_")}
    return {**kept, "RASAD_HOME": str(home)}


def rasad(
    home: Path, *arguments: str, config: Path | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Call the program and wait for it."""
    chosen = [] if config is None else ["--config", str(config)]
    return subprocess.run(
        [sys.executable, "-m", "rasad", *chosen, *arguments],
        input=stdin,
        capture_output=True,
        env=environment(home),
        cwd=home.parent if home.parent.is_dir() else home.parent.parent,
        timeout=150,
    )
