"""The labelled pages that benches and the ranker's recipe read, under RASAD_CORPORA."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from lxml.html import document_fromstring

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("RASAD_CORPORA", ROOT.parent / "shared")) / "corpora"
sys.path.insert(0, str(ROOT / "tests"))

WORD = re.compile(r"\w+")
SECOND_LEVEL = {"co", "com", "org", "net", "gov", "ac"}


@dataclass(frozen=True)
class GoldPage:
    """A saved page and what people say stands on it; each set says something else."""

    kind: str
    url: str
    html: bytes = field(repr=False)
    text: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    date: str = ""

    @property
    def domain(self) -> str:
        """The registered domain, near enough to keep pages of one publisher together."""
        parts = (urlsplit(self.url).hostname or "").split(".")
        short = len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in SECOND_LEVEL
        return ".".join(parts[-3:] if short else parts[-2:])

    def part(self, parts: int, salt: str = "") -> int:
        """Which of so many parts the page's domain falls into, by chance."""
        return int(hashlib.sha1(f"{self.domain}{salt}".encode()).hexdigest(), 16) % parts


def aeb() -> list[GoldPage]:
    """The article extraction benchmark: pages with the article's text."""
    gold = json.loads((CORPORA / "aeb/ground-truth.json").read_text(encoding="utf-8"))
    return [
        GoldPage("aeb", gold[key]["url"], _unzipped(f"aeb/html/{key}.html.gz"), gold[key]["articleBody"])
        for key in sorted(gold)
    ]


def fundus() -> list[GoldPage]:
    """fundus: pages of newspapers with summary, headings and paragraphs."""
    from newsroom_fundus import gold_pages

    return [GoldPage("fundus", page.url, page.html(), "\n".join(page.paragraphs)) for page in gold_pages()]


def trafilatura_eval() -> list[GoldPage]:
    """trafilatura's evaluation: pages with strings that must and must not be taken."""
    gold = json.loads((CORPORA / "trafilatura_eval/evaldata_subset.json").read_text(encoding="utf-8"))
    return [
        GoldPage("trafilatura_eval", url, _unzipped(f"trafilatura_eval/html/{known['file']}.gz"),
                 wanted=tuple(known["with"]), unwanted=tuple(known["without"]))
        for url, known in gold.items()
    ]  # fmt: skip


def htmldate() -> list[GoldPage]:
    """htmldate's evaluation: pages with the day of publication."""
    gold = json.loads((CORPORA / "htmldate/eval_mediacloud_2020.json").read_text(encoding="utf-8"))
    return [
        GoldPage(
            "htmldate",
            url,
            _unzipped(f"htmldate/test_set/{known['file']}.gz"),
            date=known["date"] if isinstance(known["date"], str) else "",
        )
        for url, known in gold.items()
    ]


def _unzipped(name: str) -> bytes:
    return gzip.decompress((CORPORA / name).read_bytes())


def words(text: str) -> list[str]:
    """Runs of letters and digits, as all figures count them."""
    return WORD.findall(text)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The benchmark's 4-grams."""
    found = words(text)
    return Counter(tuple(found[n : n + 4]) for n in range(max(1, len(found) - 3)))


def shingle_counts(gold: str, found: str) -> tuple[int, int, int]:
    """Shingles in both, only in what was found, only in the gold."""
    one, other = shingles(gold), shingles(found)
    return (one & other).total(), (other - one).total(), (one - other).total()


def shingle_f1(scores: list[tuple[int, int, int]]) -> float:
    """The benchmark's figure: the harmonic mean of mean precision and mean recall."""
    precision = [hit / (hit + over) for hit, over, _ in scores if hit + over]
    recall = [hit / (hit + missed) for hit, _, missed in scores if hit + missed]
    mean_p, mean_r = sum(precision) / len(precision), sum(recall) / len(recall)
    return 2 * mean_p * mean_r / (mean_p + mean_r)


def token_f1(gold: str, found: str) -> float:
    """F1 over bags of words, case aside."""
    one, other = Counter(words(gold.lower())), Counter(words(found.lower()))
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 1.0


def strings_f1(pages: list[GoldPage], texts: list[str]) -> float:
    """F1 over strings that must and must not stand in the text."""
    hit = sum(part in text for page, text in zip(pages, texts, strict=True) for part in page.wanted)
    over = sum(part in text for page, text in zip(pages, texts, strict=True) for part in page.unwanted)
    return 2 * hit / (hit + over + sum(len(page.wanted) for page in pages))


def figure(pairs: list[tuple[GoldPage, str]]) -> float:
    """The figure that a set goes by, over (page, text found) pairs."""
    kind = pairs[0][0].kind
    if kind == "aeb":
        return shingle_f1([shingle_counts(page.text, text) for page, text in pairs])
    if kind == "trafilatura_eval":
        return strings_f1([page for page, _ in pairs], [text for _, text in pairs])
    return sum(token_f1(page.text, text) for page, text in pairs) / len(pairs)


