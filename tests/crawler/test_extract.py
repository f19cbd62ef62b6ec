import json
from datetime import UTC, datetime, timedelta

import pytest
from loopback import article

from crawler.extract import extract_page, page_json
from crawler.extract.wording import is_furniture
from model.article import DatePrecision, DateSource
from model.capture import Entry
from model.errors import InputError

URL = "https://www.outlet.example/news/2026/bridge?utm_source=x"
TEXT = [
    "The council met on Monday and spoke for three hours about the new bridge over the river.",
    "Two members said that the cost was too high, and asked for another study before the summer.",
    "A vote is expected in the autumn, when the new budget has been read for the second time.",
]
PERSIAN = [
    "شورای شهر روز دوشنبه تشکیل جلسه داد و سه ساعت دربارهٔ پل تازهٔ رودخانه گفت‌وگو کرد.",
    "دو تن از اعضا می‌گویند هزینهٔ ساخت بسیار زیاد است و خواستار بررسی دوباره‌ای شده‌اند.",
    "انتظار می‌رود رأی‌گیری در پاییز و پس از بررسی بودجهٔ سال آینده برگزار شود.",
]


def linked(**values: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_an_article_as_a_reader_sees_it() -> None:
    head = (
        '<meta property="og:site_name" content="The Outlet"><link rel="canonical" href="/news/2026/bridge">'
        + linked(
            headline="Council meets on bridge",
            datePublished="2026-06-01T09:30:00-04:00",
            author=[{"@type": "Person", "name": "Mara Olsen"}, {"@type": "Person", "name": "By Tim Reyes"}],
        )
    )
    draft = extract_page(article("Council meets on bridge", TEXT, head=head), URL)
    assert draft.title == "Council meets on bridge"
    assert draft.text == "\n\n".join(TEXT)
    assert draft.authors == ("Mara Olsen", "Tim Reyes")
    assert draft.published is not None
    assert draft.published.at == datetime(2026, 6, 1, 13, 30, tzinfo=UTC)
    assert (draft.published.known_from, draft.published.precision) == (DateSource.METADATA, DatePrecision.INSTANT)
    assert (draft.lang, draft.site) == ("en", "The Outlet")
    assert draft.url == URL
    assert draft.canonical_url == "https://www.outlet.example/news/2026/bridge"


def test_what_the_command_prints() -> None:
    found = page_json(article("Council meets on bridge", TEXT, head='<meta name="date" content="2026-06-01">'), URL)
    assert list(found) == ["url", "title", "text", "authors", "published", "lang", "site"]
    assert found["published"] == "2026-06-01"
    assert found["authors"] == []
    json.dumps(found)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2026-06-01T23:30:00-04:00", "2026-06-01T23:30:00-04:00"),
        ("2026-06-01T07:00:00+0330", "2026-06-01T07:00:00+03:30"),
        ("2026-06-01T07:00:00Z", "2026-06-01T07:00:00+00:00"),
        ("2026-06-01T07:00:00", "2026-06-01T07:00:00+00:00"),
        ("2026-06-01", "2026-06-01"),
    ],
)
def test_dates_are_printed_by_the_clock_of_the_page(written: str, printed: str) -> None:
    page = article("Council meets", TEXT, head=f'<meta property="article:published_time" content="{written}">')
    assert page_json(page, URL)["published"] == printed


def test_a_year_alone_is_no_date() -> None:
    assert page_json(article("Council meets", [*TEXT, "Copyright 2019 Outlet"]), URL)["published"] is None


@pytest.mark.parametrize("form", ["\u200c", "&zwnj;", "&#8204;", "&#x200C;"])
def test_persian_keeps_its_joiners(form: str) -> None:
    page = article("پل تازه", PERSIAN, lang="fa").decode().replace("\u200c", form)
    draft = extract_page(page, "https://outlet.example/fa/1")
    assert draft.text == "\n\n".join(PERSIAN)
    assert draft.lang == "fa"


