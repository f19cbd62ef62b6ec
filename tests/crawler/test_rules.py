import time

import pytest

from crawler.fetch.paths import path_of, pattern_of
from crawler.fetch.rules import MAX_BYTES, read_rules

HOST = "https://paper.example"

GROUPS = """
User-agent: *
Disallow: *.gif$
Disallow: /drafts/
Allow: /archive/

User-agent: MIRROR
Disallow:/
Allow:/open/page.html
Allow:/open/picture.gif

User-agent: reader-one
User-agent: reader-two
Disallow: /open/page.html

User-agent: guest
"""


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        # RFC 9309, 5.1: groups, the default group, a group without rules.
        ("other", "/", True),
        ("other", "/drafts/a.html", False),
        ("other", "/archive/a.html", True),
        ("other", "/a/b.gif", False),
        ("other", "/a/b.gif?x=1", True),
        ("other", "/archive/b.gif", True),  # The longer of two that match.
        ("mirror", "/drafts/", False),
        ("Mirror", "/archive/", False),
        ("mirror", "/open/page.html", True),
        ("mirror", "/open/picture.gif", True),
        ("mirror", "/open/other.gif", False),
        ("reader-one", "/open/page.html", False),
        ("reader-two", "/open/page.html", False),
        ("reader-one", "/drafts/", True),
        ("reader", "/drafts/", False),  # A part of a name is another name.
        ("guest", "/drafts/", True),
        ("guest", "/a.gif", True),
        # robots.txt itself may always be asked for.
        ("mirror", "/robots.txt", True),
        ("mirror", "/robots.txt?x", True),
        ("mirror", "/a/robots.txt", False),
    ],
)
def test_groups(agent: str, path: str, allowed: bool) -> None:
    assert read_rules(GROUPS.encode(), agent).allows(HOST + path) is allowed


