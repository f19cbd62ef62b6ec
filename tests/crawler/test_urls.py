import json
from urllib.parse import quote

import pytest
from corpora import corpus

from crawler.urls import canonical, fetchable, host_of, on_host, same_site
from model.errors import InputError

CASES = [
    ("HTTP://Example.COM:80/a/b?b=2&a=1#frag", "http://example.com/a/b?a=1&b=2"),
    ("https://example.com:443", "https://example.com/"),
    ("https://example.com:8443/x", "https://example.com:8443/x"),
    ("http://example.com:443/x", "http://example.com:443/x"),
    ("https://example.com/a?utm_source=rss&utm_medium=feed&id=7", "https://example.com/a?id=7"),
    ("https://example.com/a?at_medium=RSS&at_campaign=KARANGA", "https://example.com/a"),
    ("https://example.com/a?fbclid=1&gclid=2&msclkid=3&cmpid=rss&xtor=4&_ga=5", "https://example.com/a"),
    ("https://example.com/a?gallery=3&source=9&session=2&ref=5&cid=4", "https://example.com/a?cid=4&gallery=3&ref=5&session=2&source=9"),
    ("https://example.com/a?id=1&id=2&z", "https://example.com/a?id=1&id=2&z="),
    ("https://example.com/a?", "https://example.com/a"),
    ("https://user:secret@example.com/a", "https://example.com/a"),
    ("https://example.com./a", "https://example.com/a"),
    ("https://example.com/خبر/سلام دنیا?نام=ب", "https://example.com/%D8%AE%D8%A8%D8%B1/%D8%B3%D9%84%D8%A7%D9%85%20%D8%AF%D9%86%DB%8C%D8%A7?%D9%86%D8%A7%D9%85=%D8%A8"),
    ("https://example.com/%d8%ae%D8%A8", "https://example.com/%D8%AE%D8%A8"),
    ("https://مثال.com/a", "https://xn--mgbh0fb.com/a"),
    ("  https://example.com/a\n", "https://example.com/a"),
    ("https://example.com/a\n  b/./c/%2E%2e/d/..", "https://example.com/a%20b/"),
    ("https://example.com/a//b/", "https://example.com/a//b/"),
    ("http://[::1]:80/x", "http://[::1]/x"),
    ("https:\\\\example.com\\a", "https://example.com/a"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), CASES)
def test_an_address_has_one_spelling(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("/a/b", "https://example.com/feed.xml", "https://example.com/a/b"),
        ("../b", "https://example.com/x/y/feed", "https://example.com/x/b"),
        ("//cdn.example.com/a", "https://example.com/feed", "https://cdn.example.com/a"),
        ("?p=12", "https://example.com/", "https://example.com/?p=12"),
        ("https://other.com/a", "https://example.com/", "https://other.com/a"),
    ],
)
def test_a_base_resolves_relative_addresses(url: str, base: str, expected: str) -> None:
    assert canonical(url, base) == expected


@pytest.mark.parametrize(
    "url",
    ["", "/a", "mailto:a@example.com", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://e.com/a",
     "http://", "http://[::1", "http://example.com:99999/", "tag:example.com,2026:1",
     "http://example.com/" + "a" * 3000],
)  # fmt: skip
def test_what_is_not_of_the_web_is_named(url: str) -> None:
    with pytest.raises(InputError):
        canonical(url)


TARGET = "https%3A%2F%2Fnews.example%2Fa%3Futm_source%3Dx%26id%3D7"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.google.com/url?rct=j&sa=t&url={TARGET}&ct=ga",
        f"https://www.google.ca/url?q={TARGET}",
        f"https://l.facebook.com/l.php?u={TARGET}&h=AT0",
        f"http://www.bing.com/news/apiclick.aspx?ref=FexRss&url={TARGET}",
        f"https://out.reddit.com/t3_1?url={TARGET}&token=1",
        f"https://eur01.safelinks.protection.outlook.com/?url={TARGET}&data=1",
        "https://www.google.com/url?q=" + quote(f"https://l.facebook.com/l.php?u={TARGET}", safe=""),
    ],
)
def test_a_redirector_is_read_for_where_it_leads(url: str) -> None:
    assert canonical(url) == "https://news.example/a?id=7"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://news.example/url?url=https%3A%2F%2Fother.example%2F",
        "https://www.google.com/url",
    ],
)
def test_what_only_looks_like_a_redirector_stays(url: str) -> None:
    assert host_of(canonical(url)) == host_of(url)


def test_addresses_agree_with_the_web_platform_tests() -> None:
    """Of the http(s) addresses that those tests call valid, in the spelling they give."""
    cases = json.loads(next(corpus("corpora", "urltestdata").rglob("urltestdata.json")).read_text(encoding="utf-8"))
    agreed, asked = 0, 0
    for case in cases:
        href = case.get("href", "") if isinstance(case, dict) else ""
        plain_base = (case.get("base") or "https://").startswith("http") if href else False
        if not href.startswith(("http://", "https://")) or not plain_base or "@" in href or "?" in href:
            continue
        asked += 1
        try:
            agreed += fetchable(case["input"], case.get("base")) == href.split("#")[0]
        except InputError:
            continue
    assert asked > 150
    assert agreed / asked >= 0.75, (agreed, asked)


def test_the_order_of_parameters_is_kept_for_fetching() -> None:
    assert fetchable("https://e.com/?b=2&utm_term=x&a=1#top") == "https://e.com/?b=2&a=1"


def test_hosts_and_sites() -> None:
    assert on_host("https://www.cbc.ca/news", ("cbc.ca",))
    assert not on_host("https://notcbc.ca/news", ("cbc.ca",))
    assert not on_host("nonsense", ("cbc.ca",))
    assert same_site("https://www.bbc.co.uk/a", "https://feeds.bbc.co.uk/b")
    assert not same_site("https://a.co.uk/", "https://b.co.uk/")
    assert same_site("http://127.0.0.1:1/", "http://127.0.0.1:2/")
    assert not same_site("nonsense", "nonsense")


def test_any_address_of_the_web_platform_tests_is_taken_or_refused() -> None:
    cases = json.loads(next(corpus("corpora", "urltestdata").rglob("urltestdata.json")).read_text(encoding="utf-8"))
    taken = 0
    for case in cases:
        if not isinstance(case, dict):
            continue
        base = case.get("base")
        try:
            spelled = canonical(case["input"], base if base and base.startswith("http") else None)
        except InputError:
            continue
        taken += 1
        assert spelled.startswith(("http://", "https://")), case
        assert "@" not in spelled.split("/")[2], case
    assert taken > 100
