"""WARC files: the bytes of each exchange, one gzip member a record, so that a record is read alone by its place.

A response is kept as the client gave it, after transfer and content decoding. Its headers that no longer speak the
truth about such a body (``Content-Encoding``, ``Transfer-Encoding``, ``Content-Length``) are kept under
``X-Archive-Orig-`` names, as web archives do, and a true ``Content-Length`` is added.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from model.capture import Response

FOLDER = "evidence"
"""Where the files lie in RASAD_HOME."""

LEVEL = 4

ORIGINAL = "X-Archive-Orig-"
_UNTRUE = ("content-encoding", "transfer-encoding", "content-length")
_GZIP = b"\x1f\x8b"
_ASCII = "".join(map(chr, range(0x20, 0x7F)))

Headers = Iterable[tuple[str, str]]


def file_name(now: datetime, chain: str) -> str:
    """The name of a new WARC file: the time in UTC and the chain."""
    return f"rasad-{now.astimezone(UTC):%Y%m%dT%H%M%S%f}-{file_chain(chain)}.warc.gz"


def file_chain(chain: str) -> str:
    """A chain as it stands in the name of its file."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in chain)


def info(name: str) -> bytes:
    """The first record of a file: who wrote it."""
    fields = {"software": "Rasad", "format": "WARC File Format 1.1", "description": "bodies are content-decoded"}
    writer = _writer()
    return _member(writer.create_warcinfo_record(name, fields))


def exchange(response: Response) -> tuple[bytes, int]:
    """The records of a response, of its request and of what is known of both; with them the length of the first."""
    writer = _writer()
    answer = _response_record(writer, response)
    first = _member(answer)
    others = (_request_record(writer, response, answer), _metadata_record(writer, response, answer))
    return first + b"".join(map(_member, others)), len(first)


def _writer(buffer: io.BytesIO | None = None) -> WARCWriter:
    return WARCWriter(buffer or io.BytesIO(), gzip=False, warc_version="WARC/1.1")


def _member(record: ArcWarcRecord) -> bytes:
    """A record as a gzip member of its own. warcio packs at level 9, which takes three times as long for 6 % less."""
    buffer = io.BytesIO()
    _writer(buffer).write_record(record)
    return gzip.compress(buffer.getvalue(), LEVEL, mtime=0)


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The type and the content of each record in a piece of a file; ends where no whole record follows."""
    if not data.startswith(_GZIP):
        return
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            yield str(record.rec_type), record.raw_stream.read()
    except Exception:  # noqa: BLE001 (what is cut off or damaged raises whatever the parsers of the way raise)
        return


def read_response(path: Path, offset: int, length: int) -> bytes:
    """The body of the response record at a place."""
    with path.open("rb") as file:
        file.seek(offset)
        member = file.read(length)
    if not member.startswith(_GZIP):  # Other bytes are guessed at by the reader, and now and then taken for a record.
        raise EOFError(f"no record begins at {offset} of {path.name}")
    for record in ArchiveIterator(io.BytesIO(member)):
        body: bytes = record.raw_stream.read()
        return body
    raise EOFError(f"no record at {offset} of {path.name}")


def append(file: io.FileIO, data: bytes) -> int:
    """Bring data to the end of a file and to the disk itself, whole or not at all; gives its offset.

    The file is unbuffered: a buffer would keep what could not be written and try again at the wrong time.
    """
    start = file.seek(0, os.SEEK_END)
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(start)
        raise
    return start


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, so that a new file is still there after a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _response_record(writer: WARCWriter, response: Response) -> ArcWarcRecord:
    """The response as a WARC record."""
    headers = [_renamed(name, value) for name, value in response.headers]
    headers.append(("Content-Length", str(len(response.body))))
    status = f"{response.status} {_ascii(response.reason)}".rstrip()
    return writer.create_warc_record(
        _ascii(response.final_url),
        "response",
        payload=io.BytesIO(response.body),
        length=len(response.body),
        warc_headers_dict={
            "WARC-Date": f"{response.fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "WARC-Payload-Digest": _digest(response.body),
            **({"WARC-IP-Address": response.peer} if response.peer else {}),
        },
        http_headers=StatusAndHeaders(status, _ascii_headers(headers), protocol="HTTP/1.1"),
    )


def _request_record(writer: WARCWriter, response: Response, answer: ArcWarcRecord) -> ArcWarcRecord:
    """The request that was answered."""
    parts = urlsplit(response.final_url)
    target = _ascii((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    headers = list(response.request_headers)
    if not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
    return writer.create_warc_record(
        _ascii(response.final_url),
        "request",
        warc_headers_dict={
            "WARC-Date": answer.rec_headers.get_header("WARC-Date"),
            "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
        },
        http_headers=StatusAndHeaders(
            f"GET {target} HTTP/1.1", _ascii_headers(headers), protocol="", is_http_request=True
        ),
    )


def _metadata_record(writer: WARCWriter, response: Response, answer: ArcWarcRecord) -> ArcWarcRecord:
    """What is known of an exchange beside its bytes: who asked, what robots.txt said, whose certificate it was."""
    fields = {
        "asked": _ascii(response.url),
        "kind": response.kind.value,
        "source": response.source_id,
        "run": str(response.run_id),
        "robots": response.robots,
    }
    if response.certificate:
        fields["certificate-sha256"] = response.certificate
    content = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    return writer.create_warc_record(
        _ascii(response.final_url),
        "metadata",
        payload=io.BytesIO(content),
        length=len(content),
        warc_content_type="application/warc-fields",
        warc_headers_dict={
            "WARC-Date": answer.rec_headers.get_header("WARC-Date"),
            "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
        },
    )


def _renamed(name: str, value: str) -> tuple[str, str]:
    """A header of the answer, under another name where it is not true of the body as kept."""
    return (f"{ORIGINAL}{name}" if name.lower() in _UNTRUE else name, value)


def _ascii_headers(headers: Headers) -> list[tuple[str, str]]:
    """Headers that a WARC file can hold and that are one line each, whatever a hostile server sent."""
    return [(_ascii(name).replace(":", "%3A"), _ascii(value)) for name, value in headers]


def _ascii(text: str) -> str:
    """Percent-encode what is not printable ASCII."""
    return text if text.isascii() and text.isprintable() else quote(text, safe=_ASCII, errors="replace")


def _digest(body: bytes) -> str:
    """SHA-256 in base 32, as WARC readers expect digests."""
    return "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode()
