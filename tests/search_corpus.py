"""A small bilingual corpus of invented documents: what every engine must answer alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from model.annotation import Annotation, Claim, Label, Mention, Modality, SpeakerKind, Topic
from model.article import Article, DateSource, Published
from model.search import IndexDocument

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SEEN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def claim(
    content: str,
    whole: str,
    *,
    speaker: str | None = None,
    speaker_id: str | None = None,
    modality: Modality = Modality.ASSERTED,
    about: tuple[str, ...] = (),
    topic: Topic = Topic.OTHER,
    direct: bool = False,
    kind: SpeakerKind = SpeakerKind.PERSON,
    cue: str | None = None,
) -> Claim:
    start = whole.index(content)
    return Claim(
        start=start,
        end=start + len(content),
        content=content,
        speaker=speaker,
        speaker_kind=kind,
        cue=cue,
        direct=direct,
        modality=modality,
        about=about,
        topic=topic,
        speaker_id=speaker_id,
    )


def document(
    name: str,
    title: str,
    text: str,
    *,
    lang: str = "en",
    source: str = "harbour-post",
    owner: str = "independent",
    published: datetime | None = None,
    names: dict[str, str] | None = None,
    topics: tuple[Topic, ...] = (),
    relevance: float = 0.0,
    story: str | None = None,
    claims: tuple[dict[str, object], ...] = (),
    annotated: bool = True,
    seq: int = 1,
) -> IndexDocument:
    """A document; ``names`` maps words of the text to entity ids, ``claims`` are arguments of ``claim``."""
    whole = f"{title}\n\n{text}"
    mentions = [
        Mention(start=at, end=at + len(word), text=word, label=Label.ORG, id=slug)
        for word, slug in (names or {}).items()
        for at in _places(word, whole)
    ]
    url = f"https://{source}.example/{lang}/{name}?id=1&part=2"
    article = Article(
        id=name,
        version=1,
        url=url,
        canonical_url=f"https://{source}.example/{lang}/{name}",
        source_id=source,
        title=title,
        text=text,
        authors=(),
        published=Published(at=published, known_from=DateSource.FEED) if published else None,
        lang=lang,
        site=None,
        seen_at=SEEN + timedelta(minutes=seq),
        capture_id=None,
        text_sha256=sha256(text.encode()).hexdigest(),
    )
    annotation = Annotation(
        lang=lang,
        lang_confidence=1.0,
        relevant=relevance >= 0.5,
        relevance=relevance,
        reasons=(),
        topics=topics,
        mentions=tuple(sorted(mentions, key=lambda mention: mention.start)),
        claims=tuple(claim(whole=whole, **each) for each in claims),  # type: ignore[arg-type]
    )
    return IndexDocument(
        article=article,
        annotation=annotation if annotated else None,
        story_id=story,
        owner=owner,
        source_name=source.title(),
        doc_seq=seq,
        order_key=(int((published or article.seen_at).timestamp() * 1000) << 20) | seq,
    )


def day(number: int, hour: int = 9) -> datetime:
    """A day of November 2026."""
    return datetime(2026, 11, number, hour, 0, tzinfo=UTC)


def _places(word: str, whole: str) -> list[int]:
    places, at = [], whole.find(word)
    while at >= 0:
        places.append(at)
        at = whole.find(word, at + len(word))
    return places


def corpus_documents() -> list[IndexDocument]:
    """The documents, in the order of their change."""
    return [
        document(
            "listing",
            "Ottawa weighs new steps against the Revolutionary Guards",
            "Nadia Verhoeven said the IRGC threatened three families in Toronto.\n\nGeneral Kamal Dastvar denied that "
            "the IRGC threatened anyone. The minister said the listing of 2024 stands.",
            published=day(20),
            names={"IRGC": "irgc", "Toronto": "toronto", "Ottawa": "ottawa"},
            topics=(Topic.THREATS, Topic.LISTING_SANCTIONS),
            relevance=0.9,
            story="s1",
            claims=(
                {
                    "content": "the IRGC threatened three families in Toronto",
                    "speaker": "Nadia Verhoeven",
                    "modality": Modality.ALLEGED,
                    "about": ("irgc", "toronto"),
                    "topic": Topic.THREATS,
                    "cue": "said",
                },
                {
                    "content": "that the IRGC threatened anyone",
                    "speaker": "General Kamal Dastvar",
                    "speaker_id": "irgc",
                    "modality": Modality.DENIED,
                    "about": ("irgc",),
                    "topic": Topic.THREATS,
                    "cue": "denied",
                },
            ),
            seq=1,
        ),
        document(
            "sepah-toronto",
            "سپاه خانواده‌ها را در تورنتو تهدید کرد",
            "نادیا ورهوون گفت: «سپاه پاسداران سه خانواده را در تورنتو تهدید کرده است.» این کار ادامه می‌یابد و تکرار "
            "می‌شود.",
            lang="fa",
            source="payam-e-shahr",
            published=day(20, 15),
            names={"سپاه": "irgc", "تورنتو": "toronto"},
            topics=(Topic.THREATS,),
            relevance=0.95,
            story="s1",
            claims=(
                {
                    "content": "سپاه پاسداران سه خانواده را در تورنتو تهدید کرده است",
                    "speaker": "نادیا ورهوون",
                    "modality": Modality.ALLEGED,
                    "about": ("irgc",),
                    "topic": Topic.THREATS,
                    "direct": True,
                    "cue": "گفت",
                },
            ),
            seq=2,
        ),
        document(
            "denial",
            "سردار دستوار: ادعای تهديد دروغ است",  # Arabic yeh in «تهديد».
            "سردار کمال دستوار ادعاي تهدید خانواده‌ها در کانادا را رد کرد. او گفت سپاه هیچ کاری در تورنتو ندارد.",
            lang="fa",
            source="mihan-press",
            owner="state-affiliated",
            published=day(21),
            names={"سپاه": "irgc", "کانادا": "canada", "تورنتو": "toronto"},
            topics=(Topic.THREATS,),
            relevance=0.8,
            story="s1",
            claims=(
                {
                    "content": "سپاه هیچ کاری در تورنتو ندارد",
                    "speaker": "سردار کمال دستوار",
                    "speaker_id": "irgc",
                    "modality": Modality.DENIED,
                    "about": ("irgc", "toronto"),
                    "topic": Topic.THREATS,
                    "cue": "گفت",
                },
            ),
            seq=3,
        ),
        document(
            "bank-sepah",
            "بانک سپاه شعبه تازه‌ای باز کرد",
            "بانک سپاه در اصفهان شعبهٔ تازه‌ای باز کرد. مشتری‌ها راضی هستند و کتابها می خوانند.",
            lang="fa",
            source="mihan-press",
            owner="state-affiliated",
            published=day(19),
            names={"بانک سپاه": "bank-sepah"},
            seq=4,
        ),
        document(
            "salvation",
            "Salvation Army opens a kitchen in Toronto",
            "The Salvation Army opened a kitchen on Queen Street in Toronto. Guards stood by the door at 12:30.",
            published=day(18),
            names={"Toronto": "toronto"},
            seq=5,
        ),
        document(
            "ps752-en",
            "Families of Flight PS752 mark the day",
            "The association of families of Flight PS752 met in Richmond Hill. Ottawa promised to help the families.",
            published=day(17),
            names={"Flight PS752": "ps752", "Ottawa": "ottawa"},
            topics=(Topic.PS752,),
            relevance=0.7,
            story="s2",
            seq=6,
        ),
        document(
            "ps752-fa",
            "خانواده‌های پرواز پی‌اس۷۵۲ گرد هم آمدند",
            "انجمن خانواده‌های پرواز پی‌اس ۷۵۲ در ریچموند هیل گرد هم آمد. گفتگو با وزیر ادامه دارد.",
            lang="fa",
            source="payam-e-shahr",
            published=day(17, 18),
            names={"پرواز پی‌اس۷۵۲": "ps752", "پرواز پی‌اس ۷۵۲": "ps752"},
            topics=(Topic.PS752,),
            relevance=0.75,
            story="s2",
            seq=7,
        ),
        document(
            "financing",
            "FINTRAC flags $1,200,000 in transfers",
            "The centre flagged transfers of $1,200,000 to fronts of the I.R.G.C. through Vancouver. "
            "Sanctions may follow.",
            source="ledger-weekly",
            published=day(16),
            names={"FINTRAC": "fintrac", "I.R.G.C.": "irgc", "Vancouver": "vancouver"},
            topics=(Topic.FINANCING, Topic.LISTING_SANCTIONS),
            relevance=0.85,
            claims=(
                {
                    "content": "Sanctions may follow",
                    "modality": Modality.POSSIBLE,
                    "about": ("irgc",),
                    "topic": Topic.LISTING_SANCTIONS,
                    "kind": SpeakerKind.OUTLET,
                },
            ),
            seq=8,
        ),
        document(
            "quds",
            "Quds Force agent loses his appeal",
            "The Federal Court found that the man had served in the Quds Force. The court said he must leave Canada.",
            source="court-watch",
            owner="court",
            published=day(15),
            names={"Quds Force": "quds-force", "Federal Court": "federal-court", "Canada": "canada"},
            topics=(Topic.COURTS, Topic.IMMIGRATION),
            relevance=0.8,
            claims=(
                {
                    "content": "the man had served in the Quds Force",
                    "speaker": "The Federal Court",
                    "speaker_id": "federal-court",
                    "about": ("quds-force",),
                    "topic": Topic.COURTS,
                    "kind": SpeakerKind.ORGANISATION,
                    "cue": "found",
                },
                {
                    "content": "he must leave Canada",
                    "speaker": "The court",
                    "speaker_id": "federal-court",
                    "modality": Modality.DEMANDED,
                    "topic": Topic.IMMIGRATION,
                    "kind": SpeakerKind.ORGANISATION,
                    "cue": "said",
                },
            ),
            seq=9,
        ),
        document(
            "recipe",
            "A stew for the first snow",
            "Simmer the herbs. Sepāh is not a herb; O'Brien's stew of Montréal has naïve charm. The guard of the pot "
            "is a lid.",
            published=day(14),
            seq=10,
        ),
        document(
            "undated",
            "An undated leaflet about the Basij",
            "Nobody knows when this leaflet about the Basij was printed in Calgary.",
            names={"Basij": "basij", "Calgary": "calgary"},
            relevance=0.5,
            topics=(Topic.INFLUENCE,),
            seq=11,
        ),
        document(
            "plain",
            "Unread so far: harbour traffic grows",
            "Ships came and went. The harbour of Halifax grows; Nova-Scotia's premier was pleased.",
            published=day(13),
            annotated=False,
            seq=12,
        ),
        document(
            "french",
            "L'Iran et le Canada devant la Cour",
            "Le ministre a parlé de l'Iran à Montréal. Les gardiens de la révolution sont inscrits sur la liste.",
            lang="fr",
            source="gazette-du-fleuve",
            published=day(12),
            names={"Iran": "iran", "Montréal": "montreal"},
            relevance=0.4,
            seq=13,
        ),
        document(
            "old",
            "Archive: the Guards in history",
            "Long ago the guards of the palace were many. Revolutionary songs were sung by guards.",
            published=datetime(2019, 3, 21, 0, 0, tzinfo=UTC),
            seq=14,
        ),
        document(
            "midnight",
            "Midnight notice",
            "A notice printed at the very first moment of the day, with two words: canadian visa.",
            published=datetime(2026, 11, 21, 0, 0, tzinfo=UTC),
            seq=15,
        ),
        document(
            "before-midnight",
            "Late notice",
            "A notice printed at the very last moment of the day, with two words: visa canadian.",
            published=datetime(2026, 11, 20, 23, 59, 59, 999000, tzinfo=UTC),
            seq=16,
        ),
        document(
            "jalali",
            "آغاز آبان در تهران",
            "نخستین روز آبان ۱۴۰۵ در تهران بارانی بود؛ نیروی انتظامی گفت راه‌ها باز است.",
            lang="fa",
            source="mihan-press",
            owner="state-affiliated",
            published=datetime(2026, 10, 23, 6, 0, tzinfo=UTC),
            names={"تهران": "tehran"},
            seq=17,
        ),
        document(
            "both-claims",
            "Two voices on one march",
            "Organiser Leila Farhang asserted that the Basij attacked the march. The embassy denied everything.",
            source="ledger-weekly",
            published=day(11),
            names={"Basij": "basij"},
            topics=(Topic.PROTEST,),
            relevance=0.6,
            claims=(
                {
                    "content": "the Basij attacked the march",
                    "speaker": "Leila Farhang",
                    "modality": Modality.ALLEGED,
                    "about": ("basij",),
                    "topic": Topic.PROTEST,
                },
                {
                    "content": "denied everything",
                    "speaker": "The embassy",
                    "modality": Modality.DENIED,
                    "about": ("iran-government",),
                    "topic": Topic.PROTEST,
                    "kind": SpeakerKind.ORGANISATION,
                },
            ),
            seq=18,
        ),
        document(
            "cyber",
            "Hackers tied to Tehran, agency says",
            "The agency tied the hackers to Tehran. Cyberattacks and cyber-espionage grew; cybercrime too.",
            source="ledger-weekly",
            published=day(10),
            names={"Tehran": "tehran"},
            topics=(Topic.CYBER,),
            relevance=0.55,
            seq=19,
        ),
        document(
            "colour",
            "The color of a Toranto sign",
            "A painter misspelt Toranto and Tehrna on the same sign; the colour was red.",
            published=day(9),
            seq=20,
        ),
        document(
            "repeat",
            "Guards, guards, guards",
            "guards guards guards and one threat",
            source="ledger-weekly",
            published=day(8),
            seq=21,
        ),
        document(
            "threat-far",
            "A long walk between words",
            "threat one two three four five six seven eight nine guards",
            source="ledger-weekly",
            published=day(7),
            seq=22,
        ),
        document(
            "zwnj",
            "حکم‌های تازه دادگاه",
            "دادگاه حکمهای تازه داد؛ حكم ها قطعی نیست و شورای شهر آن را نمی پذیرد.",
            lang="fa",
            source="payam-e-shahr",
            published=day(6),
            seq=23,
        ),
        document(
            "negated",
            "این کار نمی‌شود",
            "وزیر گفت این کار نمی‌شود و نخواهد شد.",
            lang="fa",
            source="payam-e-shahr",
            published=day(5),
            seq=24,
        ),
        document(
            "marks",
            "C++ and #tags & other signs",
            "Signs like * and ? and \\ stand here (in brackets) [and more] {too}; e-mail us: desk@harbour.example",
            published=day(4),
            seq=25,
        ),
        document(
            "sorani",
            "هەواڵی ڕۆژ",
            "هەواڵی ڕۆژ لە تۆرۆنتۆ.",
            lang="ckb",
            source="dang",
            published=day(3),
            seq=26,
        ),
    ]
