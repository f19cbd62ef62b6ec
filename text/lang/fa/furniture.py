"""Words of what stands on a Persian page beside the article: counters, and the heads of lists of other articles."""

from __future__ import annotations

from text.lang.tables import listed, words

COUNTERS = words("""
    بازدید بازدیدها نظر نظرات دیدگاه دیدگاه‌ها اشتراک اشتراک‌گذاری پسند پسندیدن دقیقه ساعت ثانیه روز پیش قبل
    به‌روز به‌روزرسانی شد
    نفر تعداد رأی رای آنلاین خواننده امتیاز
""")
"""A line of nothing but numbers and such words counts something."""

HEADS = tuple(
    listed(
        "مطالب مرتبط; اخبار مرتبط; خبرهای مرتبط; مرتبط; بیشتر بخوانید; بیشتر بدانید; همچنین بخوانید; "
        "در همین زمینه; پربازدیدترین‌ها;"
        " پربیننده‌ترین‌ها; آخرین خبرها; تازه‌ترین خبرها; پیشنهاد سردبیر; تبلیغات; آگهی; تبلیغ",
        ";",
    )
)
"""Lines that begin a list of links, or that stand for an advertisement."""
