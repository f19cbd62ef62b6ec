"""Pages that are sent as they should be and are hostile inside."""

from __future__ import annotations

TEXT = "".join(
    f"<p>The council met on Monday and spoke for three hours about the new bridge, part {part}.</p>"
    for part in range(8)
)


def page(title: str = "A quiet headline", head: str = "", before: str = "", after: str = "", text: str = TEXT) -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{before}<main><article><h1>{title}</h1>{text}</article></main>{after}</body></html>"
    ).encode("utf-8", "surrogatepass")


def stated(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


READ = {
    # The article is read as if nothing were.
    "a-million-nodes": page(after="<b>x</b>" * 500_000),
    "deep": page(after="<div>" * 100_000),
    "a-hundred-thousand-attributes": page(after="<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"),
    "one-tag-of-four-megabytes": page(after="<p title='" + "x" * 4_000_000 + "'>"),
    "open-comments": page(after="<!--" * 300_000),
    "angles": page(after="<" * 1_000_000),
    "open-scripts": page(after="<script>" * 200_000),
    "ampersands": page(after="&amp;" * 300_000),
    "tables": page(after="<table>" * 50_000),
    "choices": page(after="<select><option>" * 50_000),
    "drawings": page(after="<svg><g>" * 100_000),
    "json-of-brackets": page(head=stated("[" * 100_000)),
    "json-of-objects": page(head=stated('{"a":' * 50_000)),
    "json-of-digits": page(head=stated('{"@type":"NewsArticle","datePublished":' + "9" * 5_000 + "}")),
    "date-of-digits": page(head=f'<meta property="article:published_time" content="{"9" * 100_000}">'),
    "many-authors": page(head=f'<meta name="author" content="{"Tam Sin, " * 50_000}">'),
    "canonical-of-nothing": page(head=f'<link rel="canonical" href="http://[{"a" * 5_000}">'),
    "canonical-elsewhere": page(head='<link rel="canonical" href="https://other.example/a">'),
    "charset-utf-7": page().replace(b"utf-8", b"utf-7"),
    "charset-zlib": page().replace(b"utf-8", b"zlib"),
    "charset-base64": page().replace(b"utf-8", b"base64"),
    "charset-idna": page().replace(b"utf-8", b"idna"),
    "charset-unicode-escape": page().replace(b"utf-8", b"unicode_escape"),
    "half-a-letter": page().decode().encode("utf-16")[:-1],
}

SOMEHOW = {
    # Read or set aside; never an error, never for long.
    "a-million-nodes-first": page(before="<b>x</b>" * 500_000),
    "deep-first": page(before="<div>" * 100_000),
    "deep-of-all-kinds": page(before="<p><a><b><i><table><tr><td>" * 20_000),
    "fonts": page(before="".join(f"<font color={n}>" for n in range(30_000)), after="<p>x" * 2_000),
    "a-long-word": page(text="<p>" + "a" * 1_000_000 + "</p>"),
    "marks-on-marks": page(text="<p>" + ("a" + "\u0301" * 1_000 + " ") * 300 + "</p>"),
    "binary": b"<html>" + bytes(range(256)) * 2_000,
    "a-picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200,
    "overlong": page().replace(b"quiet", b"qu\xc0\xafiet"),
    "surrogates": page(title="A \ud83d\ude00 headline"),
}

TITLES = {
    # What a page says in its headline, and what is shown of it: one line without controls and without the marks that
    # turn what stands around them. The kept bytes are as published.
    "A \u202edaeh\u202c \u2066line\u2069": "A daeh line",
    "A \x00quiet\x00 headline": "A \ufffdquiet\ufffd headline",
    "A &#xD800;quiet &#x110000;headline": "A \ufffdquiet \ufffdheadline",
    "A\u200cB می\u200cخواهد": "A\u200cB می\u200cخواهد",
    "A &lt;script&gt;alert(1)&lt;/script&gt; headline": "A alert(1) headline",
}
