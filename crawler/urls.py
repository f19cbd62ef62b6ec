"""Addresses: one spelling for one page.

Two articles taken for one lose a text; one article taken for two costs a second look. So only what surely
does not choose a page is dropped: the fragment, credentials, the default port, parameters that name a campaign.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit, urlunsplit

from courlan import extract_domain
from w3lib.url import canonicalize_url, safe_url_string

from model.errors import InputError

MAX_LENGTH = 2_000

TRACKING = re.compile(
    r"(?:utm|at|mtm|pk|piwik|matomo|hsa|oly|vero|mc|mkt|itm|cmp|wt\.mc|ns|stm|sc|trk)_[a-z0-9_]+"
    r"|(?:fb|g|ga|dc|gc|ms|tw|yc|ysc|tt|epik|wbra|gbra|ig|li_fat_)?clid|msclkid|wbraid|gbraid|dclid|yclid|ttclid|twclid"
    r"|_hsenc|_hsmi|__twitter_impression|_gl|_ga|mkt_tok|igsh|igshid|xtor|cmpid|smid|ocid|ncid|taid|traffic_source"
    r"|ref_src|ref_url|ftag|mbid|srnd|guccounter|guce_referrer|guce_referrer_sig|feature_share",
    re.IGNORECASE,
)
"""Names of query parameters that say how a reader came, never what is read. Compared whole."""

REDIRECTORS = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}/url"), ("url", "q")),
    (re.compile(r"(?:news|feedproxy|feeds)\.google\.com/news/url"), ("url",)),
    (re.compile(r"lm?\.facebook\.com/l\.php"), ("u",)),
    (re.compile(r"l\.instagram\.com/"), ("u",)),
    (re.compile(r"(?:www\.)?bing\.com/news/apiclick\.aspx"), ("url",)),
    (re.compile(r"out\.reddit\.com/.*"), ("url",)),
    (re.compile(r"(?:www\.)?youtube\.com/redirect"), ("q",)),
    (re.compile(r"t\.umblr\.com/redirect"), ("z",)),
    (re.compile(r"r\.search\.yahoo\.com/.*"), ("RU",)),
    (re.compile(r"[a-z0-9]+\.safelinks\.protection\.outlook\.com/"), ("url",)),
    (re.compile(r"(?:www\.)?linkedin\.com/redir/redirect"), ("url",)),
    (re.compile(r"vk\.com/away\.php"), ("to",)),
    (re.compile(r"duckduckgo\.com/l/"), ("uddg",)),
)
"""Hosts and paths that only send a reader on, and the parameter that says where to."""

OPAQUE = ("feedproxy.google.com", "feeds.feedburner.com", "feedsportal.com", "feeds.feedblitz.com", "t.co", "ow.ly")
"""Hosts that send a reader on without saying where to: an identifier that is an address is the better one."""

DEFAULT_PORTS = {"http": 80, "https": 443}
CONTROLS = re.compile("[\x00-\x20\x7f]+")
BROKEN = re.compile("[\t\n\r]+")
"""What browsers take out of an address wherever it stands: addresses that were broken over lines."""

STRIPPED = "".join(map(chr, range(0x21)))
DOTS = re.compile(r"\.|%2e", re.IGNORECASE)


def canonical(url: str, base: str | None = None) -> str:
    """The one spelling of an address, percent-encoded; ``base`` resolves a relative one.

    Raises ``InputError`` for what is not an address of the web.
    """
    return str(canonicalize_url(fetchable(url, base), keep_blank_values=True, keep_fragments=False))


def fetchable(url: str, base: str | None = None) -> str:
    """An address to ask for: absolute, without what only tracks the reader, its parameters in their order."""
    text = CONTROLS.sub("%20", BROKEN.sub("", url.strip(STRIPPED))).replace("\\", "/")
    if len(text) > MAX_LENGTH:
        raise InputError(f"an address of {len(text)} characters: {text[:80]}…", "addresses end at 2,000 characters")
    try:
        parts = urlsplit(safe_url_string(urljoin(base, text) if base else text))
        if target := _sent_on(parts):
            return fetchable(target)
        return urlunsplit(_clean(parts))
    except (ValueError, UnicodeError) as error:
        raise InputError(
            f"not an address: {url[:200]!r} ({error})", "give an absolute http or https address"
        ) from error


def _clean(parts: SplitResult) -> SplitResult:
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise ValueError(f"the scheme is {scheme or 'missing'!r}")
    host = (parts.hostname or "").lower().rstrip(".")
    if not host or "%" in host:
        raise ValueError("no host")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    netloc = host if port is None or port == DEFAULT_PORTS[scheme] else f"{host}:{port}"
    return SplitResult(scheme, netloc, _dotless(parts.path), _without_tracking(parts.query), "")


def _dotless(path: str) -> str:
    """The path with its steps ``.`` and ``..`` taken (RFC 3986, 5.2.4), however they are encoded."""
    kept: list[str] = []
    steps = path.removeprefix("/").split("/")
    for number, step in enumerate(steps):
        dots = DOTS.sub(".", step) if len(step) <= 6 else step
        if dots == "..":
            del kept[-1:]
        if dots not in (".", ".."):
            kept.append(step)
        elif number == len(steps) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def _sent_on(parts: SplitResult) -> str | None:
    """Where a redirector's address leads to, if it says so. Each is shorter than the one around it."""
    place = f"{(parts.hostname or '').lower()}{parts.path}"
    for pattern, names in REDIRECTORS:
        if pattern.fullmatch(place):
            given = dict(parse_qsl(parts.query))
            return next((given[name] for name in names if given.get(name, "").startswith(("http:", "https:"))), None)
    return None


def is_redirector(url: str) -> bool:
    """True for an address that leads elsewhere without saying where to."""
    return on_host(url, OPAQUE)


def _without_tracking(query: str) -> str:
    return "&".join(item for item in query.split("&") if item and not TRACKING.fullmatch(item.split("=", 1)[0]))


def host_of(url: str) -> str:
    """The host of an address in lower case, without port; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def _plain_host(url: str) -> str:
    return host_of(url).removeprefix("www.")


def on_host(url: str, hosts: tuple[str, ...]) -> bool:
    """True where the address lies on one of the hosts or below it (``cbc.ca`` covers ``www.cbc.ca``)."""
    host = host_of(url)
    return any(host == allowed.lower() or host.endswith(f".{allowed.lower()}") for allowed in hosts)


def same_site(one: str, other: str) -> bool:
    """True where both addresses belong to one registered domain (or are one host, www or not)."""
    if _plain_host(one) == _plain_host(other):
        return _plain_host(one) != ""
    domain = extract_domain(one)
    return domain is not None and domain == extract_domain(other)
