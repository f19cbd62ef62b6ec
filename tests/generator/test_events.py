"""The generator is deterministic, varied and bilingual, and what it says of its documents is true of their text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
from corpora import ROOT
from generator.events import FA_DIGITS, GeneratedDocument, data, generate

HUNDRED = generate(7, 100)
CODE = (
    "import sys; sys.path[:0] = sys.argv[1:]; from generator.events import generate; print(hash(1) and generate(7, 5))"
)


def by_story(documents: list[GeneratedDocument]) -> dict[str, list[GeneratedDocument]]:
    stories = defaultdict(list)
    for document in documents:
        stories[document.story].append(document)
    return stories


def test_the_same_seed_gives_the_same_documents_in_any_process() -> None:
    assert generate(7, 100) == HUNDRED
    outputs = {
        subprocess.run(
            [sys.executable, "-c", CODE, str(ROOT / "tests"), str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_another_seed_gives_other_documents() -> None:
    texts = {document.text for document in HUNDRED}
    assert not texts & {document.text for document in generate(8, 100)}


def test_each_story_has_several_reports_in_both_languages() -> None:
    stories = by_story(HUNDRED)
    assert len(stories) == 100
    for documents in stories.values():
        langs = Counter(document.lang for document in documents if document.copy_of is None)
        assert langs["en"] >= 2
        assert langs["fa"] >= 2


def test_documents_come_in_the_order_of_publication_and_stories_mix() -> None:
    times = [document.published for document in HUNDRED]
    assert times == sorted(times)
    assert len({document.id for document in HUNDRED}) == len(HUNDRED)
    runs = sum(one.story != other.story for one, other in pairwise(HUNDRED))
    assert runs > 200


def test_a_story_lies_within_the_window_of_grouping() -> None:
    for documents in by_story(HUNDRED).values():
        times = [document.published for document in documents if document.published]
        assert max(times) - min(times) < timedelta(days=3)


def test_originals_vary() -> None:
    originals = [document for document in HUNDRED if document.copy_of is None]
    assert len({document.text for document in originals}) == len(originals)
    assert len({document.title for document in originals}) > 0.9 * len(originals)
    assert len({document.kind for document in originals}) == len(data("kinds"))
    assert len({document.outlet for document in originals}) == 12


def test_wire_copies_share_their_text_light_ones_nearly_all_of_it() -> None:
    known = {document.id: document for document in HUNDRED}
    copies = [document for document in HUNDRED if document.copy_of]
    assert len(copies) > 60
    assert {document.heavy for document in copies} == {True, False}
    for copy in copies:
        assert copy.copy_of is not None
        original = known[copy.copy_of]
        assert (copy.story, copy.lang) == (original.story, original.lang)
        assert copy.outlet != original.outlet
        assert copy.text != original.text
        ours, theirs = (set(re.findall(r"\w+", one.text)) for one in (copy, original))
        share = len(ours & theirs) / len(ours | theirs)
        assert share > (0.35 if copy.heavy else 0.6), (copy.id, share)


def test_names_are_spelled_in_more_than_one_way_across_english_reports() -> None:
    spelled = 0
    for documents in by_story(HUNDRED).values():
        texts = [document.text for document in documents if document.lang == "en"]
        for first, *others in ((first[1], *first[2:]) for first in data("lexicon")["first"]):
            spelled += any(first in text for text in texts) and any(o in text for o in others for text in texts)
    assert spelled > 10


def test_persian_is_typed_in_several_ways() -> None:
    persian = [document.text for document in HUNDRED if document.lang == "fa"]
    assert any("ي" in text for text in persian)
    assert any("\u200c" not in text for text in persian)
    assert sum("\u200c" in text and "ی" in text for text in persian) > len(persian) / 2


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_slugs_said_to_be_named_are_named(lang: str) -> None:
    lexicon = data("lexicon")
    for document in HUNDRED:
        if document.lang != lang:
            continue
        whole = document.whole.replace("ي", "ی").replace("ك", "ک").casefold()
        for slug, (fa, en) in lexicon["city"].items():
            present = (fa if lang == "fa" else en).casefold() in whole
            assert present == (slug in document.names), (document.id, slug)
        any_irgc = any(name.removeprefix("the ").casefold() in whole for name in lexicon["irgc"][lang])
        assert any_irgc == ("irgc" in document.names), document.id


def test_no_slot_is_left_and_nothing_irrelevant_names_the_guards() -> None:
    for document in HUNDRED:
        assert "{" not in document.whole
        if not document.relevant:
            assert "irgc" not in document.names


def test_every_kind_says_the_same_in_both_languages() -> None:
    for kind, texts in data("kinds").items():
        for part in ("heads", "leads", "details"):
            assert len(texts["en"][part]) == len(texts["fa"][part]) >= 3, (kind, part)
        for lang in ("en", "fa"):
            slots = set(re.findall(r"\{(\w+)\}", str(texts[lang])))
            assert {"person", "city", "count"} <= slots, (kind, lang)


def test_persian_numbers_are_persian() -> None:
    assert "1,234".translate(FA_DIGITS) == "۱٬۲۳۴"
    for document in HUNDRED:
        if document.lang == "fa":
            assert not re.search("[0-9]", document.text)
