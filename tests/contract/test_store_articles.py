"""Articles, annotations, stories and documents, the same on every database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from record_nouns import MINUTE, NOW, address, annotation, draft

import store.annotations
from model.article import Article, SaveKind
from store import Record, articles, documents, quarantine, stories


def saved(record: Record, number: int = 1, **fields: object) -> Article:
    return articles.save(record, draft(number, **fields))[0]  # type: ignore[arg-type]


def test_an_article_reads_back_as_it_was_saved(record: Record) -> None:
    article, kind = articles.save(record, draft())
    assert kind is SaveKind.NEW
    assert articles.get(record, article.id) == article == articles.by_url(record, address(1))
    expected = draft()
    assert (article.title, article.text, article.authors, article.published, article.seen_at) == (
        expected.title,
        expected.text,
        expected.authors,
        expected.published,
        expected.seen_at,
    )
    assert article.version == 1
    assert articles.count(record) == 1


def test_the_same_words_change_nothing(record: Record) -> None:
    first, _ = articles.save(record, draft())
    again, kind = articles.save(record, replace(draft(), seen_at=NOW + MINUTE, authors=()))
    assert (again, kind) == (first, SaveKind.SAME)
    assert documents.max_seq(record) == 1


def test_other_words_are_a_new_version_and_the_old_one_stays(record: Record) -> None:
    first = saved(record)
    second, kind = articles.save(record, draft(text="The dam was not opened."))
    assert kind is SaveKind.CHANGED
    assert second.version == 2
    assert articles.versions(record, first.id) == [first, second]
    assert articles.get(record, first.id, 1) == first
    assert articles.get(record, first.id) == second
    third, _ = articles.save(record, draft())
    assert third.version == 3, "back to the first words is a change too"
    assert articles.count(record) == 1


def test_what_no_database_can_keep_is_replaced_one_for_one(record: Record) -> None:
    article = saved(record, title="a\x00b", text="c\ud800d\U0001f600")
    assert (article.title, article.text) == ("a\ufffdb", "c\ufffdd\U0001f600")
    assert articles.save(record, draft(title="a\x00b", text="c\ud800d\U0001f600"))[1] is SaveKind.SAME


def test_an_address_may_be_longer_than_an_index_allows(record: Record) -> None:
    long = f"{address(1)}?q={'x' * 20_000}"
    article = saved(record, url=long, canonical_url=long)
    assert articles.by_url(record, long) == article


def test_pending_annotations_are_those_of_newest_versions(record: Record) -> None:
    one, two = saved(record, 1), saved(record, 2)
    assert store.annotations.pending(record, "p1", 10) == [one, two]
    assert store.annotations.pending(record, "p1", 1) == [one]
    assert store.annotations.save(record, "p1", one.id, 1, annotation())
    assert not store.annotations.save(record, "p1", one.id, 1, annotation(0.9)), "killed after the commit, run again"
    assert store.annotations.get(record, one.id, 1) == annotation()
    assert store.annotations.pending(record, "p1", 10) == [two]
    changed = saved(record, 1, text="Other words.")
    assert store.annotations.pending(record, "p1", 10) == [two, changed]
    assert store.annotations.pending(record, "p2", 10) == [two, changed], "another pipeline does it all again"


@pytest.mark.parametrize("key", ["{id}:1", "{id}"])
def test_what_is_in_quarantine_is_not_pending_until_released(record: Record, key: str) -> None:
    one = saved(record)
    quarantine.put(record, quarantine.ANNOTATE, key.format(id=one.id), "too deep", "nested 900 times", NOW)
    quarantine.put(record, quarantine.ANNOTATE, key.format(id=one.id), "far too deep", "", NOW)
    assert store.annotations.pending(record, "p1", 10) == []
    held = quarantine.listing(record)
    assert [(item.stage, item.reason, item.put_at) for item in held] == [("annotate", "far too deep", NOW)]
    assert quarantine.holds(record, "annotate", key.format(id=one.id))
    assert quarantine.release(record, held[0].id)
    assert not quarantine.release(record, held[0].id)
    assert store.annotations.pending(record, "p1", 10) == [one]


def test_a_failed_version_does_not_hold_back_the_next(record: Record) -> None:
    one = saved(record)
    store.annotations.failed(record, one.id, 1, "too deep")
    assert store.annotations.pending(record, "p", 9) == []
    changed = saved(record, text="Other words.")
    assert store.annotations.pending(record, "p", 9) == [changed]


def test_stories(record: Record) -> None:
    one, two = saved(record, 1), saved(record, 2)
    assert stories.pending(record, 9) == [], "first they are understood"
    store.annotations.save(record, "p", two.id, 1, annotation(0.2))
    store.annotations.save(record, "p", one.id, 1, annotation(0.1))
    assert stories.pending(record, 9) == [(one, annotation(0.1)), (two, annotation(0.2))]
    assert stories.assign(record, one.id, one.id)
    assert stories.assign(record, two.id, one.id)
    seq = documents.max_seq(record)
    assert not stories.assign(record, two.id, one.id)
    assert documents.max_seq(record) == seq
    assert stories.pending(record, 9) == []
    assert stories.members(record, one.id) == [two, one], "older ones first"
    assert stories.recent(record, NOW - MINUTE) == [(one, annotation(0.1), one.id)]
    store.annotations.save(record, "p2", one.id, 1, annotation(0.7))
    assert stories.recent(record, NOW - MINUTE) == [(one, annotation(0.7), one.id)], "the newest annotation counts"


def test_documents_come_in_the_order_of_their_last_change(record: Record) -> None:
    one, two = saved(record, 1), saved(record, 2)
    rows = documents.changed_since(record, 0, 9)
    assert [(row.article, row.annotation, row.story_id, row.doc_seq) for row in rows] == [
        (one, None, None, 1),
        (two, None, None, 2),
    ]
    store.annotations.save(record, "p", one.id, 1, annotation())
    stories.assign(record, one.id, "s")
    rows = documents.changed_since(record, 0, 9)
    assert [(row.article.id, row.doc_seq) for row in rows] == [(two.id, 2), (one.id, 4)]
    assert (rows[1].annotation, rows[1].story_id) == (annotation(), "s")
    assert documents.changed_since(record, 2, 9) == rows[1:]
    assert documents.changed_since(record, 0, 1) == rows[:1]
    assert documents.get(record, [one.id, "0" * 16, two.id]) == [rows[1], rows[0]]
    changed = saved(record, 1, text="Other words.")
    newest = documents.changed_since(record, 4, 9)[0]
    assert (newest.article, newest.annotation, newest.story_id) == (changed, None, "s")
    assert newest.doc_seq == documents.max_seq(record) == 5


def test_annotating_an_old_version_changes_no_document(record: Record) -> None:
    one = saved(record)
    saved(record, text="Other words.")
    seq = documents.max_seq(record)
    assert store.annotations.save(record, "p", one.id, 1, annotation())
    assert documents.max_seq(record) == seq


def test_order_keys_follow_publication_or_else_first_sight(record: Record) -> None:
    old, young, undated = saved(record, 9), saved(record, 3), saved(record, 5, published=None)
    keys = {row.article.id: row.order_key for row in documents.changed_since(record, 0, 9)}
    assert keys[old.id] < keys[young.id] < keys[undated.id]
    assert keys[undated.id] >> 20 == int(NOW.timestamp() * 1000)
    saved(record, 5, published=None, text="Other words.", seen_at=NOW + MINUTE)
    again = documents.get(record, [undated.id])[0].order_key
    assert again == keys[undated.id], "an undated article stays where it stood"


def test_many_drafts_in_one_transaction(record: Record) -> None:
    kinds = [kind for _, kind in articles.save_all(record, [draft(1), draft(2), draft(1)])]
    assert kinds == [SaveKind.NEW, SaveKind.NEW, SaveKind.SAME]
