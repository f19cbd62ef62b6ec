"""The embedded index as files: commits, crashes, generations, locks, damage."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from search_corpus import corpus_documents

from model.errors import LockBusy, QueryError, SearchIndexError
from model.query import Everything
from model.search import IndexDocument
from query import parse
from search.embedded import generations, new_generation, open_batch, open_engine, open_generation, open_writer, switch

DOCUMENTS = corpus_documents()
TESTS = Path(__file__).resolve().parent.parent


def renamed(document: IndexDocument, title: str, seq: int) -> IndexDocument:
    return replace(document, article=replace(document.article, title=title), doc_seq=seq)


def total(folder: Path, query: str = "*") -> int:
    return open_engine(folder).search(parse(query), limit=0).total


def test_a_newer_document_replaces_and_an_older_one_is_ignored(tmp_path: Path) -> None:
    first = DOCUMENTS[0]
    with open_writer(tmp_path) as writer:
        assert writer.watermark() == 0
        assert writer.put([renamed(first, "zebra", 5)]) == 1
        assert writer.watermark() == 5
        assert writer.put([renamed(first, "lion", 4)]) == 0
        assert writer.put([renamed(first, "zebra", 5)]) == 0
        assert writer.put([renamed(first, "tiger", 6), renamed(first, "bear", 8), renamed(first, "ape", 7)]) == 1
        assert writer.watermark() == 8
        assert writer.put([]) == 0
    assert (total(tmp_path), total(tmp_path, "bear"), total(tmp_path, "zebra OR tiger OR ape OR lion")) == (1, 1, 0)


def test_a_reader_sees_a_commit_at_once(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        engine = open_engine(tmp_path)
        for count, document in enumerate(DOCUMENTS[:8], 1):
            writer.put([document])
            assert engine.search(Everything(), limit=0).total == count


def test_a_second_writer_is_refused_and_the_next_one_welcome(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        writer.put(DOCUMENTS[:1])
        with pytest.raises(LockBusy, match="locked by another process"), open_writer(tmp_path):
            pass
    with open_writer(tmp_path) as writer:
        assert writer.watermark() == 1


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from search_corpus import corpus_documents
from search.embedded import open_writer
with open_writer(Path(sys.argv[1])) as writer:
    for document in corpus_documents():
        writer.put([document])
        print(document.doc_seq, flush=True)
"""


def test_a_killed_writer_leaves_its_last_commit(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path), str(TESTS)], stdout=subprocess.PIPE, text=True, cwd=TESTS.parent
    )
    assert child.stdout
    said = [int(child.stdout.readline()) for _ in range(9)][-1]
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().split()
    child.stdout.close()
    child.wait()
    said = int(rest[-1]) if rest else said
    with open_writer(tmp_path) as writer:
        reached = writer.watermark()
        assert said <= reached <= said + 1, "every commit that was told of is there"
        assert total(tmp_path) == reached
        writer.put([document for document in DOCUMENTS if document.doc_seq > reached])
        assert writer.watermark() == len(DOCUMENTS)
    assert total(tmp_path) == len(DOCUMENTS)


def test_a_rebuild_is_switched_to_at_once_and_the_old_one_goes_when_unused(tmp_path: Path) -> None:
    with open_writer(tmp_path) as worker:
        worker.put(DOCUMENTS[:3])
        engine = open_engine(tmp_path)
        assert engine.search(Everything(), limit=0).total == 3
        old = generations.current(tmp_path)
        name = new_generation(tmp_path)
        with open_generation(tmp_path, name) as filler:
            filler.put(DOCUMENTS[:2])
            assert engine.search(Everything(), limit=0).total == 3, "the old one serves until the switch"
        switch(tmp_path, name)
        generations.sweep(tmp_path)
        assert (tmp_path / str(old)).exists(), "the worker and the engine still have it open"
        assert engine.search(Everything(), limit=0).total == 2
        assert worker.watermark() == 2, "the worker follows, and sees what the new one lacks"
        worker.put(DOCUMENTS[2:5])
        assert engine.search(Everything(), limit=0).total == 5
    generations.sweep(tmp_path)
    assert [path.name for path in tmp_path.glob("g*")] == [name]


