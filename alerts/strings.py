"""Every word that mails and notices say by themselves, in each language a reader may choose."""

from __future__ import annotations

from typing import Final

from model.errors import ConfigError

LANGUAGES: Final = ("en", "fa")
RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "fa", "he", "ps", "ur", "yi", "azb", "mzn", "glk"})

STRINGS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "product": "Rasad",
        "comma": ", ",
        "colon": ":",
        "subject.alert": "Rasad: new alert ({code})",
        "subject.alert.urgent": "Rasad: urgent alert ({code})",
        "subject.digest": "Rasad: your digest, {day}",
        "notice.one": "Rasad: 1 new alert, open the desk",
        "notice.urgent": "Rasad: 1 urgent alert, open the desk",
        "notice.digest": "Rasad: a new digest, open your mail",
        "preview": "A message for {name}. Open it where nobody reads along.",
        "severity.info": "For information",
        "severity.warning": "Warning",
        "severity.urgent": "Urgent",
        "late": "Late by {hours} h: published before we could see it, or found by the second look.",
        "late.unknown": "Late: found by the second look over the index.",
        "why": "Why you get this",
        "why.rule": "Rule “{title}” ({id}, version {version})",
        "why.matched": "Matched words are marked.",
        "reports": "{reports} reports from {outlets} outlets",
        "reports.one": "1 report",
        "reports.same": "{reports} reports from 1 outlet",
        "also": "Also reported by",
        "more": "and {count} more reports at the desk",
        "joins": "Later reports of this story join it at the desk without another mail.",
        "claims": "What is claimed, and by whom",
        "claim.direct": "in the speaker's words",
        "claim.reported": "as reported",
        "speaker.anonymous": "an unnamed source",
        "speaker.document": "a document",
        "speaker.outlet": "the outlet itself",
        "speaker.organisation": "an organisation not named here",
        "speaker.person": "a person not named here",
        "modality.asserted": "stated, not verified by us",
        "modality.alleged": "alleged, not proven",
        "modality.possible": "put forward as possible",
        "modality.denied": "denied",
        "modality.demanded": "demanded",
        "modality.planned": "announced as planned",
        "published": "Published {when} ({known})",
        "published.unknown": "No publication date is known; first seen {when}",
        "known.feed": "according to the outlet's feed",
        "known.metadata": "according to the page's metadata",
        "known.text": "according to the text",
        "known.given": "as given at import",
        "kept": "Open the kept copy at the desk",
        "owner": "Owner: {owner}",
        "owner.independent": "independent",
        "owner.public": "public broadcaster",
        "owner.partisan": "partisan",
        "owner.state-affiliated": "state-affiliated",
        "owner.irgc-affiliated": "IRGC-affiliated",
        "owner.government": "government",
        "owner.parliament": "parliament",
        "owner.court": "court",
        "owner.ngo": "non-governmental organisation",
        "owner.social": "social media",
        "owner.unknown": "not known",
        "safe": "This message never asks for a login or a password. It links to nothing but your desk at {desk}.",
        "safe.plain": "This message never asks for a login or a password. It links to nothing but your desk:",
        "stop": "Sent to {name} by {organisation}. Who gets what stands in the configuration; ask there to be paused.",
        "digest.reader": "For {name}, times in {zone}",
        "digest.window": "What was seen from {since} to {until}",
        "digest.empty": "Nothing to tell: no article seen since {since} answers a section of this digest.",
        "digest.section.empty": "Nothing new.",
        "digest.more": "and {count} more stories at the desk",
        "digest.dark": "What we did not see",
        "digest.dark.none": "All {count} sources were read.",
        "digest.dark.lead": "Silence here is not absence of news: these sources were not, or not fully, read.",
        "digest.dark.last": "last read {when}",
        "digest.dark.never": "never read so far",
        "status.held": "held: it may be fetched only through an exit, and none is configured",
        "status.dead": "not reachable",
        "status.wrong-content": "answered, but not with what it promises",
        "status.blocked": "refused us",
        "status.robots": "its robots.txt does not allow what we ask for",
        "status.empty": "answered with nothing",
        "status.interrupted": "its last run was cut off",
        "status.never": "not read yet",
    },
    "fa": {
        "product": "رصد",
        "comma": "، ",
        "colon": ":",
        "subject.alert": "رصد: هشدار تازه ({code})",
        "subject.alert.urgent": "رصد: هشدار فوری ({code})",
        "subject.digest": "رصد: گزارش روزانهٔ شما، {day}",
        "notice.one": "رصد: یک هشدار تازه، میز کار را باز کنید",
        "notice.urgent": "رصد: یک هشدار فوری، میز کار را باز کنید",
        "notice.digest": "رصد: گزارش روزانهٔ تازه، ایمیل خود را باز کنید",
        "preview": "پیامی برای {name}. جایی بازش کنید که کسی همراه شما نخواند.",
        "severity.info": "برای اطلاع",
        "severity.warning": "هشدار",
        "severity.urgent": "فوری",
        "late": "با {hours} ساعت تأخیر: پیش از آنکه بتوانیم ببینیم منتشر شده، یا در نگاه دوم پیدا شده است.",
        "late.unknown": "با تأخیر: در نگاه دوم به نمایه پیدا شد.",
        "why": "چرا این پیام به شما رسید",
        "why.rule": "قاعدهٔ «{title}» ({id}، نسخهٔ {version})",
        "why.matched": "واژه‌های یافته‌شده نشان‌دار شده‌اند.",
        "reports": "{reports} گزارش از {outlets} رسانه",
        "reports.one": "۱ گزارش",
        "reports.same": "{reports} گزارش از ۱ رسانه",
        "also": "همین خبر در",
        "more": "و {count} گزارش دیگر در میز کار",
        "joins": "گزارش‌های بعدی این خبر بی‌آنکه ایمیل دیگری برسد در میز کار به آن افزوده می‌شوند.",
        "claims": "چه ادعا شده و از سوی چه کسی",
        "claim.direct": "به نقل مستقیم",
        "claim.reported": "به روایت گزارش",
        "speaker.anonymous": "منبعی که نامش برده نشده",
        "speaker.document": "یک سند",
        "speaker.outlet": "خود رسانه",
        "speaker.organisation": "نهادی که نامش اینجا نیامده",
        "speaker.person": "کسی که نامش اینجا نیامده",
        "modality.asserted": "گفته شده، ما راستی‌آزمایی نکرده‌ایم",
        "modality.alleged": "در حد ادعا، ثابت نشده",
        "modality.possible": "به‌عنوان احتمال مطرح شده",
        "modality.denied": "تکذیب شده",
        "modality.demanded": "درخواست شده",
        "modality.planned": "به‌عنوان برنامه اعلام شده",
        "published": "انتشار: {when} ({known})",
        "published.unknown": "تاریخ انتشار معلوم نیست؛ نخستین بار {when} دیده شد",
        "known.feed": "بر پایهٔ خوراک رسانه",
        "known.metadata": "بر پایهٔ فرادادهٔ صفحه",
        "known.text": "بر پایهٔ متن",
        "known.given": "چنان‌که هنگام ورود داده شده",
        "kept": "دیدن نسخهٔ نگه‌داشته‌شده در میز کار",
        "owner": "مالک: {owner}",
        "owner.independent": "مستقل",
        "owner.public": "رسانهٔ عمومی",
        "owner.partisan": "حزبی",
        "owner.state-affiliated": "وابسته به حکومت",
        "owner.irgc-affiliated": "وابسته به سپاه",
        "owner.government": "دولت",
        "owner.parliament": "مجلس",
        "owner.court": "دادگاه",
        "owner.ngo": "سازمان غیردولتی",
        "owner.social": "شبکهٔ اجتماعی",
        "owner.unknown": "نامعلوم",
        "safe": "این پیام هرگز نام کاربری یا گذرواژه نمی‌خواهد و جز به میز کار شما در {desk} به جایی پیوند نمی‌دهد.",
        "safe.plain": "این پیام هرگز نام کاربری یا گذرواژه نمی‌خواهد و جز به میز کار شما به جایی پیوند نمی‌دهد:",
        "stop": "فرستنده: {organisation}، برای {name}. گیرندگان در پیکربندی آمده‌اند؛ برای توقف همان‌جا بخواهید.",
        "digest.reader": "برای {name}، ساعت‌ها به وقت {zone}",
        "digest.window": "آنچه از {since} تا {until} دیده شد",
        "digest.empty": "چیزی برای گفتن نیست: از {since} تاکنون هیچ خبری به بخش‌های این گزارش نخورد.",
        "digest.section.empty": "خبر تازه‌ای نیست.",
        "digest.more": "و {count} خبر دیگر در میز کار",
        "digest.dark": "آنچه ندیدیم",
        "digest.dark.none": "هر {count} منبع خوانده شد.",
        "digest.dark.lead": "سکوت در اینجا به معنی نبودن خبر نیست: این منبع‌ها خوانده نشدند یا کامل خوانده نشدند.",
        "digest.dark.last": "آخرین خوانش {when}",
        "digest.dark.never": "تاکنون خوانده نشده",
        "status.held": "نگه داشته شده: تنها از راه یک خروجی خوانده می‌شود و خروجی‌ای تعیین نشده",
        "status.dead": "در دسترس نیست",
        "status.wrong-content": "پاسخ داد، ولی نه آنچه وعده می‌دهد",
        "status.blocked": "ما را نپذیرفت",
        "status.robots": "‏robots.txt آن اجازهٔ خواندن نمی‌دهد",
        "status.empty": "پاسخ خالی داد",
        "status.interrupted": "آخرین خوانش نیمه‌کاره ماند",
        "status.never": "هنوز خوانده نشده",
    },
}

WEEKDAYS: Final[dict[str, tuple[str, ...]]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
}
"""Monday first, as ``date.weekday`` counts."""

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    "fa": (
        *("ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه"),
        *("اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"),
    ),
}
"""Months of the Gregorian calendar."""

JALALI_MONTHS: Final = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)


def say(lang: str, key: str, **values: object) -> str:
    """The words for ``key`` in a reader's language, with its values filled in."""
    return table(lang)[key].format(**values)


def table(lang: str) -> dict[str, str]:
    """All words of a language; a language that has none is a mistake in the configuration."""
    if lang not in STRINGS:
        raise ConfigError(f"there are no mails in the language {lang!r}", f"set lang to one of {', '.join(LANGUAGES)}")
    return STRINGS[lang]


def direction(lang: str) -> str:
    """``rtl`` or ``ltr``, as the HTML attribute ``dir`` takes it."""
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"