@pytest.mark.parametrize(
    ("encoding", "content_type", "meta"),
    [
        ("utf-8", None, ""),
        ("windows-1256", "text/html; charset=windows-1256", ""),
        ("windows-1256", "text/html", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">'),
        ("windows-1256", None, ""),
        ("utf-16", "text/html", ""),
        ("utf-16-le", "text/html; charset=utf-16le", ""),
        ("utf-8", "text/html; charset=ISO-8859-1", ""),
    ],
)
def test_pages_in_old_encodings(encoding: str, content_type: str | None, meta: str) -> None:
    # Windows-1256 was made for Arabic: Persian pages in it are typed with the Arabic yeh and kaf.
    text = [line.replace("ی", "ي").replace("ک", "ك").replace("ٔ", "") for line in PERSIAN]
    body = "".join(f"<p>{line}</p>" for line in text)
    page = f"<html><head>{meta}<title>خبر</title></head><body><article><h1>خبر</h1>{body}</article></body></html>"
    assert extract_page(page.encode(encoding), URL, content_type=content_type).text == "\n\n".join(text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Council meets | The Outlet", "Council meets"),
        ("Council meets - The Outlet", "Council meets"),
        ("Council meets – Outlet News", "Council meets"),
        ("The Outlet: Council meets", "The Outlet: Council meets"),
        ("The Outlet | Council meets", "Council meets"),
        ("Council meets | National | The Outlet", "Council meets"),
        ("Quebec - Council meets", "Quebec - Council meets"),
        ("پل تازه - BBC News فارسی", "پل تازه"),
        ("Council &amp; mayor", "Council & mayor"),
    ],
)
def test_the_outlets_name_is_no_part_of_the_headline(title: str, expected: str) -> None:
    site = "BBC News فارسی" if "BBC" in title else "The Outlet"
    body = "".join(f"<p>{line}</p>" for line in TEXT)
    page = (
        f'<html><head><title>{title}</title><meta property="og:site_name" content="{site}"></head><body>{body}</body>'
    )
    assert extract_page(page, URL).title == expected


def test_the_heading_tells_where_the_headline_ends() -> None:
    page = article("Council meets - again", TEXT).replace(b"again | Newsroom", b"again | Daily Something")
    assert extract_page(page, URL).title == "Council meets - again"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://outlet.example/a", "https://outlet.example/a"),
        ("https://other.example/a", "https://www.outlet.example/news/2026/bridge"),
        ("https://www.outlet.example/", "https://www.outlet.example/news/2026/bridge"),
        ("javascript:void(0)", "https://www.outlet.example/news/2026/bridge"),
        ("", "https://www.outlet.example/news/2026/bridge"),
    ],
)
def test_a_page_may_name_its_address_only_on_its_own_site(link: str, expected: str) -> None:
    page = article("Council meets", TEXT, head=f'<link rel="canonical" href="{link}">')
    assert extract_page(page, URL).canonical_url == expected


def dated(head: str, entry: Entry | None = None, zone: str = "America/Toronto") -> tuple[str, str, str] | None:
    found = extract_page(article("Council meets", TEXT, head=head), URL, entry=entry, zone=zone).published
    return (found.at.isoformat(), found.known_from, found.precision) if found else None


def test_the_finest_date_wins_and_says_how_it_is_known() -> None:
    entry = Entry(
        url=URL,
        source_id="o",
        published=datetime(2026, 6, 1, 13, 30, tzinfo=UTC),
        published_text="Mon, 01 Jun 2026 09:30:00 EDT",
    )
    day = '<meta name="date" content="2026-06-01">'
    assert dated(day, entry) == ("2026-06-01T13:30:00+00:00", "feed", "instant")
    assert dated(day) == ("2026-06-01T04:00:00+00:00", "metadata", "day")
    assert dated("", entry) == ("2026-06-01T13:30:00+00:00", "feed", "instant")
    moment = '<meta property="article:published_time" content="2026-06-01T08:00:00">'
    assert dated(moment, entry) == ("2026-06-01T12:00:00+00:00", "metadata", "instant")


def test_a_date_of_the_future_is_none() -> None:
    later = (datetime.now(UTC) + timedelta(days=40)).isoformat()
    assert dated(f'<meta property="article:published_time" content="{later}">') is None


def test_a_date_only_the_text_shows_is_a_day() -> None:
    page = article("Council meets", [*TEXT, "Published on 3 March 2026"]).replace(
        b"<h1>", b"<time>3 March 2026</time><h1>"
    )
    found = extract_page(page, URL, zone="Asia/Tehran").published
    assert found is not None
    assert (found.known_from, found.precision) == (DateSource.TEXT, DatePrecision.DAY)
    assert found.at.isoformat() == "2026-03-02T20:30:00+00:00"


def test_an_article_in_several_boxes_is_read_whole() -> None:
    lines = [f"Paragraph {n}: {TEXT[n % 3]} {TEXT[(n + 1) % 3]}" for n in range(24)]
    boxes = "".join(
        f'<div class="chunk"><p>{"</p><p>".join(lines[n : n + 6])}</p></div><aside class="ad"><div>Advertisement</div></aside>'
        for n in range(0, 24, 6)
    )
    page = f"<html><body><nav>Home</nav><article><h1>Long read</h1>{boxes}</article></body></html>"
    text = extract_page(page, URL).text
    assert [line for line in text.split("\n\n") if line.startswith("Paragraph")] == lines
    assert "Advertisement" not in text


