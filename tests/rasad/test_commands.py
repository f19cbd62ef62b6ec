"""The formats of the commands that others rely on, as a caller sees them: real processes, real files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import rasad

PAGE = """<!doctype html><html lang="en"><head><title>Harbour bridge reopens</title>
<meta property="og:site_name" content="The Quay"><meta name="author" content="Tamsin Vole">
<meta property="article:published_time" content="2026-11-19T08:15:00-05:00"></head><body><nav>Home News Sport</nav>
<article><h1>Harbour bridge reopens</h1>
<p>The harbour bridge reopened on Thursday after eleven months of repairs, the port authority said in a statement.</p>
<p>Pedestrians crossed first. A brass band from the fish market played three songs; the mayor cut a ribbon twice.</p>
<p>The repairs cost four million dollars more than planned, according to a report to the council last week.</p>
</article><footer>Subscribe</footer></body></html>"""

DOCUMENT = {
    "id": "d1",
    "title": "Police warn of threats",
    "text": "The RCMP said on Tuesday that an agent of the IRGC had threatened a family in Toronto.",
    "published": "2026-11-18T09:00:00-05:00",
}


def jsonl(*values: object) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("commands") / "var"


def test_extract_gives_one_json(home: Path) -> None:
    file = home.parent / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    done = rasad(home, "extract", str(file), "--url", "https://quay.example/news/bridge")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == {"url", "title", "text", "authors", "published", "lang", "site"}
    assert found["title"] == "Harbour bridge reopens"
    assert found["text"].count("\n\n") == 2
    assert "Subscribe" not in found["text"]
    assert found["authors"] == ["Tamsin Vole"]
    assert found["published"].startswith("2026-11-19T")
    assert found["lang"] == "en"


def test_extract_batch_keeps_the_order_and_goes_on_after_a_bad_page(home: Path) -> None:
    folder = home.parent
    (folder / "good.html").write_text(PAGE, encoding="utf-8")
    (folder / "empty.html").write_text("<html></html>", encoding="utf-8")
    lines = [
        {"file": str(folder / "good.html"), "url": "https://quay.example/1"},
        {"file": str(folder / "empty.html"), "url": "https://quay.example/2"},
        {"file": str(folder / "missing.html"), "url": "https://quay.example/3"},
        {"file": str(folder / "good.html"), "url": "https://quay.example/4"},
    ]
    batch = folder / "list.jsonl"
    batch.write_bytes(jsonl(*lines) + b"not json\n")
    done = rasad(home, "extract", "--batch", str(batch))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [item.get("file") for item in found] == [line["file"] for line in lines] + [None]
    assert ["error" in item for item in found] == [False, True, True, False, True]
    assert found[4]["line"] == 5


def test_langid_gives_a_line_each(home: Path) -> None:
    lines = ["پلیس تورنتو خبر داد", "The police said so", "", "12345", "La police a parlé hier soir"]
    done = rasad(home, "langid", stdin="\n".join(lines).encode() + b"\n\xff\xfe\n")
    answers = [line.decode().split("\t") for line in done.stdout.splitlines()]
    assert [a[0] for a in answers[:5]] == ["fa", "en", "und", "und", "fr"]
    assert all(0 <= float(a[1]) <= 1 for a in answers[:5])
    assert json.loads(answers[5][0])["line"] == 6
    assert done.returncode == 1


def test_langdetect_answers_alone_where_it_is_chosen(home: Path) -> None:
    line = "The council voted on Tuesday to repair the bridge, the mayor told reporters.\n"
    done = rasad(home, "langid", "--by", "langdetect", stdin=(line + "این پل سال آینده بازسازی می‌شود.\n").encode())
    assert [answer.split("\t")[0] for answer in done.stdout.decode().splitlines()] == ["en", "fa"]


def test_annotate_answers_each_line_in_order_and_names_bad_ones(home: Path) -> None:
    separator = {"id": "d2", "text": "One line\u2028another line. «گفت» 🙂"}
    lines = (
        jsonl(DOCUMENT, separator) + b"{broken\n" + jsonl({"id": "d3", "title": "no text"}, {**DOCUMENT, "id": "d4"})
    )
    done = rasad(home, "annotate", stdin=lines)
    found = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    assert done.returncode == 1
    assert [item.get("id", item.get("line")) for item in found] == ["d1", "d2", 3, 4, "d4"]
    first = found[0]
    assert set(first) == {"id", "lang", "relevant", "relevance", "topics", "entities", "claims", "story"}
    assert first["relevant"] is True
    whole = DOCUMENT["title"] + "\n\n" + DOCUMENT["text"]
    assert {(whole[e["start"] : e["end"]], e["id"]) for e in first["entities"]} >= {("IRGC", "irgc"), ("RCMP", "rcmp")}
    for claim in first["claims"]:
        assert whole[claim["start"] : claim["end"]] == claim["content"]
    assert first["claims"], "the RCMP said something"
    assert found[4]["story"] == first["story"] == "d1"


def test_import_then_search(home: Path) -> None:
    good = {"url": "https://quay.example/one", "title": "Sepah in the harbour", "text": "سپاه در تورنتو دیده شد.",
            "published": "2026-11-20T10:00:00+03:30", "lang": "fa", "source": "quay"}  # fmt: skip
    file = home.parent / "articles.jsonl"
    file.write_bytes(jsonl(good) + b"[]\n" + jsonl({"url": "https://quay.example/two", "text": ""}, {**good}))
    done = rasad(home, "import", str(file))
    assert done.returncode == 1
    assert [json.loads(line)["line"] for line in done.stdout.splitlines()] == [2, 3]
    found = rasad(home, "search", "سپاه AND تورنتو", "--json")
    (hit,) = map(json.loads, found.stdout.splitlines())
    assert set(hit) == {"id", "url", "title", "published", "lang", "source", "score", "highlights"}
    assert (hit["url"], hit["lang"], hit["source"]) == ("https://quay.example/one", "fa", "quay")
    assert hit["published"] == "2026-11-20T06:30:00+00:00"
    marked = [h["passage"][a:b] for h in hit["highlights"] for a, b in h["spans"]]
    assert {"سپاه", "تورنتو"} <= set(marked)
    assert rasad(home, "search", "nothinghere", "--json").returncode == 0


def test_a_rebuilt_index_answers_the_same(home: Path) -> None:
    before = rasad(home, "search", "سپاه", "--json").stdout
    assert rasad(home, "index", "rebuild").returncode == 0
    assert rasad(home, "search", "سپاه", "--json").stdout == before != b""


@pytest.mark.parametrize(
    ("query", "told"),
    [("colour:red", "colour"), ("entity:irgcc", "irgc"), ("(سپاه", ")"), ("ab*", "3"), ("published:[x TO y]", "x")],
)
def test_a_wrong_query_is_a_wrong_call(home: Path, query: str, told: str) -> None:
    done = rasad(home, "search", query, "--json")
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_wrong_calls_and_settings_exit_with_2(home: Path, tmp_path: Path) -> None:
    assert rasad(home, "extract").returncode == 2
    assert rasad(home, "nonsense").returncode == 2
    assert rasad(home, "crawl", "--source", "nobody").returncode == 2
    assert rasad(home, "check", config=tmp_path / "nowhere").returncode == 2
    (tmp_path / "settings.yml").write_text("organisation: x\nfecth: {}\n", encoding="utf-8")
    done = rasad(home, "check", config=tmp_path)
    assert done.returncode == 2
    assert f"{tmp_path / 'settings.yml'}:2" in done.stderr.decode()
    assert "did you mean fetch" in done.stderr.decode()


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    done = rasad(blocked / "var", "status")
    assert done.returncode == 1
    assert "RASAD_HOME" in done.stderr.decode()


def test_status_and_doctor(home: Path) -> None:
    status = json.loads(rasad(home, "status", "--json").stdout)
    assert status["articles"] == 1
    assert status["worker"] is False
    done = rasad(home, "doctor")
    text = done.stdout.decode()
    assert "ok    evidence" in text
    assert "ok    index: 1 of 1 articles, 0 pending" in text
    assert ("FAIL  mail relay" in text) == (done.returncode == 1)


def test_every_command_has_help_with_an_example(home: Path) -> None:
    for command in ("extract", "annotate", "langid", "search", "import", "run", "crawl", "sources", "serve", "check"):
        done = rasad(home, command, "--help")
        assert done.returncode == 0
        assert b"Example" in done.stdout, command


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("a small file system can be mounted by root only")
    small = tmp_path / "small"
    small.mkdir()
    if os.system(f"mount -t tmpfs -o size=900k tmpfs {small} 2>/dev/null") != 0:
        pytest.skip("this machine lets nobody mount a file system")
    try:
        lines = [{"url": f"https://quay.example/{n}", "title": f"t{n}", "text": f"word{n} " * 4000} for n in range(60)]
        file = tmp_path / "many.jsonl"
        file.write_bytes(jsonl(*lines))
        done = rasad(small / "var", "import", str(file))
        assert done.returncode == 1
        message = done.stderr.decode()
        assert "full" in message or "space" in message, message
        assert "Traceback" not in message
        assert os.system(f"mount -o remount,size=200m {small}") == 0
        again = rasad(small / "var", "import", str(file))
        assert again.returncode == 0, again.stderr
        found = rasad(small / "var", "search", "*", "--json", "--limit", "100")
        assert len(found.stdout.splitlines()) == 60
    finally:
        os.system(f"umount {small}")


def test_users_are_added_and_listed(home: Path) -> None:
    added = rasad(home, "users", "add", "مینا", "--role", "analyst", stdin="گذرواژه‌ای دراز\n".encode())
    assert added.returncode == 0, added.stderr
    listed = rasad(home, "users", "list", "--json").stdout
    assert json.loads(listed) == {"name": "مینا", "role": "analyst", "active": True, "person": None}
    taken = rasad(home, "users", "add", "مینا", stdin=b"another long password")
    assert (taken.returncode, b"is taken" in taken.stderr) == (1, True)
    short = rasad(home, "users", "passwd", "مینا", stdin=b"short\n")
    assert (short.returncode, b"12 or more" in short.stderr) == (1, True)
