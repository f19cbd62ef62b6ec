"""Users, sessions, the audit and verdicts, the same on each database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from model.access import AuditEntry, Judged, Judgement, Role, Verdict
from store import Record, audit, users, verdicts
from store.passwords import fits, hashed

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "گذرواژهٔ دراز ۱۲"


def test_a_password_is_kept_salted_and_fits_itself_alone() -> None:
    one, two = hashed(SECRET), hashed(SECRET)
    assert one != two
    assert SECRET not in one
    assert fits(SECRET, one)
    assert not fits(SECRET + " ", one)
    assert not fits("", one)


def test_roles_cover_those_below_them() -> None:
    assert [[a.covers(b) for b in Role] for a in Role] == [[True, False, False], [True, True, False], [True] * 3]


def test_a_session_lives_until_it_ends_and_its_token_is_not_in_the_record(record: Record) -> None:
    assert not users.any_active(record)
    assert users.add(record, "mina", SECRET, Role.ANALYST, "mina", NOW)
    assert not users.add(record, "mina", "another one of length", Role.ADMIN, None, NOW)
    assert users.any_active(record)
    assert users.authenticated(record, "mina", "wrong") is None
    assert users.authenticated(record, "nobody", SECRET) is None
    user = users.authenticated(record, "mina", SECRET)
    assert user is not None
    assert (user.role, user.person_id) == (Role.ANALYST, "mina")
    token = users.begin_session(record, user, NOW)
    session = users.session(record, token, NOW)
    assert session is not None
    assert session.user == user
    assert users.session(record, token, NOW + users.LASTS) is None
    assert users.session(record, token + "x", NOW) is None
    with record.read() as connection:
        rows = connection.exec_driver_sql("SELECT token_hash FROM sessions").scalars().all()
    assert token not in rows
    users.end_session(record, token)
    assert users.session(record, token, NOW) is None


def test_every_change_of_a_user_ends_the_sessions(record: Record) -> None:
    users.add(record, "sara", SECRET, Role.READER, None, NOW)

    def token() -> str:
        user = users.authenticated(record, "sara", SECRET)
        assert user is not None
        return users.begin_session(record, user, NOW)

    for change in (
        lambda: users.set_role(record, "sara", Role.ADMIN),
        lambda: users.set_password(record, "sara", SECRET),
        lambda: users.set_active(record, "sara", True),
    ):
        opened = token()
        assert change()
        assert users.session(record, opened, NOW) is None
    opened = token()
    assert users.set_active(record, "sara", False)
    assert users.session(record, opened, NOW) is None
    assert users.authenticated(record, "sara", SECRET) is None
    assert not users.set_role(record, "nobody", Role.ADMIN)
    assert [(user.name, user.active) for user in users.listing(record)] == [("sara", False)]


def test_sessions_that_ended_are_forgotten(record: Record) -> None:
    users.add(record, "sara", SECRET, Role.READER, None, NOW)
    user = users.authenticated(record, "sara", SECRET)
    assert user is not None
    users.begin_session(record, user, NOW)
    users.begin_session(record, user, NOW + users.LASTS)
    with record.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar() == 1


def test_the_audit_counts_and_gives_the_newest(record: Record) -> None:
    for minute, who, where in ((0, "a", "1.1.1.1"), (1, "a", "2.2.2.2"), (2, "b", "1.1.1.1")):
        at = NOW + timedelta(minutes=minute)
        audit.note(record, AuditEntry(at=at, who=who, action="login-failed", target="x" * 9000, address=where))
    count = audit.how_many
    assert count(record, "login-failed", NOW) == 3
    assert count(record, "login-failed", NOW + timedelta(minutes=1)) == 2
    assert count(record, "login-failed", NOW, who="a", address="1.1.1.1") == 1
    assert count(record, "login", NOW) == 0
    assert [entry.who for entry in audit.newest(record, 2)] == ["b", "a"]
    assert [entry.address for entry in audit.newest(record, 9, "a")] == ["2.2.2.2", "1.1.1.1"]
    assert len(audit.newest(record, 1)[0].target) == audit.LONGEST


def test_a_change_of_mind_is_another_verdict(record: Record) -> None:
    for minute, judgement in enumerate((Judgement.USEFUL, Judgement.NOT_USEFUL)):
        at = NOW + timedelta(minutes=minute)
        given = Verdict(at=at, who="mina", kind=Judged.ALERT, key="s1", judgement=judgement, note="یادداشت")
        verdicts.give(record, given)
    assert [v.judgement for v in verdicts.on(record, Judged.ALERT, "s1")] == [Judgement.NOT_USEFUL, Judgement.USEFUL]
    assert verdicts.on(record, Judged.ARTICLE, "s1") == []