@pytest.mark.parametrize(
    ("page", "content_type", "says"),
    [
        (b"", None, "the page is empty"),
        (b"%PDF-1.7 ...", "application/pdf", "not an HTML page (application/pdf)"),
        (b'{"a": 1}', "application/json", "not an HTML page"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", None, "no article text"),
        (b"<html></html>", None, ""),
    ],
)
def test_pages_without_an_article_are_refused_by_name(page: bytes, content_type: str | None, says: str) -> None:
    with pytest.raises(InputError) as raised:
        extract_page(page, URL, content_type=content_type)
    assert says in raised.value.thing
    assert raised.value.thing.startswith(URL)


P = f"<p>{TEXT[0]}</p><p>{TEXT[1]}</p>"
HOSTILE = {
    "deep": "<div>" * 50_000 + P,
    "unclosed": "<b><i>" * 10_000 + P,
    "angles": "<" * 500_000 + P,
    "attributes": "<div " + " ".join(f'a{n}="x"' for n in range(60_000)) + ">" + P,
    "scripts": "<script " * 100_000 + P,
    "styles": "<style>" * 50_000 + P,
    "comments": "<!--" * 100_000 + P,
    "breaks": "<article>" + "<br>" * 100_000 + P,
    "tables": "<table><tr><td>" * 3_000 + P,
    "linked data": '<script type="application/ld+json">' + "[" * 50_000 + "</script>" + P,
    "controls": "<article>\x00\x01\x1b\ufffe" + P,
    "surrogates": "<article>\ud800&#xD800;&#x110000;" + P,
    "image": '<img src="data:image/png;base64,' + "A" * 2_000_000 + '">' + P,
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.timeout(15)
def test_hostile_pages_are_read_or_refused_in_time(kind: str) -> None:
    page = f"<html><body>{HOSTILE[kind]}".encode("utf-8", "surrogatepass")
    try:
        draft = extract_page(page, URL)
    except InputError:
        return
    assert "The council met" in draft.text or "Two members" in draft.text
    assert not set(draft.text) & set("\x00\x01\x1b\ufffe\ud800")


def test_overrides_of_direction_do_not_reach_the_text() -> None:
    page = article("Coun\u202ecil\u202c", [f"\u2067{line}\u2069\u200f" for line in TEXT])
    draft = extract_page(page, URL)
    assert draft.title == "Council"
    assert draft.text == "\n\n".join(f"{line}\u200f" for line in TEXT)


def test_a_theme_in_the_wrong_language_is_not_believed() -> None:
    assert extract_page(article("پل تازه", PERSIAN, lang="en-US"), URL).lang == "fa"
    assert extract_page(article("Council meets", TEXT, lang="fa-IR"), URL).lang == "en"
    assert extract_page(article("Council meets", TEXT).replace(b' lang="en"', b""), URL).lang == "en"
    assert extract_page(article("Council meets", TEXT, lang="en-CA"), URL).lang == "en"


FURNITURE = [
    "Published: 3 March 2026, 10:15",
    "Last updated on 3 March 2026 at 10:15",
    "Advertisement",
    "Story continues below advertisement",
    "Sign up to our newsletter and get the news every morning.",
    "Follow us on Telegram",
    "تاریخ انتشار: ۱۲ اسفند ۱۴۰۴ - ۱۰:۱۵",
    "بیشتر بخوانید:",
    "در خبرنامهٔ ما عضو شوید تا هر روز خبرها را بخوانید.",
    "ما را در تلگرام دنبال کنید",
    "اقرأ أيضا:",
    "اشترك في نشرتنا البريدية لتصلك أهم الأخبار",
    "نُشر في: 3 مارس 2026",
]
SENTENCES = [
    "Published accounts of the battle differ.",
    "Join the dots, and the newsletter of 1987 explains why the bridge was never built in the first place by the old council.",
    "Related costs rose.",
    "Updated plans were shown to 300 people in the town hall, the mayor said.",
    "He asked people to sign up to the newsletter.",
    "کانال سوئز دوباره باز شد.",
    "انتشار این خبر ۳ روز طول کشید!",
    "نشر الجيش 300 جندي في المدينة.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_dates_with_labels_and_invitations_are_no_text(line: str) -> None:
    assert is_furniture(line)
    assert extract_page(article("Council meets", [TEXT[0], line, *TEXT[1:]]), URL).text == "\n\n".join(TEXT)


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_are_text(line: str) -> None:
    assert not is_furniture(line)
