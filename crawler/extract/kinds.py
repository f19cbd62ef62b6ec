"""Pages that answer 200 and are no article: consent, challenges, refusals, "not found", signing in, repairs."""

from __future__ import annotations

import re

from crawler.extract.blocks import Page
from crawler.extract.metadata import Said
from crawler.feeds.refusal import CHALLENGE_MARKS, CHALLENGE_WORDS, DENIED_WORDS, GEO_WORDS, NATIONAL_FILTER
from crawler.urls import host_of

LONG = 2_500
"""Characters of visible text beyond which a page that claims an article is one."""

MUCH_PROSE = 150
"""More words than these, in blocks that are sentences and no links, are an article even under a title of 404."""

PROSE_WORDS = 12
BRIEF = 700
"""A page of no more text than this is taken at its first words."""

CONSENT_HOST = re.compile(r"^(?:consent|guce|cmp|privacy|cookies?|gdpr)[.-]")
_CONSENT = (
    r"\bcookies?\b|\bconsent\b|accept all|reject all|allow all|agree (?:and|&) (?:continue|close)",
    r"manage (?:your )?(?:choices|options|preferences|settings)|privacy (?:policy|settings|cent)|our (?:\d+ )?partners",
    r"store and/or access|personali[sz]ed ad|legitimate interest|before you continue",
    r"alle akzeptieren|tout accepter|aceptar todo|accetta tutto",
    "کوکی|حریم خصوصی|پذیرش همه|می[ \u200c]?پذیرم|ملفات تعريف الارتباط|سياسة الخصوصية|قبول الكل",
)
CONSENT = re.compile("|".join(_CONSENT), re.IGNORECASE)
CONSENT_KINDS = 3
"""So many different wordings of consent, and one for every so many characters, make a page of consent."""

CONSENT_EVERY = 220

_THING = "(?:page|article|story|content|post|url|file|document)"
_NOT_FOUND = (
    "(?:404|۴۰۴)(?!\\d)|خطای (?:404|۴۰۴)",
    rf"(?:this |the |that )?{_THING}(?: you(?:.re| are| were|.ve)? (?:requested|looking for|trying to \w+))?"
    r"(?: \w+){0,3}? (?:not (?:be )?(?:found|available|exist)|(?:can.?t|could ?n.t|cannot) be found|"
    r"no longer (?:exists?|available|here)|(?:does|is) ?n.t (?:exist|available|here)|been (?:removed|deleted))",
    rf"not found\b|nothing (?:was )?found|{_THING} (?:missing|unavailable)",
    "we (?:can.?t|could ?n.t|cannot) (?:find|seem to find)",
    "seite nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada",
    "(?:صفحه|خبر|مطلب|(?:متاسفانه|متأسفانه))[^.]{0,60}(?:یافت|پیدا|يافت|پيدا) (?:نشد|نمی[ \u200c]?شود)",
    "(?:عذرا[ً]?\\W*)?(?:الصفحة|المقال|الخبر)[^.]{0,30}(?:غير موجود|لم يتم العثور)|لم يتم العثور على",
)
NOT_FOUND = re.compile(
    rf"^\W*(?:(?:http |server )?(?:error|oops|sorry|whoops)\W*)*(?:{'|'.join(_NOT_FOUND)})", re.IGNORECASE
)
_SIGN_IN = (
    r"(?:please )?(?:log|sign) ?in\b|(?:create|register) (?:a |an |your )?(?:free )?account",
    "ورود (?:به|اعضا|کاربر)|تسجيل الدخول",
    r"(?:anmelden|se connecter|iniciar sesión)\b",
)
SIGN_IN = re.compile(rf"^\W*(?:{'|'.join(_SIGN_IN)})", re.IGNORECASE)
_REPAIRS = (
    "under maintenance|down for maintenance|temporarily unavailable|service unavailable|bad gateway|gateway time",
    r"(?:502|503|504)\b.{0,30}(?:bad gateway|error|unavailable|time)|internal server error|account suspended",
    "domain (?:is )?(?:for sale|expired|parked)",
    "در (?:دست|حال) (?:تعمیر|به[ \u200c]?روز)|موقتا[ً]? (?:از دسترس|در دسترس)|خطای سرور",
    "قيد الصيانة|الموقع تحت الصيانة",
)
REPAIRS = re.compile("|".join(_REPAIRS), re.IGNORECASE)


def no_article(page: Page, said: Said, lean: bytes, url: str) -> str | None:
    """Why a page is no article, in words for a person; None where it may be one.

    A page of much text whose data call it an article is believed: articles tell of cookies, captchas and missing pages.
    """
    seen = " ".join(block.text for block in page.blocks)
    claims = bool(said.linked) or "article" in "".join(said.metas.get("og:type", [])).lower()
    titles = [said.window_title, *said.headings, *said.shared_titles[:1]]
    if len(seen) <= LONG:
        words = f"{said.window_title} {seen}"
        for reason, is_so in (
            ("a challenge to browsers", not claims and _challenges(words, lean)),
            ("a refusal by country", not claims and GEO_WORDS.search(words)),
            ("a refusal of access", not claims and (DENIED_WORDS.search(words) or NATIONAL_FILTER.search(lean[:LONG]))),
            ("a page about repairs or a failing server", not claims and REPAIRS.search(words)),
            ("a page to sign in", not claims and any(map(SIGN_IN.search, titles))),
        ):
            if is_so:
                return f"{reason}, not an article"
    if CONSENT_HOST.match(host_of(url)) or (not claims and _consents(seen)):
        return "a consent page, not an article"
    if _is_missing(titles, seen, claims) and _prose(page) <= MUCH_PROSE:
        return "a page that says \u201cnot found\u201d, not an article"
    return None


def _challenges(words: str, lean: bytes) -> bool:
    return bool(CHALLENGE_WORDS.search(words) or CHALLENGE_MARKS.search(lean))


def _consents(seen: str) -> bool:
    """Many wordings of consent, densely: the page is about nothing else."""
    found = [one.lower() for one in CONSENT.findall(seen[: 4 * LONG])]
    return len(set(found)) >= CONSENT_KINDS and len(found) * CONSENT_EVERY >= min(len(seen), 4 * LONG)


def _prose(page: Page) -> int:
    return sum(one.words for one in page.blocks if one.words >= PROSE_WORDS and one.linked * 2 < len(one.text))


def _is_missing(titles: list[str], seen: str, claims: bool) -> bool:
    if any(map(NOT_FOUND.search, titles)):
        return not claims or len(seen) <= BRIEF
    return not claims and len(seen) <= BRIEF and bool(NOT_FOUND.search(seen))
