"""Invented channels, sittings and official lists, in the structure of the real ones."""

from __future__ import annotations

from html import escape

CHANNEL = """<!DOCTYPE html><html><head><title>دروازهٔ نو – Telegram</title></head><body class="widget_frame_base">
<header class="tgme_header"><div class="tgme_channel_info"><div class="tgme_channel_info_header">
<div class="tgme_channel_info_header_title"><span dir="auto">دروازهٔ نو</span></div></div></div></header>
<main class="tgme_main"><section class="tgme_channel_history js-message_history">
<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/darvazeh?before=41"
class="tme_messages_more js-messages_more" data-before="41"></a></div>{messages}</section></main></body></html>"""


def message(
    number: int,
    html: str,
    at: str,
    *,
    channel: str = "darvazeh",
    forwarded: tuple[str, str] | None = None,
    edited: bool = False,
    reply: str = "",
) -> str:
    """A message as a channel's page shows it."""
    text = html.replace("\n", "<br/>")
    answered = (
        f'<a class="tgme_widget_message_reply" href="https://t.me/{channel}/1"><div class="tgme_widget_message_text '
        f'js-message_reply_text" dir="auto">{escape(reply)}</div></a>'
    )
    source = forwarded and (
        '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;'
        f'<a class="tgme_widget_message_forwarded_from_name" href="{forwarded[1]}"><span dir="auto">{forwarded[0]}</span></a></div>'
    )
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap '
        f'js-widget_message" data-post="{channel}/{number}"><div class="tgme_widget_message_bubble">'
        f'<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name">{channel}</a></div>'
        + (source or "")
        + (answered if reply else "")
        + (f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>' if text else "")
        + '<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info">'
        f'<span class="tgme_widget_message_views">1.2K</span><span class="tgme_widget_message_meta">{"edited " if edited else ""}'
        f'<a class="tgme_widget_message_date" href="https://t.me/{channel}/{number}"><time datetime="{at}" class="time">'
        f"{at[11:16]}</time></a></span></div></div></div></div></div>"
    )


HANSARD = """\ufeff<?xml version="1.0" encoding="UTF-8"?><Hansard xml:lang="EN" id="1"><ExtractedInformation>
<ExtractedItem Name="InstitutionDebate">House of Commons Debates</ExtractedItem>
<ExtractedItem Name="Date">Friday, November 20, 2026</ExtractedItem>
<ExtractedItem Name="MetaCreationTime">2026/11/20 10:00:00</ExtractedItem></ExtractedInformation><HansardBody>
<Intro><ParaText id="1">The House met at 10 a.m.</ParaText></Intro>
<OrderOfBusiness id="11"><OrderOfBusinessTitle>Oral Questions</OrderOfBusinessTitle>
<Intervention id="20"><PersonSpeaking><Affiliation>The Speaker</Affiliation>: </PersonSpeaking>
<Content><ParaText id="2">We begin.</ParaText></Content></Intervention>
<SubjectOfBusiness id="12"><Timestamp Hr="11" Mn="15">(1115)</Timestamp><FloorLanguage language="EN">[English]</FloorLanguage>
<SubjectOfBusinessTitle>Harbour Bridge</SubjectOfBusinessTitle><SubjectOfBusinessContent>
<Intervention id="21"><PersonSpeaking><Affiliation>Ms. Tamsin Vole (Lower Quay, Ind.)</Affiliation>: </PersonSpeaking>
<Content><ParaText id="3">Madam Speaker, who pays for the <Document>bridge</Document>?</ParaText>
<ParaText id="4">The town asks.</ParaText></Content></Intervention>
<Intervention id="22"><PersonSpeaking><Affiliation>Hon. Oren Pike (Minister of Bridges, Ind.)</Affiliation>: </PersonSpeaking>
<Content><ParaText id="5">Madam Speaker, the Crown
 does.</ParaText></Content></Intervention></SubjectOfBusinessContent></SubjectOfBusiness></OrderOfBusiness>
</HansardBody></Hansard>"""


def listed(*entries: tuple[str, str, str]) -> str:
    """A list of entities as Public Safety publishes it: (name, day, what is said of it)."""
    rows = "".join(
        f"<entry><title>{escape(name)}</title><id>tag:lists.example,{number}</id><published>{day}T00:00:00-04:00</published>"
        f"<updated>2026-11-0{number % 9 + 1}T00:00:00-04:00</updated><summary type='html'>{escape(about)}</summary></entry>"
        for number, (name, day, about) in enumerate(entries)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Listed entities</title>{rows}</feed>'


LISTED = listed(
    ("Order of the Glass Heron", "2024-06-19", "<p>A group of smugglers.</p> Also known as the Herons."),
    ("The Quiet Ledger", "2012-12-20", "A bank of nobody."),
)


def record(**fields: str) -> str:
    """An entry of the autonomous sanctions."""
    known = {"Country": "Azimuth / Azimut", "Schedule": "1, Part 1", "DateOfListing": "2022-10-03", **fields}
    return "<record>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in known.items()) + "</record>"


def sanctions(*records: str) -> str:
    """The data set of the autonomous sanctions."""
    return f'<?xml version="1.0" encoding="UTF-8"?><data-set xmlns:xsi="http://x.example">{"".join(records)}</data-set>'
