"""Dates that a page shows, or has in its address, where its data give none."""

import pytest
from loopback import article

from crawler.extract import extract_page, page_json

URL = "https://www.outlet.example/news/bridge"
TEXT = [
    "The council met on Monday and spoke for three hours about the new bridge over the river.",
    "Two members said that the cost was too high, and asked for another study before the summer.",
    "A vote is expected in the autumn, when the new budget has been read for the second time.",
]
PERSIAN = [
    "شورای شهر روز دوشنبه تشکیل جلسه داد و سه ساعت دربارهٔ پل تازهٔ رودخانه گفت‌وگو کرد.",
    "دو تن از اعضا می‌گویند هزینهٔ ساخت بسیار زیاد است و خواستار بررسی دوباره‌ای شده‌اند.",
]
ARABIC = [
    "عقد مجلس المدينة جلسة يوم الاثنين وتحدث ثلاث ساعات عن الجسر الجديد فوق النهر.",
    "وقال عضوان إن الكلفة مرتفعة جدا وطلبا دراسة أخرى قبل حلول فصل الصيف المقبل.",
]


def shown(line: str, paragraphs: list[str] = TEXT, lang: str = "en", title: str = "Council meets on bridge") -> bytes:
    """A page with a line under its headline, the day of the visit at its top and another article's date at its end."""
    page = article(title, paragraphs, lang=lang).decode()
    page = page.replace("<body>", '<body><div class="today">Friday, 6 November 2026</div>')
    page = page.replace("</h1>", f'</h1><div class="x1">{line}</div>')
    page = page.replace(
        "</article>", '</article><aside><a href="/o">Another matter altogether</a><span>1 May 2019</span></aside>'
    )
    return page.encode()


@pytest.mark.parametrize(
    ("line", "zone", "at"),
    [
        ("3 March 2026", "America/Toronto", "2026-03-03T05:00:00+00:00"),
        ("Published March 3, 2026 at 9:15 a.m. EST", "America/Toronto", "2026-03-03T14:15:00+00:00"),
        ("2026年3月3日", "Asia/Tokyo", "2026-03-02T15:00:00+00:00"),
        ("سه‌شنبه ۱۲ اسفند ۱۴۰۴ - ۱۰:۲۰", "Asia/Tehran", "2026-03-03T06:50:00+00:00"),
        ("۱۴۰۴/۱۲/۱۲", "Asia/Tehran", "2026-03-02T20:30:00+00:00"),
        ("تاریخ انتشار: ۳ مارس ۲۰۲۶", "Europe/London", "2026-03-03T00:00:00+00:00"),
        ("نُشر في: ٣ آذار/مارس ٢٠٢٦ - ١٠:٣٠ ص", "Asia/Beirut", "2026-03-03T08:30:00+00:00"),
        ("الثلاثاء 3 مارس 2026", "Africa/Cairo", "2026-03-02T22:00:00+00:00"),
    ],
)
def test_the_date_under_the_headline(line: str, zone: str, at: str) -> None:
    lang, text, title = "en", TEXT, "Council meets on bridge"
    if any("\u0600" < letter < "\u06ff" for letter in line):
        lang, text, title = (
            ("fa", PERSIAN, "پل تازه") if zone in {"Asia/Tehran", "Europe/London"} else ("ar", ARABIC, "جسر جديد")
        )
    draft = extract_page(shown(line, text, lang, title), URL, zone=zone)
    assert draft.published is not None
    assert (draft.published.at.isoformat(), draft.published.known_from) == (at, "text")
    assert draft.text == "\n\n".join(text)
    assert draft.lang == lang


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://outlet.example/2026/03/03/bridge", "2026-03-03"),
        ("https://outlet.example/news/20260303/bridge", "2026-03-03"),
        ("https://outlet.example/fa/1404/12/12/pol", "2026-03-03"),
        ("https://outlet.example/news/123456789/bridge", None),
    ],
)
def test_the_day_in_an_address(url: str, day: str | None) -> None:
    assert page_json(article("Council meets on bridge", TEXT), url)["published"] == day


@pytest.mark.parametrize(
    ("url", "written", "printed"),
    [
        ("https://outlet.it/a", "2026-03-03T23:15:00Z", "2026-03-04T00:15:00+01:00"),
        ("https://outlet.ca/a", "2026-03-03T01:15:00Z", "2026-03-02T20:15:00-05:00"),
        ("https://outlet.ir/a", "2026-03-03T23:15:00+00:00", "2026-03-04T02:45:00+03:30"),
        ("https://outlet.example/a", "2026-03-03T23:15:00Z", "2026-03-03T23:15:00+00:00"),
        ("https://outlet.example/2026/03/02/a", "2026-03-03T02:15:00Z", "2026-03-02"),
        ("https://outlet.example/2026/03/02/a", "2026-03-03T12:15:00Z", "2026-03-03T12:15:00+00:00"),
        ("https://outlet.it/a", "2026-03-03T23:15:00-05:00", "2026-03-03T23:15:00-05:00"),
        ("https://outlet.it/a", "2026-03-03T23:15:00", "2026-03-03T23:15:00+00:00"),
    ],
)
def test_universal_time_is_printed_by_the_clock_of_the_readers(url: str, written: str, printed: str) -> None:
    head = f'<meta property="article:published_time" content="{written}">'
    assert page_json(article("Council meets on bridge", TEXT, head=head), url)["published"] == printed


def test_a_moment_with_its_zone_is_worth_more() -> None:
    head = '<meta property="article:published_time" content="2026-03-03 10:00:00">'
    head += '<meta name="date" content="2026-03-03T10:00:00+02:00">'
    assert (
        page_json(article("Council meets on bridge", TEXT, head=head), URL)["published"] == "2026-03-03T10:00:00+02:00"
    )