def readability() -> list[GoldPage]:
    """Mozilla's test pages with the article as their reader mode should show it; the ranker has not seen them."""
    return [
        GoldPage("readability", f"https://{folder.name}.example/article", _unzipped(f"readability/{folder.name}/source.html.gz"),
                 _shown(_unzipped(f"readability/{folder.name}/expected.html.gz")))
        for folder in sorted((CORPORA / "readability").iterdir())
        if (folder / "source.html.gz").exists()
    ]  # fmt: skip


def newspaper4k() -> list[GoldPage]:
    """newspaper4k's test pages in many languages, and goose3's Arabic one; the ranker has not seen them."""
    found = []
    for file in sorted((CORPORA / "newspaper4k/txt").glob("*.txt")):
        page, known = (
            CORPORA / f"newspaper4k/{place}" for place in (f"html/{file.stem}.html.gz", f"metadata/{file.stem}.json")
        )
        if page.exists():
            url = json.loads(known.read_text(encoding="utf-8")).get("url") if known.exists() else None
            html = gzip.decompress(page.read_bytes())
            found.append(
                GoldPage("newspaper4k", url or f"https://{file.stem}.example/a", html, file.read_text(encoding="utf-8"))
            )
    arabic = CORPORA / "goose3/content/test_cnn_arabic"
    gold = json.loads(arabic.with_suffix(".json").read_text(encoding="utf-8"))
    text = gold["expected"]["cleaned_text"]
    return [*found, GoldPage("newspaper4k", gold["url"], arabic.with_suffix(".html").read_bytes(), text)]


CHROME = {
    "fa": ("خانه|ایران|جهان|ورزش|فرهنگ|دانش", "مطالب مرتبط", "پربازدیدترین‌ها", "نظر شما", "همهٔ حقوق محفوظ است",
           "در خبرنامهٔ ما عضو شوید تا هر روز مهم‌ترین خبرها را بخوانید", "عکس از خبرگزاری", "به اشتراک بگذارید"),
    "ar": ("الرئيسية|العالم|اقتصاد|رياضة|ثقافة|علوم", "مواضيع ذات صلة", "الأكثر قراءة", "التعليقات", "جميع الحقوق محفوظة",
           "اشترك في نشرتنا البريدية لتصلك أهم الأخبار كل يوم", "مصدر الصورة: وكالة", "شارك هذه الصفحة"),
}  # fmt: skip
SHELLS = (
    '<main><article><header><h1>{title}</h1><div class="byline">{credit}</div></header>{body}</article></main>',
    '<div id="wrap"><div class="news-body"><h1 class="title">{title}</h1><div class="item-text">{body}</div></div></div>',
    "<table><tr><td><h2>{title}</h2>{body}</td></tr></table>",
)


def simorgh() -> list[GoldPage]:
    """Persian and Arabic articles of the BBC, each in three shells of our own with menus, teasers, comments and notices: the
    corpus has the texts, and no page."""
    found = []
    for gold in json.loads((CORPORA / "bbc_simorgh_fa_ar/articles_gold_text.json").read_text(encoding="utf-8")):
        menu, related, most, comments, rights, letter, credit, share = CHROME[gold["lang"]]
        text = "\n".join(gold["paragraphs"])
        others = "".join(f'<li><a href="/{n}">{" ".join(text.split()[n * 9 : n * 9 + 9])}</a></li>' for n in range(8))
        nav = "".join(f'<li><a href="/s/{name}">{name}</a></li>' for name in menu.split("|"))
        lines = [f"<p>{escape(line)}</p>" for line in gold["paragraphs"]]
        lines.insert(1, f"<figure><img src='a.jpg'><figcaption>{credit}</figcaption></figure>")
        lines.insert(3, f"<div class='share'>{share}</div><aside class='newsletter'><p>{letter}.</p></aside>")
        for number, shell in enumerate(SHELLS):
            body = shell.format(title=escape(gold["headline"]), body="".join(lines), credit=credit)
            html = (
                f'<!doctype html><html lang="{gold["lang"]}" dir="rtl"><head><meta charset="utf-8"><title>{escape(gold["headline"])}</title>'
                f"</head><body><header><ul>{nav}</ul></header>{body}<section class='related'><h3>{related}</h3><ul>{others}</ul></section>"
                f"<div class='comments'><h3>{comments}</h3><p>{menu.replace('|', ' ')} {most} {letter}.</p></div>"
                f"<footer><p>{rights}</p></footer></body></html>"
            )
            found.append(GoldPage("simorgh", f"https://{gold['id']}.example/{number}", html.encode(), text))
    return found


TEXT_SETS = {
    "aeb": aeb,
    "fundus": fundus,
    "trafilatura_eval": trafilatura_eval,
    "readability": readability,
    "newspaper4k": newspaper4k,
    "simorgh": simorgh,
}


def _shown(html: bytes) -> str:
    """The words of a piece of HTML, blocks apart."""
    return "\n".join(line for line in document_fromstring(html.decode("utf-8", "replace")).itertext() if line.strip())