def test_a_generation_that_is_being_filled_is_not_swept(tmp_path: Path) -> None:
    with open_writer(tmp_path):
        pass
    with generations.rebuilding(tmp_path):
        name = new_generation(tmp_path)
        generations.sweep(tmp_path)
        assert (tmp_path / name).exists()
    generations.sweep(tmp_path)
    assert not (tmp_path / name).exists()


def test_no_index_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SearchIndexError, match="rasad index rebuild"):
        open_engine(tmp_path / "nowhere")


@pytest.mark.parametrize("damage", ["meta.json", "rasad.json", "CURRENT"])
def test_damage_names_the_remedy(tmp_path: Path, damage: str) -> None:
    with open_writer(tmp_path) as writer:
        writer.put(DOCUMENTS)
    path = tmp_path / damage if damage == "CURRENT" else next(tmp_path.glob(f"g*/{damage}"))
    path.write_text("{")
    with pytest.raises(SearchIndexError, match="rasad index rebuild"):
        open_engine(tmp_path)
    with pytest.raises(SearchIndexError, match="rasad index rebuild"), open_writer(tmp_path):
        pass


def test_an_index_of_another_analysis_is_not_half_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_writer(tmp_path) as writer:
        writer.put(DOCUMENTS)
    monkeypatch.setattr(generations, "fingerprint", lambda: "another")
    with pytest.raises(SearchIndexError, match="another version"):
        open_engine(tmp_path)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SearchIndexError, match="cannot be opened"), open_writer(tmp_path / "file" / "index"):
        pass


def test_searches_go_on_while_it_is_written(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        writer.put(DOCUMENTS[:1])
        engine = open_engine(tmp_path)
        done = threading.Event()

        def searches() -> int:
            count = 0
            while not done.is_set():
                assert engine.search(parse("toronto OR سپاه"), limit=5).total >= 1
                count += 1
            return count

        with ThreadPoolExecutor(3) as pool:
            running = [pool.submit(searches) for _ in range(3)]
            for document in DOCUMENTS[1:]:
                writer.put([document])
            done.set()
        assert all(future.result() > 0 for future in running)


def many_words(count: int) -> IndexDocument:
    text = " ".join(f"zzz{number:05d}" for number in range(count))
    return replace(DOCUMENTS[0], article=replace(DOCUMENTS[0].article, text=text))


@pytest.mark.parametrize("query", ["zzz*", "zzz?*", "zzz0*1 OR zzz*"])
def test_too_many_expansions_are_an_error(query: str) -> None:
    with open_batch([many_words(1100)]) as engine:
        with pytest.raises(QueryError, match="more than 1024 words"):
            engine.search(parse(query), limit=1)
        assert engine.search(parse("zzz00*"), limit=1).total == 1
    with open_batch([many_words(1024)]) as engine:
        assert engine.search(parse("zzz*"), limit=1).total == 1


def test_odd_documents_are_indexed_and_found() -> None:
    odd = [
        replace(DOCUMENTS[0], article=replace(DOCUMENTS[0].article, id="empty", title="", text="")),
        replace(
            DOCUMENTS[1],
            article=replace(DOCUMENTS[1].article, id="long", text="x" * 100_000 + " hippo \ud800 \x00 \u2028 end"),
        ),
    ]
    with open_batch(odd) as engine:
        assert engine.search(parse("*"), limit=5).total == 2
        page = engine.search(parse("hippo"), limit=5)
        light = next(light for light in page.hits[0].highlights if light.field == "text")
        assert [light.passage[start:end] for start, end in light.spans] == ["hippo"]
        assert len(light.passage) < 1000
        assert engine.search(parse("xxx*"), limit=1).total == 1
    with open_batch([]) as engine:
        assert engine.search(parse("*"), limit=5).hits == ()


def test_a_deep_page_by_relevance_is_refused_before_it_costs_memory() -> None:
    with open_batch(DOCUMENTS) as engine, pytest.raises(QueryError, match="sort by newest"):
        engine.search(parse("guards"), limit=1, cursor="r:99999999999")


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        writer.put(DOCUMENTS)

    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = open_files()
    for _ in range(5):
        total(tmp_path)
    deadline = time.monotonic() + 10
    while open_files() > before and time.monotonic() < deadline:
        time.sleep(0.05)  # Tantivy's threads let go of theirs when they end
    assert open_files() <= before
