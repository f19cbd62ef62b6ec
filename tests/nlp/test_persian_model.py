"""The trained Persian model: it loads, adds what rules miss, and is overruled where senses are the lists' business."""

from __future__ import annotations

from datetime import UTC, datetime

from nlp_lists import understanding

from model.annotation import Label
from model.article import TextDocument
from nlp.lang.fa.tokenizer import MODEL, blank, digest, trained


def test_the_model_has_its_card_and_a_size_that_fits() -> None:
    assert "PEYMA" in (MODEL / "CARD.md").read_text(encoding="utf-8")
    assert sum(f.stat().st_size for f in MODEL.rglob("*") if f.is_file()) < 40_000_000
    assert len(digest()) == 64


def test_guillemets_are_tokens_of_their_own() -> None:
    text = "او گفت: «نه.» پس رفت."
    for pipeline in (blank(), trained()):
        assert [t.text for t in pipeline(text)] == ["او", "گفت", ":", "«", "نه", ".", "»", "پس", "رفت", "."]


def test_a_person_without_title_or_role_is_seen() -> None:
    text = "به نوشتهٔ روزنامه‌ها، کاویانی‌نژاد دیروز در مشهد با شهردار دیدار کرد."
    document = TextDocument(id="x", title="", text=text, published=datetime(2026, 5, 1, tzinfo=UTC))
    found = {(m.text, m.label) for m in next(understanding().annotate([document])).mentions}
    assert ("کاویانی‌نژاد", Label.PERSON) in found


def test_what_the_guards_refuse_stays_refused() -> None:
    document = TextDocument(id="x", title="", text="سپاه نادرشاه در برابر سپاه هند ایستاد. سپاهی از سواران رسید.")
    assert all("سپاه" not in m.text for m in next(understanding().annotate([document])).mentions)
