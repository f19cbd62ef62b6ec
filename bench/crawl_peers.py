"""Other crawlers over the pages of one feed. Run by bench.crawl, each in an environment of its own; imports nothing of ours.

``python bench/crawl_peers.py NAME FEED`` prints one JSON object: pages, seconds and CPU seconds, imports not counted.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress

WARM = "<html><body><article><h1>A</h1><p>The council met on Monday and spoke about the bridge.</p></article></body></html>"


def listed(feed: str) -> list[str]:
    with urllib.request.urlopen(feed) as answer:
        return re.findall(r"<link>(http[^<]+)</link>", answer.read().decode())


def floor(feed: str) -> Callable[[], int]:
    """Bare Scrapy with its defaults, and trafilatura with metadata: what any crawler of articles costs at least."""
    import scrapy
    from scrapy.crawler import CrawlerProcess
    from trafilatura import bare_extraction

    bare_extraction(WARM, url="http://a.example/", with_metadata=True)
    read: list[object] = []

    class Floor(scrapy.Spider):
        name = "floor"
        start_urls = (feed,)

        def parse(self, response, page=False):  # type: ignore[no-untyped-def]
            if page:
                read.append(bare_extraction(response.body, url=response.url, with_metadata=True))
                return
            for link in response.xpath("//item/link/text()").getall():
                yield scrapy.Request(link, callback=self.parse, cb_kwargs={"page": True})

    def go() -> int:
        process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
        process.crawl(Floor)
        process.start()
        return len(read)

    return go


def newspaper4k(feed: str) -> Callable[[], int]:
    import newspaper

    urls = listed(feed)

    def go() -> int:
        done = 0
        for url in urls:
            article = newspaper.Article(url, fetch_images=False)  # It would wait for hosts of pictures.
            article.download()
            with suppress(Exception):  # Languages that it has no words for.
                article.parse()
                done += 1
        return done

    return go


def news_please(feed: str) -> Callable[[], int]:
    from newsplease import NewsPlease

    urls = listed(feed)

    def go() -> int:
        done = 0
        for url in urls:
            with suppress(Exception):  # The same, through newspaper4k.
                done += NewsPlease.from_url(url) is not None
        return done

    return go


PEERS = {"floor": floor, "newspaper4k": newspaper4k, "news-please": news_please}


def measured(go: Callable[[], int]) -> dict[str, float]:
    """Pages, seconds and CPU seconds (user and system) of a piece of work."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    pages = go()
    after, end = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return {"pages": pages, "seconds": end - start, "cpu": cpu, "peak_mib": after.ru_maxrss / 1024}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    print(json.dumps(measured(PEERS[sys.argv[1]](sys.argv[2]))))
