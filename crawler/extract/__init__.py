"""From a kept page to an article: text, title, authors, date, language, site."""

from __future__ import annotations

from crawler.extract.page import EXTRACTOR, extract_page, page_json

__all__ = ["EXTRACTOR", "extract_page", "page_json"]
