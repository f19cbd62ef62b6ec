"""Sender and mail server are killed again and again: nothing is missing, and a second copy is marked."""

from __future__ import annotations

from pathlib import Path

from bench.outbox import storm


def test_nothing_is_missing_and_every_copy_is_marked(tmp_path: Path) -> None:
    found = storm(tmp_path, 300, 8)
    assert found["rows"] == found["sent"] == found["unique_message_ids"] == 300
    assert (found["missing"], found["unknown"], found["twice_unmarked"]) == (0, 0, 0)
    assert found["killed_senders"] + found["killed_servers"] >= 3, "the storm came"
    kills = found["killed_senders"] + found["killed_servers"]
    assert found["arrived_twice"] <= kills
    assert found["marked"] <= kills, "only what was under way when somebody was killed"
