"""Frequent short words of the languages Rasad tells apart, and letters that only one of them writes."""

from __future__ import annotations

from text.lang.tables import words

LATIN_WORDS = {
    "en": words(
        """
        the of and to in is was for on that with by as at from are be has have it its this an not or his her he
        she they their which who will would been were all any no one shall everyone right can when after over
        says said new about more than into out up if but we you your our i my me do does did what how why where
        there against without other such may should these those also only under between during before own full
        """
    ),
    "fr": words(
        """
        le la les de des du et à un une en est que qui dans pour par sur au aux ce cette ces ses son sa il elle
        ils ne pas se ou où avec sont été être plus tout toute tous toutes dont leur leurs contre sans sous
        comme mais nous vous je tu on y droit personne nul ni entre après avant ont avait était fait selon très
        bien moi me mon ma mes toi si aussi cela peut doit même c'est d'un d'une qu'il
        """
    ),
    "ku": words(
        """
        û ku li di ji de bi ên ya yê xwe ne her ew an heye mafê mirov wî vê wan kes bê yên jî ez tu em min te me
        çi kî kengê dike bû ye hatiye hemû divê na ber kesek kesî
        """
    ),
    "de": words(
        "der die das und ist nicht ein eine den dem des mit für auf von zu im sich auch wird hat sie werden bei nach"
    ),
    "es": words("el los las del y es una por con para se no su al lo como más pero sus este ya ha fue son está"),
    "it": words("il di che è e un una per non con del della sono dei nel alla più gli anche ha al dal"),
    "pt": words("o os as do da dos das em um uma para com não que por mais no na se ao pela foi são está"),
    "nl": words("de het een van en is op te dat voor niet met zijn aan er door bij ook naar wordt heeft"),
    "tr": words("ve bir bu için ile da de çok daha olarak olan gibi ne en sonra kadar var dedi"),
}

ARABIC_WORDS = {
    "fa": words(
        """
        و در به از که این را با است آن برای یک بر تا هم می شد شده بود خود یا هر او ما من شما آنها اما نیز کرد
        کرده گفت باید اگر پس هیچ همه باشد شود دارد دارند حق کند کنند نمی ها های دو سه وی چه چرا کجا چی ام ای اند
        ایران سال روز پیش بین دارای بشر کس مورد عنوان دیگر بدون بعد حال تو اش نه بی نیست نشد خواهد بوده سپاه
        دولت کشور وزیر رییس رئیس نفر مردم خارجه امور شورای گذشته امروز دیروز فردا هفته ماه تهران کانادا آمریکا
        امریکا تیم ملی بازی بازیکن مسابقه مسابقات باشگاه فرمانده نیروی نیروهای مجلس نماینده نمایندگان استان شهر
        شهرستان مدیر مدیرکل جمهوری انقلاب اسلامی بزرگ جدید آغاز پایان افزایش کاهش میلیون میلیارد هزار درصد تومان
        دلار شرکت بانک برنامه گزارش خبرگزاری همچنین درباره علیه روی زیر بالا پیروزی شکست داده دادند شدند کردند
        گفتند شدن کردن دادن بودند داشت داشته گفته رفت آمد آمده خواست توان تواند بتواند دانشگاه سازمان اعلام
        تاکید تأکید اینکه وجود طریق سوی طور ویژه آنان ایشان بیش بیشتر کمتر چند چندین دوم سوم نخست اول آخرین
        """
    ),
    "ar": words(
        """
        في من على إلى أن التي الذي عن مع هذا هذه ما لا كل أو أي كان كانت قد لم لن إن بين بعد قبل حتى ذلك تلك هو
        هي هم له لها و ثم لكل شخص حق فرد غير عند ليس أنه كما دون ولا وفي ومن لأي حقوق إلا هل يا أنا أنت نحن
        لماذا كيف لقد سوف فيه منه به بها الى او ان
        """
    ),
    "ur": words(
        """
        کے کی کا میں ہے اور سے کو نے پر ہیں یہ کہ جو بھی نہیں ہو گا کر اس تھا وہ ان کسی یا اپنے ایک تو حق اپنی
        گی جائے ہر شخص کیا تک لئے لیے آپ ہم تم مجھے میرے کوئی تھی گے ہوں کچھ جا رہا رہی ہی اگر والے بعد کرنے دیا
        گیا ہونے ساتھ
        """
    ),
    "ps": words(
        """
        د په چې او له کې کی دی سره ته تر څخه یی يې هر حق لري شی شي کړي کړی هغه دا پر باید ده نه وي وی يو یو چی
        دې هم لپاره دغه خپل خپله خپلو کوي کړ وکړي څوک هیڅ نشی حقوقو بشر ځان یا کښی کښې ډول باندې کومه کوم کول
        راځی نو وو شوی شوي بل
        """
    ),
    "sdh": words(
        """
        لە و بۆ کە بە لەگەڵ ئەم ئەو هەر یان دەکات دا بوو ناو نێوان سەر هەموو مافی هەیە خۆی یەک ئەوەی بکات نابێت
        دەبێت تا ئێمە من
        """
    ),
}

OWN_LETTERS = {
    "ur": "ٹڈڑںےہھۓ",
    "ps": "ټډړږښځڅڼېۍګ",
    "sdh": "ۆێڕڵەڤ",
    "ar": "ةىأإ",
    "fa": "\u200cۀ",
}
"""Letters (and the half-space) that one of the languages of Arabic script writes and the others hardly do."""

ABSENT_LETTERS = {
    "ar": "پچژگکیہے\u200c",
    "ur": "هيكةىأۀ",
    "fa": "ہٹڈڑںےھټډړږښځڅڼېۍګۆێڕڵە",
    "ps": "ہںےھٹڈۆێڕڵە\u200cۀ",
    "sdh": "ہںےھٹڈصضطظذثآةىي",
    "ug": "هیکآةظطضصذث",
}
"""Letters that are hardly ever in a text of the language."""
