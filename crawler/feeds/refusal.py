"""Answers that are no list because somebody did not let us have it: what kind of refusal they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from w3lib.html import remove_comments, remove_tags, remove_tags_with_content

from crawler.encoding import decode
from model.source import RunStatus

HEAD = 60_000
"""Bytes of a body that are looked at: such pages say what they are at once."""

LONG = 2_500
"""Characters of visible text beyond which a page of status 200 is a page, whatever words it holds."""

CHALLENGE_HEADERS = {"cf-mitigated": "challenge", "x-amzn-waf-action": "c", "x-datadome": "", "x-sucuri-block": ""}
"""Headers of the services that test browsers, and what their value begins with."""

CHALLENGE_MARKS = re.compile(
    rb"challenge-platform|cf[-_]chl|cf-browser-verification|_incapsula_resource|captcha-delivery|px-captcha|sgcaptcha"
    rb"|aws-waf-token|awswafcaptcha|ddos-guard|sucuri_cloudproxy|/_sec/cp_challenge",
    re.IGNORECASE,
)
CHALLENGE_WORDS = re.compile(
    "just a moment|checking your browser|verify(?:ing)? (?:that )?you are (?:a |not a )?(?:human|robot|bot)"
    "|are you a robot|captcha|enable javascript and cookies|ddos protection by|unusual traffic|browser integrity check"
    "|enable js and disable any ad blocker",
    re.IGNORECASE,
)
GEO_WORDS = re.compile(
    "(?:not|isn.t|un) ?(?:currently )?(?:available|accessible) (?:in|from|to (?:users|visitors) (?:in|from)) "
    "(?:your|this) (?:country|region|location|area)|(?:blocked|restricted|banned) (?:in|from|for) (?:your|this) "
    "(?:country|region|location)|your (?:country|region) (?:is|has been) (?:blocked|restricted|not)"
    "|geo-?(?:block|restrict)|error (?:code:? )?1009"
    "|خارج از ایران (?:امکان|مقدور)|(?:از|در) کشور شما|دسترسی از خارج|آی.?پی (?:های )?(?:خارجی|خارج از ایران)"
    "|غير متاح في (?:بلدك|منطقتك)",
    re.IGNORECASE,
)
DENIED_WORDS = re.compile(
    "access (?:is )?denied|request (?:blocked|rejected)|attention required|you have been blocked|forbidden"
    "|your ip (?:address )?(?:has been|is) (?:blocked|banned)",
    re.IGNORECASE,
)
NATIONAL_FILTER = re.compile(rb"src=[\"']?https?://10\.10\.34\.3\d", re.IGNORECASE)
"""The page that Iranian networks serve in place of what they filter."""

REFUSING = (401, 402, 403, 407, 429)
TESTING = (200, 202, 403, 405, 429, 503)
GONE = (404, 410)


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> RunStatus | None:
    """How an answer refuses us; None where it is no refusal.

    Call it for an answer that is no success, or one of 200 whose body is not what was asked for: an article may well
    tell of captchas. ``headers`` have their names in small letters.
    """
    if status in GONE:
        return None
    words = seen_text(body)
    if status == 451:
        return RunStatus.GEO_BLOCKED
    if status < 300 and len(words) > LONG:
        return None
    if GEO_WORDS.search(words):
        return RunStatus.GEO_BLOCKED
    tested = any(name in headers and headers[name].lower().startswith(to) for name, to in CHALLENGE_HEADERS.items())
    marked = CHALLENGE_MARKS.search(body[:HEAD]) or CHALLENGE_WORDS.search(words)
    if (tested and status in TESTING) or marked:
        return RunStatus.CHALLENGED
    if status in REFUSING or DENIED_WORDS.search(words) or NATIONAL_FILTER.search(body[:HEAD]):
        return RunStatus.BLOCKED
    return None


def status_of_answer(status: int, headers: Mapping[str, str], body: bytes) -> RunStatus:
    """What an answer that is no success says about the source."""
    return refusal(status, headers, body) or RunStatus.DEAD


def seen_text(body: bytes) -> str:
    """What a reader would see of a page, its title included, on one line."""
    page = decode(body[:HEAD])
    page = remove_tags_with_content(remove_comments(page), ("script", "style", "noscript"))
    return " ".join(remove_tags(page).split())
