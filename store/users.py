"""Users of the desk and their sessions. Of a session the record keeps a digest of its token only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import delete, insert, select, update

from model.access import Role, Session, User
from store.passwords import fits, hashed
from store.record import Record
from store.sql import count, insert_new
from store.tables import sessions, users

LASTS = timedelta(hours=12)
"""How long a login holds."""


def add(record: Record, name: str, password: str, role: Role, person_id: str | None, now: datetime) -> bool:
    """Add a user; False where the name is taken."""
    row = {
        "name": name,
        "password": hashed(password),
        "role": role,
        "active": True,
        "person_id": person_id,
        "created_at": now,
    }
    with record.write() as connection:
        return insert_new(connection, users, [row]) > 0


def listing(record: Record) -> list[User]:
    """All users by name."""
    with record.read() as connection:
        return [_user(row) for row in connection.execute(select(users).order_by(users.c.name))]


def any_active(record: Record) -> bool:
    """True where somebody can log in."""
    with record.read() as connection:
        return count(connection, users, users.c.active.is_(True)) > 0


def set_password(record: Record, name: str, password: str) -> bool:
    """Give a user another password, which ends their sessions; False where there is no such user."""
    return _change(record, name, password=hashed(password))


def set_role(record: Record, name: str, role: Role) -> bool:
    """Give a user another role, which ends their sessions; False where there is no such user."""
    return _change(record, name, role=role)


def set_active(record: Record, name: str, active: bool) -> bool:
    """Let a user log in, or no more, which ends their sessions; False where there is no such user."""
    return _change(record, name, active=active)


def authenticated(record: Record, name: str, password: str) -> User | None:
    """The active user of this name and password. An unknown name takes as long as a wrong password."""
    with record.read() as connection:
        row = connection.execute(select(users).where(users.c.name == name)).first()
    right = fits(password, row.password if row else _nobody())
    return _user(row) if row is not None and right and row.active else None


def begin_session(record: Record, user: User, now: datetime) -> str:
    """Open a session; its token, which only the browser keeps. Sessions that have ended are forgotten."""
    token = secrets.token_urlsafe(32)
    row = {
        "token_hash": _hash(token),
        "user_id": user.id,
        "csrf": secrets.token_urlsafe(32),
        "created_at": now,
        "expires_at": now + LASTS,
    }
    with record.write() as connection:
        connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
        connection.execute(insert(sessions).values(row))
    return token


def session(record: Record, token: str, now: datetime | None = None) -> Session | None:
    """The session of a token, while it holds and its user is active."""
    statement = (
        select(users, sessions.c.csrf, sessions.c.expires_at)
        .join(sessions, sessions.c.user_id == users.c.id)
        .where(sessions.c.token_hash == _hash(token), sessions.c.expires_at > (now or datetime.now(UTC)))
        .where(users.c.active.is_(True))
    )
    with record.read() as connection:
        row = connection.execute(statement).first()
    return None if row is None else Session(user=_user(row), csrf=row.csrf, expires_at=row.expires_at)


def end_session(record: Record, token: str) -> None:
    """Close a session."""
    with record.write() as connection:
        connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))


def _change(record: Record, name: str, **values: object) -> bool:
    with record.write() as connection:
        number = connection.execute(select(users.c.id).where(users.c.name == name)).scalar()
        if number is None:
            return False
        connection.execute(update(users).where(users.c.id == number).values(**values))
        connection.execute(delete(sessions).where(sessions.c.user_id == number))
        return True


@cache
def _nobody() -> str:
    """The password of a user who does not exist."""
    return hashed(secrets.token_urlsafe(16))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _user(row: Any) -> User:
    """A row as a noun."""
    return User(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        active=row.active,
        person_id=row.person_id,
        created_at=row.created_at,
    )
