"""Public Telegram channels by their web view, ``https://t.me/s/NAME``: no account, no script, the newest messages."""

from __future__ import annotations

import re
from typing import Any

from parsel import Selector

from crawler.documents.parts import REMEDY, DocumentReading, Part
from crawler.encoding import decode
from crawler.feeds.reading import Origin, what_it_is
from crawler.feeds.when import published
from crawler.plain import one_line, paragraphs
from model.errors import InputError

TITLE = 140
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_telegram(body: bytes, content_type: str | None, origin: Origin) -> DocumentReading:
    """The messages of a channel's page, oldest first. A message's address is ``https://t.me/NAME/NUMBER``.

    A forwarded message begins with a line that says from whom, as the page does, and that channel is its author.
    Messages without words are counted and left out. Raises ``InputError`` where there is no such page.
    """
    page = Selector(text=decode(body, content_type).replace("\x00", ""), type="html")
    channel = one_line(" ".join(page.css(".tgme_channel_info_header_title ::text").getall()))
    found = page.css(".tgme_widget_message[data-post]")
    if not found:
        raise InputError(f"{origin.url}: {_why_none(page, body)}", REMEDY)
    parts: dict[str, Part] = {}
    silent = 0
    for message in found:
        part = _message(message, channel, origin)
        if part is None:
            silent += 1
        else:
            parts[part.key] = part
    return DocumentReading(
        parts=tuple(parts.values()),
        problems=(f"{origin.url}: {silent} messages without words",) if silent else (),
        older=_older(page, origin),
        about=channel,
    )


def _why_none(page: Selector, body: bytes) -> str:
    if page.css(".tgme_channel_info"):
        return "the channel shows no messages"
    if page.css(".tgme_page"):
        return "the channel has no public web view"
    return f"not a channel's page: {what_it_is(body)}"


def _message(message: Any, channel: str, origin: Origin) -> Part | None:
    post = message.attrib["data-post"]
    forwarded = message.css(".tgme_widget_message_forwarded_from_name")
    source = one_line(" ".join(forwarded.css("::text").getall()))
    text = paragraphs("\n".join(line for line in (_own_text(message), _poll(message)) if line))
    if not text:
        return None
    title = one_line(text.split("\n", 1)[0], TITLE)
    if source:
        address = forwarded.attrib.get("href", "")
        text = f"Forwarded from {source}{f' ({address})' if address else ''}\n\n{text}"
    written = message.css(".tgme_widget_message_date time::attr(datetime)").get() or ""
    return Part(
        key=post,
        url=f"https://t.me/{post}",
        title=title,
        text=text,
        published=published(written, origin.zone),
        authors=(source or channel,) if source or channel else (),
        edited="edited" in " ".join(message.css(".tgme_widget_message_meta::text").getall()).lower(),
    )


def _own_text(message: Any) -> str:
    """The message's words, without those of a message that it answers."""
    own = "not(ancestor::*[contains(@class, 'tgme_widget_message_reply')])"
    blocks = message.xpath(f".//*[contains(concat(' ', @class, ' '), ' tgme_widget_message_text ')][{own}]").getall()
    blocks += message.css(".tgme_widget_message_document_title").getall()
    # An element within another of the class is in the text of the outer one already.
    lines = [one_block(BREAK.sub("\n", block)) for block in blocks]
    return "\n".join(line for number, line in enumerate(lines) if line and line not in "\n".join(lines[:number]))


def one_block(html: str) -> str:
    """The words of a piece of HTML, its line ends kept."""
    return "\n".join(
        one_line(line) for line in "".join(Selector(text=html, type="html").css("::text").getall()).split("\n")
    )


def _poll(message: Any) -> str:
    question = message.css(
        ".tgme_widget_message_poll_question ::text, .tgme_widget_message_poll_question::text"
    ).getall()
    options = message.css(".tgme_widget_message_poll_option_text::text").getall()
    return "\n".join(one_line(line) for line in (" ".join(question), *options) if line.strip())


def _older(page: Selector, origin: Origin) -> str | None:
    """The page with the messages before these."""
    link = page.css("a.tme_messages_more[data-before]::attr(data-before)").get()
    return f"{origin.url.partition('?')[0]}?before={link}" if link and link.isdigit() else None
