"""The outlets' HTML: article pages as real newsrooms build them, front pages, and the newsroom's own index."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import TypedDict

from rasad.newsroom.content import Markup, Outlet
from rasad.newsroom.hostile import in_body, in_head
from rasad.newsroom.printing import Printed

STYLE = (
    "body{font:17px/1.7 Georgia,'Vazirmatn','Tahoma',serif;margin:0 auto;max-width:44rem;padding:0 1rem;color:#222}"
    "nav a,footer a{margin-inline-end:1rem}nav,footer{font-size:.85rem;padding:.6rem 0;border-block:1px solid #ccc}"
    "h1{line-height:1.25}.byline,time{color:#666;font-size:.9rem}aside{border-inline-start:4px solid #ddd;"
    "padding-inline-start:1rem;margin:2rem 0}"
)


class Words(TypedDict):
    """What stands around the articles, in one language."""

    nav: tuple[str, ...]
    by: str
    published: str
    updated: str
    related: str
    foot: tuple[str, ...]
    rights: str
    subscribe: str


WORDS: dict[str, Words] = {
    "en": {
        "nav": ("Home", "Canada", "World", "Business", "Sports", "Opinion"),
        "by": "By",
        "published": "Published",
        "updated": "Updated",
        "related": "More stories",
        "foot": ("About", "Corrections", "Contact", "Privacy"),
        "rights": "An invented outlet of the Rasad demonstration. Every report here is fiction.",
        "subscribe": "Sign up for our morning letter",
    },
    "fa": {
        "nav": ("صفحهٔ اول", "کانادا", "جهان", "اقتصاد", "ورزش", "دیدگاه"),
        "by": "نوشتهٔ",
        "published": "انتشار",
        "updated": "به‌روزرسانی",
        "related": "خبرهای دیگر",
        "foot": ("دربارهٔ ما", "تصحیح‌ها", "تماس", "حریم خصوصی"),
        "rights": "رسانه‌ای ساختگی از نمایش رصد. همهٔ گزارش‌های این‌جا خیالی است.",
        "subscribe": "خبرنامهٔ صبح ما را بخوانید",
    },
}


def article_page(outlet: Outlet, article: Printed, related: Sequence[Printed], home: str) -> str:
    """An article's page with navigation, related links and footer around it."""
    words = WORDS[outlet.lang]
    authors = escape(("، " if outlet.lang == "fa" else ", ").join(article.authors))
    byline = f'<p class="byline">{words["by"]} {authors}</p>'
    links = "".join(f'<li><a href="{escape(other.url)}">{escape(other.title)}</a></li>' for other in related)
    paragraphs = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs)
    main = (
        f"<main><article><header><h1>{escape(article.title)}</h1>{byline if article.authors else ''}"
        f"{_times(outlet, article)}</header>\n<div class='story-body'>\n{paragraphs}\n</div></article></main>\n"
        f"<aside><h2>{words['related']}</h2><ul>{links}</ul><p><a href='{escape(home)}letter'>"
        f"{words['subscribe']}</a></p></aside>{in_body() if article.hostile else ''}"
    )
    head = _metadata(outlet, article) + (in_head() if article.hostile else "")
    return _page(outlet, f"{article.title} | {outlet.name}", head, main, home)


def front_page(outlet: Outlet, articles: Sequence[Printed], home: str) -> str:
    """The outlet's front page: a teaser for each article. ``article.teaser h2 a`` selects the links."""
    teasers = "".join(
        f'<article class="teaser"><h2><a href="{escape(article.url)}">{escape(article.title)}</a></h2>'
        f"<p>{escape(article.paragraphs[0])}</p>"
        f'<time datetime="{article.published.isoformat()}">{article.published:%Y-%m-%d %H:%M}</time></article>\n'
        for article in articles
    )
    return _page(outlet, outlet.name, "", f"<main><h1>{escape(outlet.name)}</h1>\n{teasers}</main>", home)


def index_page(outlets: Sequence[tuple[Outlet, str]]) -> str:
    """The newsroom's own door, for people: which outlets there are."""
    rows = "".join(
        f'<li><a href="{escape(home)}" lang="{outlet.lang}" dir="auto">{escape(outlet.name)}</a> '
        f"({outlet.list}, {outlet.markup})</li>"
        for outlet, home in outlets
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Demonstration newsroom</title>'
        f"<style>{STYLE}</style></head><body><h1>Demonstration newsroom</h1>"
        f"<p>Invented outlets for Rasad to read. Every report here is fiction.</p><ul>{rows}</ul></body></html>"
    )


def _page(outlet: Outlet, title: str, head: str, main: str, home: str) -> str:
    words = WORDS[outlet.lang]
    nav = "".join(f'<a href="{escape(home)}">{word}</a>' for word in words["nav"])
    foot = "".join(f'<a href="{escape(home)}">{word}</a>' for word in words["foot"])
    direction = "rtl" if outlet.lang == "fa" else "ltr"
    chrome_nav = f'<header><p><a href="{escape(home)}">{escape(outlet.name)}</a></p><nav>{nav}</nav></header>\n'
    chrome_foot = f"<footer>{foot}<p>{words['rights']}</p></footer>"
    return (
        f'<!doctype html>\n<html lang="{outlet.lang}" dir="{direction}"><head><meta charset="{outlet.encoding}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{STYLE}</style>{head}'
        f"</head>\n<body>{chrome_nav}{main}\n{chrome_foot}</body></html>\n"
    )


def _times(outlet: Outlet, article: Printed) -> str:
    words = WORDS[outlet.lang]
    shown = (
        f'<p>{words["published"]}: <time datetime="{article.published.isoformat()}">'
        f"{article.published:%Y-%m-%d %H:%M}</time>"
    )
    if article.edited:
        shown += (
            f' · {words["updated"]}: <time class="updated" datetime="{article.modified.isoformat()}">'
            f"{article.modified:%Y-%m-%d %H:%M}</time>"
        )
    return shown + "</p>"


def _metadata(outlet: Outlet, article: Printed) -> str:
    canonical = f'<link rel="canonical" href="{escape(article.url)}">'
    if outlet.markup is Markup.TIME:
        return canonical
    if outlet.markup is Markup.OPENGRAPH:
        properties = [
            ("og:type", "article"),
            ("og:title", article.title),
            ("og:site_name", outlet.name),
            ("og:url", article.url),
            ("og:description", article.paragraphs[0]),
            ("article:published_time", article.published.isoformat()),
            ("article:modified_time", article.modified.isoformat()),
            *[("article:author", author) for author in article.authors],
        ]
        return canonical + "".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in properties)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "dateModified": article.modified.isoformat(),
        "inLanguage": outlet.lang,
        "author": [{"@type": "Person", "name": author} for author in article.authors],
        "publisher": {"@type": "Organization", "name": outlet.name},
        "mainEntityOfPage": article.url,
    }
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'{canonical}<script type="application/ld+json">{text}</script>'
