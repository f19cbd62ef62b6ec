"""Who may use the desk, what was done there, and what analysts judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a user may do. Each role may do what those before it may."""

    READER = "reader"
    ANALYST = "analyst"
    ADMIN = "admin"

    def covers(self, least: Role) -> bool:
        """True where this role may do what ``least`` may."""
        order = list(Role)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody with a login. ``person_id`` is the person of settings.yml who they are, for acknowledging alerts."""

    id: int
    name: str
    role: Role
    active: bool
    person_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A login that holds until ``expires_at``. ``csrf`` is what its forms carry."""

    user: User
    csrf: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that somebody did. ``who`` is a user's name (or the name that was tried), ``address`` where from."""

    at: datetime
    who: str
    action: str
    target: str = ""
    address: str = ""


class Judgement(StrEnum):
    """What an analyst says of an alert or an article."""

    USEFUL = "useful"
    NOT_USEFUL = "not-useful"


class Judged(StrEnum):
    """What is judged."""

    ARTICLE = "article"
    ALERT = "alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An analyst's verdict. A change of mind is another verdict: none is ever edited."""

    at: datetime
    who: str
    kind: Judged
    key: str
    judgement: Judgement
    note: str = ""
