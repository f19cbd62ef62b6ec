"""The page of a story: its reports over time, from whom, and what is said and denied side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from model.annotation import Claim, Modality
from model.article import Article
from store import documents, stories
from store.documents import DocumentRow
from text.terms import tokens
from web.pages import desk, interface_language, page
from web.strings import text_of

MOST = 200
"""Reports that are shown and compared; a story has a few."""
SHINGLE = 4
COPY = 0.5
"""Reports that share so much of their word sequences (Jaccard) are near-copies."""
_DENIALS = (Modality.DENIED,)
_MOST_CLAIMS = 12


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the story; ``copy_of`` is the earlier report whose words it repeats."""

    article: Article
    lang: str
    claims: tuple[Claim, ...]
    copy_of: Article | None


@dataclass(slots=True)
class Sides:
    """What is put forward and what is denied about one entity ("" for nobody on the list), each with its report."""

    about: str
    forward: list[tuple[Claim, Article]] = field(default_factory=list)
    denied: list[tuple[Claim, Article]] = field(default_factory=list)

    @property
    def contradict(self) -> bool:
        """True where something is put forward and something denied."""
        return bool(self.forward and self.denied)


async def story_page(request: Request) -> Response:
    """One story."""
    at = desk(request)
    rows = await run_in_threadpool(_read, request)
    if not rows:
        raise HTTPException(404, text_of("no_story", interface_language(request)))
    told = reports(rows)
    return page(
        request,
        "story.html",
        story_id=request.path_params["story_id"],
        lead=_lead(told, interface_language(request)),
        reports=told,
        outlets=len({report.article.source_id for report in told}),
        langs=sorted({report.lang for report in told}),
        owners=sorted({at.owner_of(report.article.source_id) for report in told}),
        origins=sum(report.copy_of is None for report in told),
        sides=sides(told),
    )


def _read(request: Request) -> list[DocumentRow]:
    record = desk(request).record
    members = stories.members(record, request.path_params["story_id"])
    return documents.get(record, [member.id for member in members[:MOST]])


def _lead(told: Sequence[Report], lang: str) -> Article:
    """The first report in the reader's language, else the first."""
    return next((report.article for report in told if report.lang == lang), told[0].article)


def reports(rows: Sequence[DocumentRow]) -> list[Report]:
    """The reports in the order of time, each near-copy with the report it repeats."""
    found: list[Report] = []
    earlier: list[tuple[Article, frozenset[tuple[str, ...]]]] = []
    for row in rows:
        shingles = _shingles(row.article)
        copied = next((other for other, words in earlier if _overlap(shingles, words) >= COPY), None)
        if copied is None:
            earlier.append((row.article, shingles))
        lang = row.annotation.lang if row.annotation else row.article.lang or "und"
        found.append(Report(row.article, lang, row.annotation.claims if row.annotation else (), copied))
    return found


def _shingles(article: Article) -> frozenset[tuple[str, ...]]:
    words = [token.term for token in tokens(article.document().whole)]
    return frozenset(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))


def _overlap(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    return len(a & b) / len(a | b)


def sides(told: Sequence[Report]) -> list[Sides]:
    """Claims by whom they are about; what contradicts itself first, then what is most spoken of.

    The claims of near-copies are those of their origin and are not told again.
    """
    found: dict[str, Sides] = {}
    for report in told:
        if report.copy_of is not None:
            continue
        for claim in report.claims:
            for slug in claim.about or ("",):
                side = found.setdefault(slug, Sides(slug))
                (side.denied if claim.modality in _DENIALS else side.forward).append((claim, report.article))
    for side in found.values():
        del side.forward[_MOST_CLAIMS:], side.denied[_MOST_CLAIMS:]
    return sorted(
        found.values(),
        key=lambda side: (side.about == "", not side.contradict, -len(side.forward) - len(side.denied), side.about),
    )
