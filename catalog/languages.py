"""Languages by their ISO 639 codes."""

from __future__ import annotations

# ISO 639-1, then the codes of 639-3 that the program tells apart and that 639-1 lacks.
LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ckb
    prs azb glk mzn lrc bal und
    """.split()  # noqa: SIM905 (a list of 200 strings would fill a screen)
)


def language_problem(code: str) -> tuple[str, str] | None:
    """What is wrong with a language's code, and the remedy; None for a good one."""
    if code in LANGUAGES:
        return None
    return f"{code!r} is not a language", "write an ISO 639 code in small letters, such as en, fa or ckb"
