import json
from pathlib import Path

from places import rasad

from store import open_record, quarantine


def test_what_was_set_aside_is_listed_and_released(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    record = open_record(f"sqlite:///{home / 'rasad.sqlite'}")
    quarantine.put(record, quarantine.FETCH, "https://paper.example/bomb", "unpacks to too much", "paper: 1 attempts")
    quarantine.put(record, quarantine.EXTRACT, "7", "no article text", "paper: https://paper.example/7")
    record.close()

    lines = [json.loads(line) for line in rasad(home, "quarantine", "list", "--json").stdout.splitlines()]
    assert [(line["stage"], line["reason"]) for line in lines] == [
        ("extract", "no article text"),
        ("fetch", "unpacks to too much"),
    ]
    only = rasad(home, "quarantine", "list", "--stage", "fetch").stdout.decode()
    assert "unpacks to too much" in only
    assert "no article text" not in only
    assert rasad(home, "quarantine", "release", str(lines[1]["id"])).returncode == 0
    again = rasad(home, "quarantine", "release", str(lines[1]["id"]))
    assert again.returncode == 1
    assert b"not in quarantine" in again.stderr
