"""What is said of one event over time: statuses with their citations, contradictions, where the reports come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from model.annotation import Claim


class Epistemic(StrEnum):
    """How far a matter has come: what is only alleged is never shown as found."""

    ALLEGED = "alleged"
    CHARGED = "charged"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    DENIED = "denied"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim in its article: the citation of everything below. ``at`` is when the article was published or seen."""

    article_id: str
    at: datetime
    lang: str
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A status that the reports give a matter, with the claim that it stands on."""

    status: Epistemic
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two claims on one event that cannot both hold. ``kind``: ``polarity`` or ``number``; ``why`` names the point."""

    kind: str
    one: Said
    other: Said
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """Where the reports of a story come from: articles of one origin (a wire text and its copies, the outlets of one
    state) in one group, the first report first; ``independent`` is the number of groups."""

    groups: tuple[tuple[str, ...], ...]

    @property
    def independent(self) -> int:
        """How many origins tell of it independently."""
        return len(self.groups)