@pytest.mark.parametrize(
    ("lines", "path", "allowed"),
    [
        # RFC 9309, 5.2: the longest match, whatever the order.
        ("Allow: /open/page/\nDisallow: /open/page/closed.gif", "/open/page/", True),
        ("Allow: /open/page/\nDisallow: /open/page/closed.gif", "/open/page/closed.gif", False),
        ("Disallow: /open/page/closed.gif\nAllow: /open/page/", "/open/page/closed.gif", False),
        ("Disallow: /\nAllow: /open", "/opening", True),
        # 2.2.2: of equally long ones the one that allows.
        ("Disallow: /page\nAllow: /page", "/page", True),
        ("Allow: /pag*\nDisallow: /page", "/page", True),
        ("Disallow: /pag*\nAllow: /page", "/page", True),
        # Cases of letters count in paths, not in field names.
        ("DISALLOW: /Page", "/page", True),
        ("dIsAlLoW:/Page", "/Page", False),
        # 2.2.2, the table: octets outside ASCII and reserved ones are compared percent-encoded, unreserved ones plain.
        ("Disallow: /foo/bar?baz=quz", "/foo/bar?baz=quz", False),
        ("Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", False),
        ("Disallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar", False),
        ("Disallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", False),
        ("Disallow: /foo/bar/%e3%83%84", "/foo/bar/ツ", False),
        ("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
        ("Disallow: /foo/bar/baz", "/foo/bar/%62%61%7a", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /a%2fb", "/a%2Fb", False),
        ("Disallow: /a b", "/a%20b", False),
        ("Disallow: /100%", "/100%25", False),
        ("Disallow: /فارسی", "/%D9%81%D8%A7%D8%B1%D8%B3%DB%8C/1", False),
        # 2.2.3: special characters.
        ("Disallow: /this/path/exactly$", "/this/path/exactly", False),
        ("Disallow: /this/path/exactly$", "/this/path/exactly/more", True),
        ("Disallow: /this/*/exactly", "/this/long/path/exactly/more", False),
        ("Disallow: /this/*/exactly$", "/this/exactly/exactly", False),
        ("Disallow: /this/*/exactly$", "/this/exactly", True),
        ("Disallow: /file-with-a-%2A.html", "/file-with-a-*.html", False),
        ("Disallow: /file-with-a-%2A.html", "/file-with-a-b.html", True),
        ("Disallow: /cost-%24", "/cost-$", False),
        ("Disallow: /a$b", "/a$b/c", False),
        ("Disallow: /a$b", "/a", True),
        ("Disallow: *", "/anything", False),
        ("Disallow: /*?", "/a?b", False),
        ("Disallow: /*?", "/a", True),
        ("Disallow: /*?*print=", "/a?b=c&print=1", False),
        ("Disallow: /$", "/", False),
        ("Disallow: /$", "/a", True),
        ("Disallow: /*.php$", "/x.php.php", False),
        ("Disallow: /**/x", "/a/b/x", False),
        # Nothing is no rule; a path begins with a slash or a star.
        ("Disallow:", "/", True),
        ("Disallow: # all of it", "/", True),
        ("Disallow: private", "/private", True),
        ("Disallow: /a # here", "/a", False),
        # Spellings that are met.
        ("Dissallow: /a", "/a", False),
        ("Disallow /a", "/a", False),
        ("  Disallow  :  /a  ", "/a", False),
        ("Noindex: /a", "/a", True),
        # index.html is no other name of its folder.
        ("Disallow: /a/\nAllow: /a/index.html", "/a/", False),
    ],
)
def test_paths(lines: str, path: str, allowed: bool) -> None:
    rules = read_rules(f"User-agent: *\n{lines}\n".encode(), "Rasad")
    assert rules.allows(HOST + path) is allowed
    assert rules.allows(HOST + path + "#part") is allowed


@pytest.mark.parametrize(
    ("text", "home", "page"),
    [
        # 2.2.1: groups of one name are one group; names are compared in any case, without a version.
        ("User-agent: rasad\nDisallow: /page\n\nUser-agent: RASAD\nDisallow: /other", True, False),
        ("User-agent: Rasad/0.1\nDisallow: /", False, False),
        ("User-agent: Rasad 0.1 (news)\nDisallow: /", False, False),
        ("User-agent: R\nDisallow: /", True, True),
        ("User-agent: Rasadbot\nDisallow: /", True, True),
        ("User-agent: *\nDisallow: /page\nUser-agent: x\nDisallow: /\nUser-agent: *\nDisallow: /other", True, False),
        ("User-agent: *\nDisallow: /\nUser-agent: rasad\nDisallow: /page", True, False),
        ("User-agent: rasad\nDisallow:\n\nUser-agent: *\nDisallow: /", True, True),
        # Rules before any agent are nobody's; blank lines part nothing.
        ("Disallow: /\nUser-agent: *\nDisallow: /page", True, False),
        ("User-agent: rasad\n\n\nDisallow: /page", True, False),
        # 2.2.4: other records end no group.
        ("User-agent: rasad\nSitemap: https://paper.example/s.xml\nUser-agent: x\nDisallow: /page", True, False),
        ("User-agent: rasad\nCrawl-delay: 5\nUser-agent: x\nDisallow: /page", True, False),
        ("Sitemap: https://paper.example/s.xml\nUser-agent: *\nDisallow: /page", True, False),
        # 2.2: ends of lines.
        ("User-agent: *\rDisallow: /page\r", True, False),
        ("User-agent: *\r\nDisallow: /page", True, False),
        ("User-agent: *\u2028Disallow: /page", True, True),
        ("", True, True),
        ("User-agent:\nDisallow: /", True, True),
        ("<!doctype html><html><body>User-agent: *<br>Disallow: /</body></html>", True, True),
    ],
)
def test_files(text: str, home: bool, page: bool) -> None:
    rules = read_rules(text.encode(), "Rasad")
    assert (rules.allows(f"{HOST}/"), rules.allows(f"{HOST}/page")) == (home, page)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_whatever_it_is_written_in(codec: str) -> None:
    rules = read_rules("User-agent: *\nDisallow: /صفحه\n".encode(codec), "Rasad")
    assert not rules.allows(f"{HOST}/صفحه")
    assert rules.allows(f"{HOST}/")


def test_bytes_of_another_charset_match_the_same_bytes() -> None:
    rules = read_rules(
        "User-agent: *\nDisallow: /caf\u00e9\n".encode("latin-1") + b"\xff\xfe\x00\nDisallow: /x", "Rasad"
    )
    assert not rules.allows(f"{HOST}/caf%E9")
    assert rules.allows(f"{HOST}/caf%C3%A9")
    assert not rules.allows(f"{HOST}/x")


def test_five_hundred_kibibytes_are_read_and_a_cut_line_is_none() -> None:
    head = b"User-agent: *\nDisallow: /first\n"
    rest = b"Disallow: /last-one"
    filling = b"#" * (MAX_BYTES - len(head) - len(b"\nDisallow: /last")) + b"\n"
    rules = read_rules(head + filling + rest, "Rasad")
    assert not rules.allows(f"{HOST}/first")
    assert rules.allows(f"{HOST}/last-one")
    assert rules.allows(f"{HOST}/la")
    whole = read_rules(head + filling[20:] + rest, "Rasad")
    assert not whole.allows(f"{HOST}/last-one")


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 10", 10.0),
        ("crawl-delay:0.5", 0.5),
        ("Crawl-delay: 5 seconds", 5.0),
        ("Crawl-delay: .5", 0.5),
        ("Crawl-delay: soon", None),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: " + "9" * 400, None),
        ("Crawl-delay: 1\nCrawl-delay: 3", 3.0),
        ("Disallow: /a", None),
    ],
)
def test_crawl_delay(line: str, seconds: float | None) -> None:
    assert read_rules(f"User-agent: *\n{line}".encode(), "Rasad").delay == seconds
    assert read_rules(f"User-agent: *\n{line}\nUser-agent: x\nDisallow: /".encode(), "rasad").delay == seconds


def test_hostile_patterns_take_no_time() -> None:
    body = ("User-agent: *\n" + f"Disallow: /{'a*' * 200}b$\n" * 800).encode()
    start = time.process_time()
    rules = read_rules(body, "Rasad")
    assert rules.allows(f"{HOST}/{'a' * 4_000}")
    assert time.process_time() - start < 2


def test_one_spelling() -> None:
    assert path_of("https://x.example") == "/"
    assert path_of("https://x.example?q") == "/?q"
    assert path_of("https://x.example/a%7eb") == "/a~b"
    assert pattern_of("/a*b$") == pattern_of("/%61*%62$")
    assert pattern_of("/a*b$").octets == 5
