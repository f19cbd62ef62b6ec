"""The outbox in a storm: deliveries to many people while the sender and the mail server are killed again and again.

``python -m bench.outbox [DELIVERIES] [KILLS]`` prints what became of them as JSON: nothing may be missing, Message-IDs are
as many as rows, and each message that arrived twice is marked in the ledger. The mail server writes its own log, which
is on the disk before it answers, so the two can be compared. The sender's clock goes on by hours at each start, so that
leases and pauses of those who were killed have run out.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts.deliver import Office, deliver
from alerts.payload import AlertPayload, ReportLine, RuleLine, dump
from model.notify import DeliveryKind, DeliveryState, NewDelivery
from model.rules import Person, Severity
from model.settings import MailSettings
from store import deliveries, open_record

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
PEOPLE = 200
SEED = 7


@dataclass
class Children:
    """Processes that a test starts, kills and waits for, by their numbers."""

    pids: dict[str, int] = field(default_factory=dict)

    def start(self, name: str, work: Callable[[], None]) -> None:
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            try:
                work()
            finally:
                os._exit(0)
        self.pids[name] = pid

    def kill(self, name: str) -> None:
        os.kill(self.pids[name], signal.SIGKILL)
        os.waitpid(self.pids.pop(name), 0)

    def ended(self, name: str) -> bool:
        done, _ = os.waitpid(self.pids[name], os.WNOHANG)
        if done:
            del self.pids[name]
        return bool(done)


@dataclass
class Ledger:
    """A mail server that notes each message on the disk before it says that it has taken it."""

    log: Path

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's)
        head = (envelope.original_content or b"").partition(b"\r\n\r\n")[0].decode()
        number = next(line.partition(":")[2].strip() for line in head.split("\r\n") if line.startswith("Message-ID"))
        with self.log.open("a") as file:
            file.write(number + "\n")
            file.flush()
            os.fsync(file.fileno())
        return "250 taken"


def _serve(log: Path, port: int) -> None:
    Controller(Ledger(log), hostname="127.0.0.1", port=port).start()
    signal.pause()


def _send(url: str, people: dict[str, Person], port: int, clock: datetime) -> None:
    settings = MailSettings(host="127.0.0.1", port=port, sender="rasad@example.org", tls="none", timeout=5.0)
    office = Office(settings=settings, people=people, organisation="E", desk_url="http://127.0.0.1:1")
    record = open_record(url)
    while deliveries.listing(record, DeliveryState.PENDING, 1) or deliveries.listing(record, DeliveryState.LEASED, 1):
        deliver(record, office, clock, 100)
        clock += timedelta(hours=2)  # who was refused is due again
    record.close()


def _fill(url: str, number: int, people: list[str]) -> None:
    report = ReportLine(
        article_id="0123456789abcdef", title="The sepahan office", lang="en", source_id="lakeshore", outlet="The Post",
        owner="independent", published=None, seen_at=NOW, passage="The sepahan office.", spans=((4, 11),),
    )  # fmt: skip
    rules = (RuleLine(id="guards", title="Guards", version=1),)
    record = open_record(url)
    for start in range(0, number, 1000):
        rows = []
        for index in range(start, min(start + 1000, number)):
            story = f"story-{index // len(people)}"
            alert = AlertPayload(story_id=story, severity=Severity.WARNING, rules=rules, reports=(report,))
            rows.append(
                NewDelivery(
                    person_id=people[index % len(people)],
                    kind=DeliveryKind.ALERT,
                    subject_key=story,
                    channel="mail",
                    revision=0,
                    payload=dump(alert),
                )
            )
        deliveries.put(record, rows, NOW)
    record.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def storm(folder: Path, number: int, kills: int) -> dict[str, int | float]:
    """Send ``number`` deliveries while ``kills`` processes are killed; what became of them."""
    url, log, port = f"sqlite:///{folder / 'rasad.sqlite'}", folder / "accepted.log", _free_port()
    log.touch()
    people = {f"p{n}": Person(id=f"p{n}", name=f"P {n}", email=f"p{n}@example.org") for n in range(PEOPLE)}
    _fill(url, number, list(people))
    chance, children, killed = random.Random(SEED), Children(), Counter[str]()
    starts = {
        "server": lambda: _serve(log, port),
        "sender": lambda: _send(url, people, port, NOW + timedelta(days=2 * killed.total())),
    }
    started = time.monotonic()
    for name, start in starts.items():
        children.start(name, start)
    done = False
    while not done:
        time.sleep(chance.uniform(0.1, 0.5))
        if killed.total() < kills:
            victim = chance.choice(("sender", "sender", "server"))
            if not children.ended("sender"):
                children.kill(victim)
                killed[victim] += 1
                children.start(victim, starts[victim])
                continue
            done = True
        else:
            done = children.ended("sender")
    children.kill("server")
    return {**_agree(url, log), "killed_senders": killed["sender"], "killed_servers": killed["server"],
            "seconds": round(time.monotonic() - started, 1)}  # fmt: skip


def _agree(url: str, log: Path) -> dict[str, int]:
    """The record's ledger beside the mail server's own log."""
    record = open_record(url)
    rows = deliveries.listing(record, None, 10_000_000)
    record.close()
    accepted = Counter(log.read_text().split())
    marked = {row.message_id for row in rows if row.maybe_duplicate}
    twice = {number for number, times in accepted.items() if times > 1}
    return {
        "rows": len(rows),
        "sent": sum(row.state is DeliveryState.SENT for row in rows),
        "unique_message_ids": len(accepted),
        "missing": len({row.message_id for row in rows} - set(accepted)),
        "unknown": len(set(accepted) - {row.message_id for row in rows}),
        "arrived_twice": sum(times - 1 for times in accepted.values()),
        "twice_unmarked": len(twice - marked),
        "marked": len(marked),
    }


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(storm(Path(folder), number, kills), indent=1))


if __name__ == "__main__":
    main()
