"""English names that show themselves by a word beside them: ranks, kinds of organisation, streets, ridings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.annotation import Label
from nlp.entities import Span

_ADDRESS = "Mr Mrs Ms Miss Dr Prof Sgt Cpl Const Insp Supt Det Sen Rep Justice Judge Lady Lord Sir Dame Baroness Rev Capt Col Gen Brig Maj Lt Cmdr Adm Hon Ayatollah Hojatoleslam Imam Professor Senator Inspector Sergeant Corporal Constable Superintendent Detective Skip Coach"
_OFFICES = "Minister President Premier Mayor Commissioner Chief Captain Lieutenant Colonel General Major Ambassador Secretary Superintendent Chairman Director"
RANK = re.compile(rf"(?:(?:{'|'.join((_ADDRESS + ' ' + _OFFICES).split())})\.?\s+)+(?=[A-Z])")
NAME = r"(?:(?:al-)?[A-Z][\w’'-]*[a-z]\b)"
_TITLED = re.compile(rf"\b(?:{'|'.join(_ADDRESS.split())})\.?\s+({NAME}(?:\s(?:{NAME}|[A-Z]\.)){{0,2}})")
ORG_TAILS = frozenset(
    [
        "University",
        "College",
        "Institute",
        "School",
        "Foundation",
        "Society",
        "Association",
        "Federation",
        "Council",
        "Committee",
        "Commission",
        "Centre",
        "Center",
        "Agency",
        "Authority",
        "Ministry",
        "Department",
        "Bureau",
        "Board",
        "Court",
        "Tribunal",
        "Party",
        "Union",
        "Congress",
        "Corporation",
        "Inc.",
        "Ltd.",
        "Corp.",
        "Holdings",
        "Group",
        "Bank",
        "Exchange",
        "Church",
        "Mosque",
        "Museum",
        "Hospital",
        "Orchestra",
        "Trust",
        "Fund",
        "League",
        "Network",
        "Alliance",
        "Coalition",
        "Order",
        "Brigade",
        "Battalion",
        "Corps",
        "Company",
        "Airlines",
        "Airways",
        "Police",
        "Guard",
        "Press",
        "Broadcasting",
        "Radio",
        "Television",
        "Initiative",
        "Observatory",
        "Campaign",
        "Club",
        "Lab",
        "Laboratory",
        "Partners",
        "Logistics",
        "Trading",
        "Shipping",
        "Industries",
        "Technologies",
        "Systems",
        "Solutions",
        "Consulting",
        "Ventures",
        "Capital",
        "Properties",
        "Realty",
        "Enterprises",
        "Travel",
        "Charity",
        "Mission",
        "Embassy",
        "Consulate",
        "Academy",
        "Clinic",
        "Project",
        "Watch",
        "Monitor",
        "Collective",
        "Forum",
    ]
)
_WORD = rf"(?:{NAME}|[A-Z]{{2,}})"
_ORG = re.compile(
    rf"\b(?:{_WORD} )(?:(?:{_WORD}|of|for|and|&) )*?(?:{'|'.join(re.escape(t) for t in sorted(ORG_TAILS, key=len)[::-1])})"
    rf"(?: (?:of|for) (?:the )?{_WORD}(?: {_WORD})*)?(?: Inc\.| Ltd\.)?(?!\w)"
)
_CAUSE = re.compile(rf"\b{_WORD}(?: {_WORD})* for {_WORD}(?: (?:and )?{_WORD})*")
_NATIONS = (
    "British Canadian Iranian German French Swedish Danish Dutch Turkish Belgian Australian American Israeli Iraqi Syrian "
    "Lebanese Norwegian Austrian Spanish Italian Greek Albanian Argentine Provincial Federal Local Military Campus Riot "
    "Religious Secret Border Morality Mounted"
)
_POLICE = re.compile(
    rf"\b(?!(?:{'|'.join(_NATIONS.split())})\b)((?:{NAME} )?{NAME}) [Pp]olice\b(?! (?:Chief|Commissioner))"
)
_KIND = re.compile(
    r"\b(?:lab|watchdog|groups?|nonprofit|non-profit|charity|charities|company|companies|firms?|foundations?|website|outlet|"
    r"startup|think[- ]tank|organizations?|organisations?|publisher|consultancy|collective|newspaper|magazine|platform)"
    rf",? ({_WORD}(?: {_WORD})*)"
)
_STREET = re.compile(
    rf"\b(?:{NAME} )+(?:Street|Avenue|Road|Drive|Boulevard|Square|Bridge|Airport|Prison|prison|Park|Hall|Plaza|Library)\b"
)
_RIDING = re.compile(rf"\bmember for ({NAME}(?:[ —–-]{NAME})*)|^[^\n(:]{{4,60}} \(([A-Z][^()\n:]{{2,60}})\):", re.M)
_OFFICE_WORDS = (
    "Minister",
    "Secretary",
    "Parliamentary",
    "Leader",
    "Chair",
    "Speaker",
    "Deputy",
    "Prime",
    "Hon",
    "Member",
)
_FIRST = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "Of",
        "For",
        "By",
        "To",
        "And",
        "But",
        "Or",
        "If",
        "When",
        "While",
        "As",
        "It",
        "He",
        "She",
        "They",
        "We",
        "I",
        "You",
        "His",
        "Her",
        "Their",
        "Its",
        "Our",
        "This",
        "That",
        "These",
        "Those",
        "There",
        "Here",
        "What",
        "Who",
        "Why",
        "How",
        "Not",
        "No",
        "Yes",
        "More",
        "Most",
        "Some",
        "Many",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "After",
        "Before",
        "Since",
        "Until",
        "During",
        "From",
        "With",
        "Without",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Members",
        "Officials",
        "Former",
        "Dear",
        "Minister",
        "Secretary",
        "Member",
        "MP",
        "Ontario's",
        "Canada's",
        "Iran's",
        "One",
        "Both",
        "Another",
        "Local",
        "Federal",
        "Provincial",
        "Next",
        "Last",
        "Every",
        "Each",
        "Search",
        "Call",
        "Calls",
        "Only",
    ]
)


def titled(text: str) -> Iterator[Span]:
    """Who is named after a rank or a form of address."""
    for match in _TITLED.finditer(text):
        start, end = match.span(1)
        rank = RANK.match(text, start, end)
        start = rank.end() if rank else start
        end -= 2 if text[start:end].endswith(("'s", "’s")) else 0
        if start < end and text[start:end] not in _FIRST:
            yield Span(start, end, Label.PERSON)


def patterns(text: str) -> Iterator[Span]:
    """Organisations, places and ridings that a word beside them makes known."""
    for pattern, label, group in (
        (_ORG, Label.ORG, 0),
        (_CAUSE, Label.ORG, 0),
        (_POLICE, Label.ORG, 0),
        (_KIND, Label.ORG, 1),
        (_STREET, Label.FAC, 0),
    ):
        for match in pattern.finditer(text):
            span = _without_first(text, *match.span(group))
            name = text[span[0] : span[1]]
            if span[1] - span[0] > 3 and (group or " " in name) and "'s " not in name and "’s " not in name:
                yield Span(*span, label)
    for match in _RIDING.finditer(text):
        group = 1 if match.group(1) else 2
        if not match.group(group).startswith(_OFFICE_WORDS):
            yield Span(*match.span(group), Label.LOC)


def _without_first(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the words that only begin a sentence, and without a possessive at its end."""
    while start < end:
        word = text[start:end].split(" ", 1)[0]
        if word not in _FIRST:
            break
        start += len(word) + 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, max(start, end)
