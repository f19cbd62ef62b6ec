"""Wordings that tell an article's sentences from what stands around them, in the languages of news."""

from __future__ import annotations

import re

STOPS = ".!?…。؟۔"
COMMAS = ",،、;؛"
CLOSERS = "\"'”’»)] "
DIGITS = re.compile(r"\d")
CLOCK = re.compile(r"\d:\d\d|(?:19|20|13|14)\d\d(?!\d)|(?:min|hours?|days?)\s+ago\b|پیش$")
BULLETS = re.compile(r"[|•·»›→▸►]")
RIGHTS = ("©", "(c)", "copyright", "all rights", "reserved", "کپی", "حقوق")

_INVITES = """
subscribe subscribed subscriber subscribers subscription newsletter newsletters sign signup log login register
follow click read: download app join share sharing advertise advertisement advertising sponsored cookie cookies
comment comments e-mail email inbox related more: see donate getty recommended privacy terms support watch: also
بخوانید بخوانید: بیشتر خبرنامه اشتراک عضو دنبال کانال بازنشر مرتبط نظر دیدگاه اقرأ اقرأ: اشترك تابعنا تابعونا
النشرة المزيد صلة شارك تعليق abonnieren newsletter-anmeldung lesen mehr abonnez-vous lire leia lea ver suscríbete
inscreva-se iscriviti leggi läs les
"""
INVITES = frozenset(_INVITES.split())
"""Words of invitations to read, follow or pay for something else."""

_CREDITS = """
by photo photos image images picture credit credits source file video illustration courtesy via from updated published
posted written edited reporting editing foto bild quelle photograph photographs getty reuters ap afp
عکس منبع نویسنده گزارش تصویر صورة المصدر كتب
"""
CREDITS = frozenset(_CREDITS.split())
"""First words of a caption, a credit or a byline."""


_LABELS = "|".join(
    (
        r"(?:first |date )?(?:published|posted|created)(?: (?:on|at|date))?",
        r"(?:last )?(?:updated|modified)(?: (?:on|at))?|date",
        "(?:تاریخ |زمان |ساعت )?(?:انتشار|خبر)|(?:تاريخ |زمان )?انتشار|تاریخ",
        "(?:آخرین )?به[ \u200c]?روز[ \u200c]?رسانی",
        "نشر(?: في)?|نُشر(?: في)?|تاريخ النشر|آخر تحديث|تحديث",
        "veröffentlicht|aktualisiert|publié(?: le)?|mis à jour(?: le)?|publicado|actualizado|pubblicato|aggiornato",
    )
)
DATELINE = re.compile(rf"(?:{_LABELS})\s*(?::[^.!?؟]{{0,60}}|[^.!?؟]{{0,12}}\d[^!?؟]{{0,49}}[^.!?؟])", re.IGNORECASE)
NOTICES = re.compile(
    r"(?:advertisement|sponsored|read more|read also|see also|share(?: this(?: article| story)?)?|copy link|print|save|"
    r"listen(?: to article)?|loading\W*|subscribe|sign up|related(?: (?:stories|articles|topics))?|more stories|"
    r"story continues below(?: advertisement)?|article continues (?:below|after)[\w ]*|skip advertisement|"
    r"تبلیغات|آگهی|بیشتر بخوانید|بخوانید|همرسانی|اشتراک[ \u200c]?گذاری|مطالب مرتبط|اخبار مرتبط|کپی لینک|لینک کوتاه|"
    r"إعلان|اقرأ أيضا[ً]?|اقرأ المزيد|شارك|مواضيع ذات صلة|أخبار ذات صلة|"
    r"anzeige|werbung|publicité|publicidad|annonse)\W*",
    re.IGNORECASE,
)


_INVITATIONS = (
    r"(?:subscribe|sign up|join|get|receive|register)\b.{0,80}\b(?:newsletters?|inbox|alerts)\b.{0,60}",
    r"follow (?:us|\w+(?: \w+)?) on (?:twitter|x|facebook|instagram|telegram|whatsapp|youtube|google news)\b.{0,60}",
    "(?:در|به|با) .{0,20}(?:خبرنامه|کانال).{0,80}(?:شوید|بپیوندید|بخوانید|کنید).{0,60}",
    "ما را (?:در|از) .{0,40}(?:تلگرام|اینستاگرام|واتساپ|توییتر|ایکس|یوتیوب).{0,60}(?:کنید|ببینید|بخوانید).{0,30}",
    "(?:(?:اشترك|سجل|انضم)(?:وا)?|تابعونا|تابعنا) .{0,60}(?:نشر|قنات|قناة|واتساب|تلغرام|فيسبوك|تويتر|إكس).{0,60}",
)
INVITATIONS = re.compile("|".join(_INVITATIONS), re.IGNORECASE)


def is_furniture(text: str) -> bool:
    """True for a line that is nothing but a date with its label, or an invitation: never a sentence of an article."""
    if len(text) <= 90 and (DATELINE.fullmatch(text) or NOTICES.fullmatch(text)):
        return True
    return len(text) <= 160 and INVITATIONS.fullmatch(text) is not None


def ends_sentence(text: str) -> bool:
    """True where the last letter is the end of a sentence, quotation marks and brackets after it aside."""
    last = text[-6:].rstrip(CLOSERS)
    return bool(last) and last[-1] in STOPS
